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
  readonly dedupes: boolean;
  readonly acksFirst: boolean;
}
