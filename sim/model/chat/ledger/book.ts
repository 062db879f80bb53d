/**
 * What the ledger remembers: messages, who is in which conversation, and what may be forgotten. The messages
 * of a conversation are forgotten from the oldest on, and in the order in which they were shown, so
 * that nothing that could still contradict them is overlooked.
 */
import { grown } from '../../../engine/grown.ts';
import {
  ACKED,
  CONVERSATION,
  DEVICE,
  EDGES,
  EXPIRES_AT,
  FLAGS,
  MessageSlots,
  NEXT,
  NEXT_SENT,
  NONE,
  PARENT,
  PENDING,
  RANK,
  RECORD,
  RELEASED,
  SENT_AT,
  SERIAL,
  SIZE,
  TIMES,
} from './message-slots.ts';
import {
  FIRST_RANK,
  HAS_SENT,
  HEAD,
  LAST_SENT,
  MEMBER,
  type Owners,
  POSITION,
  SEAT,
  SEATS,
  Seats,
  TAIL,
} from './seats.ts';
import { TotalOrder } from './total-order.ts';

export class Book {
  readonly messages = new MessageSlots();
  readonly seats: Seats;
  /** Undefined when no order is promised. */
  readonly order: TotalOrder | undefined;
  /** Serial numbers below it have been used. */
  next = 0;
  /** By slot: joins before it was acknowledged; kept where people join and leave. */
  #joinsBefore = new Int32Array(0);
  /** By serial number: devices that joined while it was under way, and have been shown it. */
  readonly #beside = new Map<number, Set<number>>();
  /** Released slots, of which the oldest is forgotten next. */
  readonly #released: Int32Array;
  #releases = 0;

  constructor(owners: Owners, isOrdered: boolean, memory: number) {
    this.seats = new Seats(owners);
    this.order = isOrdered ? new TotalOrder(this.messages, this.seats) : undefined;
    this.#released = new Int32Array(memory).fill(NONE);
  }

  /** A new message, which is in no conversation's list yet. */
  begin(
    message: number,
    device: number,
    conversation: number,
    pending: number,
    size: number,
  ): number {
    this.next = message + 1;
    const slot = this.messages.take(message, size);
    const { records } = this.messages;
    const record = slot * RECORD;
    records[record + CONVERSATION] = conversation;
    records[record + DEVICE] = device;
    records[record + PENDING] = pending;
    records[record + FLAGS] = 0;
    records[record + RANK] = NONE;
    records[record + EDGES] = NONE;
    records[record + NEXT_SENT] = NONE;
    records[record + NEXT] = NONE;
    records[record + PARENT] = NONE;
    return slot;
  }

  setTimes(slot: number, sentAtMs: number, expiresAtMs: number): void {
    this.messages.times[slot * TIMES + SENT_AT] = sentAtMs;
    this.messages.times[slot * TIMES + EXPIRES_AT] = expiresAtMs;
  }

  /** A message is the newest of its conversation. @param seat of the device that sent it. */
  enqueue(slot: number, home: number, seat: number): void {
    const { records } = this.messages;
    const { conversations, records: seats } = this.seats;
    const tail = conversations[home + TAIL]!;
    if (tail === NONE) conversations[home + HEAD] = slot;
    else records[tail * RECORD + NEXT] = slot;
    conversations[home + TAIL] = slot;
    conversations[home + HAS_SENT] = 1;
    this.messages.markShown(slot * RECORD, seats[seat * SEAT + POSITION]!);
    const last = seats[seat * SEAT + LAST_SENT]!;
    if (last !== NONE && this.#isLike(last, slot)) records[last * RECORD + NEXT_SENT] = slot;
    seats[seat * SEAT + LAST_SENT] = slot;
  }

  /** Whether a slot still holds a message of the same device and conversation. */
  #isLike(slot: number, like: number): boolean {
    const { records } = this.messages;
    const [one, other] = [slot * RECORD, like * RECORD];
    if (records[one + SERIAL] === NONE) return false;
    return (
      records[one + DEVICE] === records[other + DEVICE] &&
      records[one + CONVERSATION] === records[other + CONVERSATION]
    );
  }

  /** The seat of a device that a message may be shown at, or -1; that of an earlier stay if need be. */
  seatOf(slot: number, device: number): number {
    const { seats, messages } = this;
    const conversation = messages.records[slot * RECORD + CONVERSATION]!;
    if (conversation < 0) return NONE;
    const seat = seats.seatOf(conversation, device, this.#lastJoinFor(slot));
    if (seat === NONE || seats.isMember(seat)) return seat;
    const leftAt = seats.leftAt?.[seat] ?? 0;
    return messages.records[slot * RECORD + SERIAL]! < leftAt ? seat : NONE;
  }

  /** Its bit, or -1 when the message is not for the device. @param seat as `seatOf` has it. */
  positionOf(slot: number, seat: number, device: number): number {
    if (seat !== NONE) return this.seats.records[seat * SEAT + POSITION]!;
    const conversation = this.messages.records[slot * RECORD + CONVERSATION]!;
    const person = -1 - conversation;
    const isForThem = conversation < 0 && this.seats.personOf(device) === person;
    return isForThem ? device - this.seats.firstDevice(person) : NONE;
  }

  /** Whether any device of a person has been shown a message. @param seat of one of them. */
  hasPerson(slot: number, seat: number, device: number): boolean {
    const position = this.positionOf(slot, seat, device);
    if (position < 0) return false;
    const person = this.seats.personOf(device);
    return this.#isShownFrom(slot, position - device + this.seats.firstDevice(person), person);
  }

  /** The same in any stay: who was shown it and came back may read it then. */
  hasEver(slot: number, person: number): boolean {
    const { messages, seats } = this;
    const conversation = messages.records[slot * RECORD + CONVERSATION]!;
    if (conversation < 0) return this.hasPerson(slot, NONE, seats.firstDevice(person));
    let seat = seats.find(conversation, person);
    for (; seat !== NONE; seat = seats.earlier(seat)) {
      if (this.#isShownFrom(slot, seats.records[seat * SEAT + POSITION]!, person)) return true;
    }
    return this.#isBeside(slot, person);
  }

  /** @param first bit of a person’s devices. */
  #isShownFrom(slot: number, first: number, person: number): boolean {
    const record = slot * RECORD;
    if (first >= this.messages.records[record + SIZE]!) return false;
    for (let at = first; at < first + this.seats.devicesOf(person); at += 1) {
      if (this.messages.isShown(record, at)) return true;
    }
    return false;
  }

  /** Whether a message is still to be shown somewhere. */
  readonly isOpen = (message: number): boolean => {
    const slot = this.messages.find(message);
    return slot !== NONE && this.messages.records[slot * RECORD + PENDING]! > 0;
  };

  /** A message is shown to somebody who joined while it was under way. @returns whether it is so for the first time. */
  showBeside(slot: number, device: number): boolean {
    const serial = this.messages.records[slot * RECORD + SERIAL]!;
    const devices = this.#beside.get(serial) ?? new Set();
    this.#beside.set(serial, devices);
    const isNews = !devices.has(device);
    devices.add(device);
    return isNews;
  }

  #isBeside(slot: number, person: number): boolean {
    const devices = this.#beside.get(this.messages.records[slot * RECORD + SERIAL]!);
    if (devices === undefined) return false;
    return [...devices].some((device) => this.seats.personOf(device) === person);
  }

  /** Whether it has been shown to anybody but its sender. */
  isWithAnybody(slot: number): boolean {
    const { records } = this.messages;
    // In a conversation its sender is one of those who have it.
    let others = records[slot * RECORD + CONVERSATION]! < 0 ? 1 : 0;
    for (let at = 0; at < records[slot * RECORD + SIZE]!; at += 1) {
      if (this.messages.isShown(slot * RECORD, at)) others += 1;
    }
    return others > 1;
  }

  /** Who joins before a message is acknowledged may get it. */
  #lastJoinFor(slot: number): number {
    const isAcked = (this.messages.records[slot * RECORD + FLAGS]! & ACKED) !== 0;
    return isAcked ? (this.#joinsBefore[slot] ?? 0) : Number.POSITIVE_INFINITY;
  }

  ackedNow(slot: number): void {
    if (this.seats.joins === 0) return;
    if (slot >= this.#joinsBefore.length) {
      this.#joinsBefore = grown(this.#joinsBefore, 2 * slot + 256);
    }
    this.#joinsBefore[slot] = this.seats.joins;
  }

  /** All is known of a message: of those of a conversation, the oldest are let go of. */
  complete(slot: number): void {
    const conversation = this.messages.records[slot * RECORD + CONVERSATION]!;
    if (conversation < 0) this.#letGo(slot);
    else this.release(this.seats.conversation(conversation));
  }

  /** Lets go of messages that form the beginning of a conversation, both as sent and as shown. */
  release(home: number): void {
    const last = this.#lastToRelease(home);
    if (last === NONE) return;
    const { records } = this.messages;
    const { conversations } = this.seats;
    for (let slot = conversations[home + HEAD]!; ; ) {
      const next = records[slot * RECORD + NEXT]!;
      if (records[slot * RECORD + RANK]! >= 0) conversations[home + FIRST_RANK]! += 1;
      this.order?.leave(slot);
      this.#letGo(slot);
      conversations[home + HEAD] = next;
      if (slot === last) break;
      slot = next;
    }
    if (conversations[home + HEAD] === NONE) conversations[home + TAIL] = NONE;
  }

  #lastToRelease(home: number): number {
    const { records } = this.messages;
    let [last, ranked, highest] = [NONE, 0, NONE];
    let slot = this.seats.conversations[home + HEAD]!;
    while (slot !== NONE && records[slot * RECORD + PENDING] === 0) {
      const rank = records[slot * RECORD + RANK]!;
      if (rank >= 0) {
        ranked += 1;
        highest = Math.max(highest, rank);
      }
      if (this.order === undefined || this.order.isBeginning(home, ranked, highest)) last = slot;
      slot = records[slot * RECORD + NEXT]!;
    }
    return last;
  }

  /** It is kept for a while, to name rightly what comes too late. */
  #letGo(slot: number): void {
    this.messages.records[slot * RECORD + FLAGS]! |= RELEASED;
    const oldest = this.#released[this.#releases]!;
    if (oldest !== NONE) this.messages.free(oldest);
    this.#released[this.#releases] = slot;
    this.#releases = this.#releases + 1 === this.#released.length ? 0 : this.#releases + 1;
  }

  /** Seats of a conversation so far. */
  seatsIn(home: number): number {
    return this.seats.conversations[home + SEATS]!;
  }

  isMember(seat: number): number {
    return this.seats.records[seat * SEAT + MEMBER]!;
  }
}
