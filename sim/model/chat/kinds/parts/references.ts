/** Kinds that refer to an earlier message, which they name as their parent. */
import type { Choice } from '../../../../part/choice.ts';
import { duration, ratio } from '../../../../part/units.ts';
import { type Distribution, varying } from '../../../distribution/distribution.ts';
import { FOREVER_MS, type MessageKind, messageKind } from '../kind.ts';
import { envelope } from './params.ts';

interface Referring {
  readonly share: number;
  readonly after: Choice<Distribution>;
  readonly size: Choice<Distribution>;
}

/** Something that those who see a message may send. */
const afterSeeing = (
  { share, after, size }: Referring,
  to: 'sender' | 'conversation',
  isKept: boolean,
): MessageKind => ({
  occasion: { when: 'after seeing', share, after: after.make(), to },
  bytes: size.make(),
  isKept,
  ttlMs: FOREVER_MS,
});

/** Something that who sent a message may send, as long as it is not too late. */
const afterSending = ({
  share,
  after,
  within,
  size,
}: Referring & { readonly within: number }): MessageKind => ({
  occasion: { when: 'after sending', share, after: after.make(), atMostMs: within },
  bytes: size.make(),
  isKept: true,
  ttlMs: FOREVER_MS,
});

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
  make: (params) => afterSeeing(params, 'sender', false),
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
  make: (params) => afterSeeing(params, 'conversation', true),
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
  make: afterSending,
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
  make: afterSending,
});
