/** Kinds that refer to an earlier message, which they name as their parent. */
import { duration, ratio } from '../../../../part/units.ts';
import { varying } from '../../../distribution/distribution.ts';
import { FOREVER_MS, messageKind } from '../kind.ts';
import { envelope } from './params.ts';

export const receipt = messageKind({
  name: 'receipt',
  summary: 'tells the sender that a message was read: one for each reader; nobody keeps it',
  source: 'one per message and reader: reference/domain.md §4.2, from memory',
  params: {
    share: ratio().prefault('100%').describe('messages seen that are acknowledged'),
    after: varying(duration)
      .prefault({ exponential: '5s' })
      .describe('between seeing a message and having read it (assumption)'),
    size: envelope('which message', '100B'),
  },
  main: 'share',
  make: ({ share, after, size }) => ({
    occasion: { when: 'after seeing', share, after: after.make(), to: 'sender' },
    bytes: size.make(),
    isKept: false,
    ttlMs: FOREVER_MS,
  }),
});

export const reaction = messageKind({
  name: 'reaction',
  summary: 'answers a message with an emoji that hangs on it',
  source: 'how often and when are assumptions',
  params: {
    share: ratio().prefault('3%').describe('messages seen that get one'),
    after: varying(duration)
      .prefault({ exponential: '8s' })
      .describe('between seeing a message and answering it so'),
    size: envelope('which message and which emoji', '160B'),
  },
  main: 'share',
  make: ({ share, after, size }) => ({
    occasion: { when: 'after seeing', share, after: after.make(), to: 'conversation' },
    bytes: size.make(),
    isKept: true,
    ttlMs: FOREVER_MS,
  }),
});

export const recall = messageKind({
  name: 'recall',
  summary: 'takes a message back; those who saw it have seen it',
  source: 'within 2 minutes: WeChat, Tencent Cloud Chat; how often and when are assumptions',
  params: {
    share: ratio().prefault('1%').describe('messages that their sender takes back'),
    after: varying(duration)
      .prefault({ exponential: '15s' })
      .describe('between sending a message and taking it back'),
    within: duration({ above: 0 }).prefault('2m').describe('later nobody can'),
    size: envelope('which message', '150B'),
  },
  main: 'share',
  make: ({ share, after, within, size }) => ({
    occasion: { when: 'after sending', share, after: after.make(), atMostMs: within },
    bytes: size.make(),
    isKept: true,
    ttlMs: FOREVER_MS,
  }),
});

export const edit = messageKind({
  name: 'edit',
  summary: 'puts another text in the place of an earlier one',
  source: 'within 15 minutes: WhatsApp; how often and when are assumptions',
  params: {
    share: ratio().prefault('2%').describe('messages that their sender changes'),
    after: varying(duration)
      .prefault({ exponential: '30s' })
      .describe('between sending a message and changing it'),
    within: duration({ above: 0 }).prefault('15m').describe('later nobody can'),
    size: envelope('which message, and all of the new text', '420B'),
  },
  main: 'share',
  make: ({ share, after, within, size }) => ({
    occasion: { when: 'after sending', share, after: after.make(), atMostMs: within },
    bytes: size.make(),
    isKept: true,
    ttlMs: FOREVER_MS,
  }),
});
