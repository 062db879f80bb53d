/** Who comes into conversations, and who leaves them. */
import type { Book } from './book.ts';
import { NEXT, NONE, PENDING, RECORD, SIZE } from './message-slots.ts';
import { HAS_SENT, HEAD, MEMBER, MEMBERS, POSITION, SEAT } from './seats.ts';

export function join({ seats }: Book, conversation: number, person: number): void {
  const first = seats.find(conversation, person);
  if (first !== NONE && seats.isMember(first)) return;
  const hasSent = seats.conversations[seats.conversation(conversation) + HAS_SENT] === 1;
  if (first !== NONE || hasSent) {
    seats.keepStays();
    seats.joins += 1;
  }
  const from = seats.open(conversation, person, true);
  seats.joinedAt?.fill(seats.joins, from, seats.count);
}

/** @returns how many deliveries need not be made any more. */
export function leave(book: Book, conversation: number, person: number): number {
  const { seats } = book;
  const first = seats.find(conversation, person);
  if (first === NONE || !seats.isMember(first)) return 0;
  seats.keepStays();
  const devices = seats.devicesOf(person);
  seats.leftAt!.fill(book.next, first, first + devices);
  const home = seats.conversation(conversation);
  seats.conversations[home + MEMBERS]! -= devices;
  let withdrawn = 0;
  for (let seat = first; seat < first + devices; seat += 1) {
    seats.records[seat * SEAT + MEMBER] = 0;
    withdrawn += withdraw(book, home, seats.records[seat * SEAT + POSITION]!);
  }
  book.release(home);
  return withdrawn;
}

/** Who is no member may speak all the same, as on a channel. @returns the first seat of the sender. */
export function seatOfSender({ seats }: Book, conversation: number, sender: number): number {
  const seat = seats.find(conversation, sender);
  if (seat !== NONE) return seat;
  const first = seats.open(conversation, sender, false);
  seats.leftAt?.fill(0, first, seats.count);
  return first;
}

/** The messages that a seat was waiting for are not owed to it any more. */
function withdraw({ messages, seats }: Book, home: number, position: number): number {
  const { records } = messages;
  let count = 0;
  let slot = seats.conversations[home + HEAD]!;
  for (; slot !== NONE; slot = records[slot * RECORD + NEXT]!) {
    const record = slot * RECORD;
    if (records[record + PENDING] === 0 || position >= records[record + SIZE]!) continue;
    if (messages.isShown(record, position) || messages.isEnded(record, position)) continue;
    messages.markEnded(record, position);
    records[record + PENDING]! -= 1;
    count += 1;
  }
  return count;
}
