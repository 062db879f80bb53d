/** The contract of encryption from end to end: what it adds to messages, and what keys cost. */
import { partOf } from '../../../../part/part.ts';

/** Whom a sender's keys go to before his next message. */
export interface KeyPlan {
  /** Ciphertexts with keys that a sender sends to people who have none of his, for each of them. */
  readonly bytesForEach: number;
  /** Bytes that a change of `members` costs at once, in one message to all; 0: nothing. */
  commitBytes(members: number): number;
}

export interface Encryption {
  /** Bytes that a ciphertext is longer than what is in it. */
  readonly overheadBytes: number;
  /** Whether the sender makes one ciphertext for each recipient, and each gets his own. */
  readonly isForEach: boolean;
  /** Time that the sender's device takes for one ciphertext, ms. */
  readonly encryptMs: number;
  /** Joins and leaves of one room in a second, together. */
  readonly changesPerSecond: number;
  /** Undefined: rooms need no keys of their own. */
  readonly keys?: KeyPlan | undefined;
}

export const encryption = partOf<Encryption>();
