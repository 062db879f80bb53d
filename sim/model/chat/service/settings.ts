/** How a full chat is set up. */
import type { FanOut } from './fan-out/fan-out.ts';

export interface ServiceSettings {
  /** The group of mailboxes. */
  readonly mailbox: string;
  readonly fanOut: FanOut;
  /** Whether mailboxes are those of a person's region. */
  readonly isRegional: boolean;
  /** Until something without an answer is sent again, at first and at the most, ms. */
  readonly resendMs: readonly [number, number];
  /** How long a message keeps, ms; Infinity: for ever. */
  readonly ttlMs: number;
  /** Entries that are under way to one device at the most, and in one packet. */
  readonly window: number;
  readonly batch: number;
  /** Bytes of what is no message: acknowledgements, questions, receipts. */
  readonly controlBytes: number;
  /** Whether the messages of a conversation have one order, or only those of each sender. */
  readonly orders: boolean;
  /** Messages a second that a conversation takes; Infinity: all. */
  readonly limitPerSecond: number;
  /** Mailboxes that have each message, and how many of them before it is acknowledged. */
  readonly replicas: number;
  readonly quorum: number;
  /** Until another mailbox takes over for one that is down, ms. */
  readonly failoverMs: number;
  /** By how much two clocks may differ, ms. */
  readonly clockErrorMs: number;
  readonly numbersAtGateways: boolean;
  readonly dedupes: boolean;
  readonly acksFirst: boolean;
  /** The same of what comes from another domain. */
  readonly dedupesAbroad: boolean;
  readonly acksFirstAbroad: boolean;
}
