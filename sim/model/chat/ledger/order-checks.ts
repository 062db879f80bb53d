/** What a device has shown when it shows one more message: per sender, per conversation, and by cause. */
import type { Invariant } from '../../../result/ledger.ts';
import type { Book } from './book.ts';
import {
  CONVERSATION,
  FLAGS,
  NEXT_SENT,
  NONE,
  PARENT,
  RANK,
  RECORD,
  REJECTED,
  RELEASED,
  SERIAL,
  SIZE,
} from './message-slots.ts';
import { HIGHEST, LAST_SHOWN, POSITION, SEAT } from './seats.ts';

export type Found = (invariant: Invariant, text: string, other: number) => void;

export interface OrderPromises {
  readonly isFifo: boolean;
  readonly isCausal: boolean;
}

/** @param slot of a message that is about to be marked as shown at a seat. */
export function checkOrder(
  book: Book,
  { isFifo, isCausal }: OrderPromises,
  slot: number,
  seat: number,
  found: Found,
): void {
  const { records } = book.messages;
  const { records: seats } = book.seats;
  const serial = records[slot * RECORD + SERIAL]!;
  if (serial > seats[seat * SEAT + HIGHEST]!) seats[seat * SEAT + HIGHEST] = serial;
  else if (isFifo) checkFifo(book, slot, seat, found);
  if (isCausal && records[slot * RECORD + PARENT] !== NONE) checkCause(book, slot, seat, found);
  if (book.order !== undefined) checkTotal(book, slot, seat, found);
}

/** Nothing that the same device sent later has been shown here. */
function checkFifo({ messages, seats }: Book, slot: number, seat: number, found: Found): void {
  const { records } = messages;
  const position = seats.records[seat * SEAT + POSITION]!;
  let later = records[slot * RECORD + NEXT_SENT]!;
  while (later !== NONE) {
    const record = later * RECORD;
    if (messages.isShown(record, position)) {
      found('fifo', 'shown after a later one of the same sender', records[record + SERIAL]!);
      return;
    }
    later = records[record + NEXT_SENT]!;
  }
}

/** What it answers is here, if it is for this device at all. */
function checkCause(book: Book, slot: number, seat: number, found: Found): void {
  const { records } = book.messages;
  const parent = book.messages.find(records[slot * RECORD + PARENT]!);
  if (parent === NONE) return;
  if (records[parent * RECORD + CONVERSATION] !== records[slot * RECORD + CONVERSATION]) return;
  if (!isMissing(book, parent, seat)) return;
  found('causality', 'shown before what it answers', records[parent * RECORD + SERIAL]!);
}

/** All that its device had been shown is here. @param causes serial numbers in the same conversation. */
export function checkCauses(
  book: Book,
  causes: readonly number[],
  seat: number,
  found: Found,
): void {
  for (const cause of causes) {
    const slot = book.messages.find(cause);
    if (slot === NONE || !isMissing(book, slot, seat)) continue;
    found('causality', 'shown before what its sender had seen', cause);
    return;
  }
}

/** Whether a message is for a seat, and has not come to it. */
function isMissing({ messages, seats }: Book, slot: number, seat: number): boolean {
  const { records } = messages;
  const record = slot * RECORD;
  const position = seats.records[seat * SEAT + POSITION]!;
  const isOver = (records[record + FLAGS]! & (RELEASED | REJECTED)) !== 0;
  if (position >= records[record + SIZE]! || isOver) return false;
  return !messages.isShown(record, position) && !messages.isEnded(record, position);
}

/** There is still one order that explains what all devices showed. */
function checkTotal(book: Book, slot: number, seat: number, found: Found): void {
  const { records } = book.messages;
  const { records: seats } = book.seats;
  const home = book.seats.conversation(records[slot * RECORD + CONVERSATION]!);
  if (records[slot * RECORD + RANK] === NONE) book.order!.enter(slot, home);
  const last = seats[seat * SEAT + LAST_SHOWN]!;
  const isThere = last !== NONE && isInOrder(book, last, slot, seat);
  if (!isThere || book.order!.follows(last, slot, home)) seats[seat * SEAT + LAST_SHOWN] = slot;
  else {
    const other = records[last * RECORD + SERIAL]!;
    found('order', 'shown after one that others show behind it', other);
  }
}

/** Whether a slot still holds what this seat showed last. */
function isInOrder({ messages, seats }: Book, last: number, slot: number, seat: number): boolean {
  const { records } = messages;
  const record = last * RECORD;
  if (last === slot || records[record + SERIAL] === NONE) return false;
  if (records[record + CONVERSATION] !== records[slot * RECORD + CONVERSATION]) return false;
  if ((records[record + FLAGS]! & RELEASED) !== 0) return false;
  return messages.isShown(record, seats.records[seat * SEAT + POSITION]!);
}
