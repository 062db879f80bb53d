/** Why a message must not be shown at a device. */
import type { Invariant } from '../../../result/ledger.ts';
import type { Book } from './book.ts';
import { EXPIRES_AT, FLAGS, RECORD, REJECTED, SIZE, TIMES } from './message-slots.ts';

interface Wrong {
  readonly invariant: Invariant;
  readonly text: string;
  /** Nothing else is to be said of it, and nothing changes. */
  readonly isAll: boolean;
}

export const SHOWN_TWICE: Wrong = { invariant: 'duplicate', text: 'shown twice', isAll: true };
export const NEVER_SENT: Wrong = {
  invariant: 'conservation',
  text: 'shown, but never sent',
  isAll: true,
};
const REFUSED: Wrong = {
  invariant: 'conservation',
  text: 'shown after it was refused',
  isAll: true,
};
const NOT_FOR_THEM: Wrong = {
  invariant: 'membership',
  text: 'shown to somebody it is not for',
  isAll: true,
};
const ENDED: Wrong = {
  invariant: 'conservation',
  text: 'shown after it was given up',
  isAll: true,
};
const EXPIRED: Wrong = { invariant: 'ttl', text: 'shown after it had expired', isAll: false };
const EXPIRED_AND_ENDED: Wrong = { ...EXPIRED, isAll: true };

export function whyNot(
  { messages, seats }: Book,
  slot: number,
  seat: number,
  position: number,
  atMs: number,
): Wrong | undefined {
  const record = slot * RECORD;
  if ((messages.records[record + FLAGS]! & REJECTED) !== 0) return REFUSED;
  if (position < 0) return NOT_FOR_THEM;
  const isLate = atMs > messages.times[slot * TIMES + EXPIRES_AT]!;
  if (position < messages.records[record + SIZE]!) {
    if (messages.isShown(record, position)) return SHOWN_TWICE;
    if (messages.isEnded(record, position)) {
      if (isLate) return EXPIRED_AND_ENDED;
      // What was on its way to somebody who left meanwhile may come.
      return seat >= 0 && !seats.isMember(seat) ? undefined : ENDED;
    }
  }
  return isLate ? EXPIRED : undefined;
}
