/** The contract of a fan-out: where the mailboxes put a message of a conversation, and who fetches it. */
import { partOf } from '../../../../part/part.ts';

export interface FanOut {
  /** Whether each message is written into the inbox of each member, of so many; else once into a log. */
  writesInboxes(members: number): boolean;
  /** How often a device asks for news of logs, ms; undefined: it is told that there are any. */
  readonly pollMs?: number | undefined;
}

export const fanOut = partOf<FanOut>();
