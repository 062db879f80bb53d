/** What a scenario says of a chat with mailboxes. */
import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import { bytes, count, duration, rate } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { fanOuts } from './fan-out/index.ts';
import type { ReceiptSettings } from './receipts.ts';
import type { ServiceSettings } from './settings.ts';

const receiptParams = z.strictObject({
  tell: z
    .enum(['nothing', 'delivered', 'read'])
    .default('read')
    .describe(
      'what the sender is told: nothing, that a device has it, and that a person has read it',
    ),
  think: varying(duration)
    .prefault({ exponential: '10s' })
    .describe('from a message’s being shown to its being read (assumption)'),
  members: count({ min: 2 })
    .prefault(100)
    .describe('the largest conversation with receipts (assumption)'),
});

export const serviceParams = {
  mailbox: z
    .string()
    .optional()
    .describe('group of mailboxes that keep messages; default: nobody keeps any'),
  devices: varying(count)
    .prefault(1)
    .describe(
      'devices of a person, all of which show all messages; 1.3 to 1.8 in the mean is an assumption',
    ),
  'fan-out': choiceOf(fanOuts, 'on-write').describe('where messages are kept for their recipients'),
  homes: z
    .enum(['regional', 'anywhere'])
    .default('regional')
    .describe(
      'whose mailboxes keep an inbox, or a conversation: those nearest to its person, or its founder; or all there are, by hash',
    ),
  resend: duration({ above: 0 })
    .prefault('5s')
    .describe('until something without an answer is sent again; doubles each time (assumption)'),
  'resend-most': duration({ above: 0 })
    .prefault('2m')
    .describe('the longest such time (assumption)'),
  ttl: duration({ above: 0 })
    .optional()
    .describe('how long a message keeps; 28d is the most of FCM. Default: for ever'),
  'clock-error': duration()
    .prefault('0s')
    .describe(
      'by how much two clocks may differ: devices take messages for expired so much earlier; 0s trusts all clocks',
    ),
  window: count({ min: 1 })
    .prefault(256)
    .describe(
      'messages under way to one device at the most: what comes faster waits in its mailbox (assumption)',
    ),
  batch: count({ min: 1 }).prefault(50).describe('messages in one packet at the most (assumption)'),
  control: bytes()
    .prefault('40B')
    .describe('an acknowledgement, question or receipt on the wire (assumption)'),
  receipts: receiptParams.prefault({}).describe('what senders are told'),
  order: z
    .enum(['conversation', 'sender'])
    .default('conversation')
    .describe(
      'what is put in order: all messages of a conversation, by its mailbox; or those of each sender, by theirs. A log is in order in any case',
    ),
  limit: rate({ above: 0 })
    .optional()
    .describe(
      'messages that a conversation takes; what is beyond is refused: Tencent Chat takes 40 a second (product/1047/34381). Default: all',
    ),
  replicas: count({ min: 1, max: 9 })
    .prefault(1)
    .describe('mailboxes that write each message down'),
  quorum: z
    .enum(['one', 'majority', 'all'])
    .default('majority')
    .describe(
      'how many of these have to, before it is acknowledged and delivered; Raft: a majority (Ongaro & Ousterhout, USENIX ATC 2014)',
    ),
  failover: duration({ above: 0 })
    .prefault('10s')
    .describe(
      'until another mailbox with replicas takes over for one that is down; Raft’s election timeouts are 150 to 300 ms (Ongaro & Ousterhout, §9.3), operators wait longer (assumption)',
    ),
  broken: z
    .enum([
      'nothing',
      'ack-before-store',
      'no-dedupe',
      'sequence-per-gateway',
      'federation-ack-before-store',
      'federation-no-dedupe',
    ])
    .default('nothing')
    .describe('what is built wrongly, for people who want to see it caught'),
};

/** All of it is about messages that somebody keeps. */
export const serviceReliesOn: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.keys(serviceParams)
      .filter((param) => param !== 'mailbox')
      .map((param) => [param, 'mailbox']),
  ),
  quorum: 'replicas',
  failover: 'replicas',
};

type ServiceParams = z.output<z.ZodObject<typeof serviceParams>>;

function quorumOf({ replicas, quorum }: ServiceParams): number {
  if (quorum === 'one') return 1;
  return quorum === 'all' ? replicas : Math.floor(replicas / 2) + 1;
}

export function settingsOf(params: ServiceParams, mailbox: string): ServiceSettings {
  const first = params.resend;
  return {
    mailbox,
    fanOut: params['fan-out'].make(),
    isRegional: params.homes === 'regional',
    resendMs: [first, Math.max(first, params['resend-most'])],
    ttlMs: params.ttl ?? Number.POSITIVE_INFINITY,
    window: params.window,
    batch: params.batch,
    controlBytes: params.control,
    orders: params.order === 'conversation',
    limitPerSecond: params.limit ?? Number.POSITIVE_INFINITY,
    replicas: params.replicas,
    quorum: quorumOf(params),
    failoverMs: params.failover,
    clockErrorMs: params['clock-error'],
    numbersAtGateways: params.broken === 'sequence-per-gateway',
    dedupes: params.broken !== 'no-dedupe',
    acksFirst: params.broken === 'ack-before-store',
    dedupesAbroad: params.broken !== 'federation-no-dedupe',
    acksFirstAbroad: params.broken === 'federation-ack-before-store',
  };
}

export const receiptsOf = ({ receipts }: ServiceParams): ReceiptSettings => ({
  delivered: receipts.tell !== 'nothing',
  read: receipts.tell === 'read',
  think: receipts.think.make(),
  members: receipts.members,
});
