/** What a chat promises about its messages, and where a run broke a promise: plain data of a Result. */
import type { Result } from './result.ts';

/** In the order of the reference: domain.md §4.5, (1) to (11). */
export const INVARIANTS = [
  'loss',
  'duplicate',
  'fifo',
  'order',
  'causality',
  'cursor',
  'receipt',
  'membership',
  'ttl',
  'conservation',
  'convergence',
] as const;

export type Invariant = (typeof INVARIANTS)[number];

/** What each of them says, for people. */
export const INVARIANT_TEXTS: Readonly<Record<Invariant, string>> = {
  loss: 'a message that was acknowledged reaches each person it is for, or is still held for them',
  duplicate: 'no device shows a message twice',
  fifo: 'messages of one device in one conversation are shown in the order of sending',
  order: 'all devices show the messages of a conversation in one order',
  causality: 'an answer is not shown before what it answers',
  cursor: 'what a device has synchronized never goes back',
  receipt: 'nothing is reported as delivered before it is shown, or as read before it is read',
  membership: 'nobody sees what was said before they joined or after they left',
  ttl: 'nothing is shown after it has expired',
  conservation: 'each delivery ends once, and the chat holds as many as have not ended',
  convergence: 'what one device of a person shows, the others show, too',
};

/** One broken promise: enough to find the message again in a replay. */
export interface Violation {
  readonly invariant: Invariant;
  /** Serial number of the message in its traffic; -1 when it is about none. */
  readonly message: number;
  /** The other message, where it takes two. */
  readonly other?: number;
  /** Number of the person who sent it; -1 when the message is not known any more. */
  readonly sender: number;
  /** Numbers of the devices that it happened at. */
  readonly devices: readonly number[];
  /** Number of the conversation; -1 for a message to one person outside of any. */
  readonly conversation: number;
  readonly atMs: number;
  /** Number of the event in the replication. */
  readonly event: number;
  /** What happened, in a few words. */
  readonly text: string;
}

/** What the ledger of one traffic saw in one replication. */
export interface LedgerData {
  readonly traffic: string;
  readonly promises: readonly Invariant[];
  /** Messages sent, acknowledged and refused. */
  readonly sent: number;
  readonly acked: number;
  readonly rejected: number;
  /** Deliveries, one for each device that a message is for, and how they ended. */
  readonly owed: number;
  readonly shown: number;
  readonly expired: number;
  /** Given up by a chat that does not promise to keep messages. */
  readonly dropped: number;
  /** Did not come to another domain, and their senders were told; absent: none. */
  readonly bounced?: number;
  /** For people who left before they saw it, and of messages that were refused. */
  readonly withdrawn: number;
  readonly outstanding: number;
  /** How often each promise was broken; those never broken are absent. */
  readonly broken: Readonly<Partial<Record<Invariant, number>>>;
  /** The first ones of each invariant. */
  readonly violations: readonly Violation[];
}

/** A broken promise and the run that it was broken in. */
export interface BrokenPromise {
  readonly traffic: string;
  readonly replication: number;
  readonly violation: Violation;
}

/** All that is kept of broken promises, in the order of replications and traffics. */
export const brokenPromises = ({ replications }: Result): BrokenPromise[] =>
  replications.flatMap(({ index, ledgers = [] }) =>
    ledgers.flatMap(({ traffic, violations }) =>
      violations.map((violation) => ({ traffic, replication: index, violation })),
    ),
  );

/** How often a promise of any chat was broken, over all replications. */
export const promisesBroken = ({ replications }: Result): number =>
  replications
    .flatMap(({ ledgers = [] }) => ledgers)
    .flatMap(({ broken }) => Object.values(broken))
    .reduce((sum, times) => sum + times, 0);
