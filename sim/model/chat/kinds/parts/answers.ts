/** Kinds that are said to a server, which answers. */
import { z } from 'zod';
import { bytes, count, duration, rate } from '../../../../part/units.ts';
import { varying } from '../../../distribution/distribution.ts';
import { FOREVER_MS, messageKind } from '../kind.ts';
import { envelope, shareOfSaid } from './params.ts';

export const bot = messageKind({
  name: 'bot',
  summary: 'is a command to a program, which answers with one message',
  source: 'service times and sizes are assumptions',
  params: {
    share: shareOfSaid(),
    size: envelope('a command', '250B'),
    service: varying(duration)
      .prefault({ lognormal: { median: '200ms', p99: '2s' } })
      .describe('time that one command takes'),
    places: count({ min: 1 }).prefault(64).describe('commands worked on at the same time'),
    reply: envelope('its answer', '600B'),
  },
  main: 'share',
  make: ({ share, size, service, places, reply }) => ({
    occasion: { when: 'said', share },
    bytes: size.make(),
    isTyped: true,
    isKept: true,
    ttlMs: FOREVER_MS,
    answering: { places, reply: { takes: service.make(), bytes: reply.make() } },
  }),
});

export const llmAnswer = messageKind({
  name: 'llm-answer',
  summary: 'is a question to a language model, whose answer appears token by token',
  source:
    'tokens: Azure LLM inference trace 2023, Splitwise, Patel et al., ISCA 2024; 30 to 80 tokens/s, 60 to 200 B an event: reference/domain.md §4.2, from memory; edits once a second: limits of bots in chats, Telegram Bot FAQ',
  params: {
    share: shareOfSaid(),
    size: envelope('a question, without what was said before, which the server has', '500B'),
    workload: z
      .enum(['conversation', 'code'])
      .default('conversation')
      .describe('whose numbers of tokens are drawn'),
    prefill: rate({ above: 0 })
      .prefault('5000/s')
      .describe('tokens of a question and of what was said before, read in a second (assumption)'),
    speed: varying(rate)
      .prefault({ uniform: { min: '30/s', max: '80/s' } })
      .describe('tokens of an answer made in a second; drawn for each answer'),
    places: count({ min: 1 })
      .prefault(256)
      .describe('answers made at the same time; others wait in order (assumption)'),
    batch: count({ min: 1 }).prefault(2).describe('tokens in one event; 1 to 3'),
    event: bytes({ min: 1 }).prefault('130B').describe('bytes of an event; 60 to 200'),
    edits: duration({ above: 0 })
      .optional()
      .describe('no events: the message is edited each so often, whole each time; default: events'),
  },
  main: 'share',
  make: ({ share, size, workload, prefill, speed, places, batch, event, edits }) => ({
    occasion: { when: 'said', share },
    bytes: size.make(),
    isTyped: true,
    isKept: true,
    ttlMs: FOREVER_MS,
    answering: {
      places,
      stream: {
        workload,
        prefillPerSecond: prefill,
        perSecond: speed.make(),
        tokensInEvent: batch,
        eventBytes: event,
        editEveryMs: edits ?? 0,
      },
    },
  }),
});
