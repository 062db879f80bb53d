/** The end of a run: what has been acknowledged is with everybody, or still held for them. */
import type { Invariant } from '../../../result/ledger.ts';
import type { Book } from './book.ts';
import {
  ACKED,
  CONVERSATION,
  DEVICE,
  FLAGS,
  PENDING,
  RECORD,
  SERIAL,
  SIZE,
} from './message-slots.ts';
import { IN, MEMBER, OF_DEVICE, POSITION, SEAT } from './seats.ts';

type Missing = (invariant: Invariant, slot: number, device: number, text: string) => void;

/** @param holds whether the chat says that it has a message for a device, or on its way there. */
export function settle(
  book: Book,
  holds: (message: number, device: number) => boolean,
  missing: Missing,
): void {
  const { messages, seats } = book;
  const { records } = messages;
  const seatsOf = seatsByConversation(book);
  for (let slot = 0; slot < messages.end; slot += 1) {
    const record = slot * RECORD;
    if (records[record + PENDING]! <= 0) continue;
    const conversation = records[record + CONVERSATION]!;
    if (conversation < 0) {
      const person = -1 - conversation;
      const first = seats.firstDevice(person);
      for (let at = 0; at < seats.devicesOf(person); at += 1) {
        checkOne(book, slot, at, first + at, holds, missing);
      }
      continue;
    }
    for (const seat of seatsOf.get(conversation) ?? []) {
      if (!isOwed(book, slot, seat)) continue;
      const [position, device] = [POSITION, OF_DEVICE].map(
        (at) => seats.records[seat * SEAT + at]!,
      );
      checkOne(book, slot, position!, device!, holds, missing);
    }
  }
}

function checkOne(
  book: Book,
  slot: number,
  position: number,
  device: number,
  holds: (message: number, device: number) => boolean,
  missing: Missing,
): void {
  const { messages, seats } = book;
  const record = slot * RECORD;
  if (messages.isShown(record, position) || messages.isEnded(record, position)) return;
  if (holds(messages.records[record + SERIAL]!, device)) return;
  const isAcked = (messages.records[record + FLAGS]! & ACKED) !== 0;
  const sender = seats.personOf(messages.records[record + DEVICE]!);
  // What is still on its sender's device only need not be on the sender's others.
  if (!isAcked && sender === seats.personOf(device)) return;
  if (book.hasPerson(slot, book.seatOf(slot, device), device)) {
    missing('convergence', slot, device, 'with another device of the same person, but not here');
  } else if (isAcked) missing('loss', slot, device, 'acknowledged, never shown and not held');
}

/** Whether a message is for a seat: it was a member's when it was sent, and the member stayed. */
function isOwed({ messages, seats }: Book, slot: number, seat: number): boolean {
  const { records } = messages;
  const record = slot * RECORD;
  if (seats.records[seat * SEAT + POSITION]! >= records[record + SIZE]!) return false;
  if (seats.records[seat * SEAT + OF_DEVICE] === records[record + DEVICE]) return false;
  return seats.records[seat * SEAT + MEMBER] === 1;
}

/** Seats of conversations that have messages to wait for. */
function seatsByConversation({ messages, seats }: Book): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const { records } = messages;
  for (let slot = 0; slot < messages.end; slot += 1) {
    const conversation = records[slot * RECORD + CONVERSATION]!;
    const isOpen = records[slot * RECORD + SERIAL]! >= 0 && records[slot * RECORD + PENDING]! > 0;
    if (isOpen && conversation >= 0) found.set(conversation, []);
  }
  for (let seat = 0; seat < seats.count; seat += 1) {
    found.get(seats.records[seat * SEAT + IN]!)?.push(seat);
  }
  return found;
}
