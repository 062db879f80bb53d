/**
 * A seat is one device in one conversation, from joining to leaving. Those of one person stand side by
 * side and are found by conversation and person.
 */
import { grown } from '../../../engine/grown.ts';

/** Layout of `records`. */
export const SEAT = 8;
export const IN = 0;
export const OF_DEVICE = 1;
/** Number among the seats of the conversation. */
export const POSITION = 2;
/** What the device showed last in order, as a slot. */
export const LAST_SHOWN = 3;
/** Highest serial number that the device has shown here. */
export const HIGHEST = 4;
/** What the device sent last here, as a slot. */
export const LAST_SENT = 5;
/** The person's first seat of an earlier stay, or -1. */
const EARLIER = 6;
/** 1 as long as the person is a member. */
export const MEMBER = 7;

/** Layout of `conversations`. */
export const CONVERSATION_RECORD = 8;
/** First and last of the messages that are not released, by time of sending, as slots. */
export const HEAD = 0;
export const TAIL = 1;
/** Seats so far, and those of members. */
export const SEATS = 2;
export const MEMBERS = 3;
/** Ranks in use: from the first up to the next, exclusive. */
export const FIRST_RANK = 4;
export const NEXT_RANK = 5;
/** The first seat, where all seats stand side by side; or SCATTERED. */
const FIRST_SEAT = 6;
const SCATTERED = -1;
/** 1 when something was sent there. */
export const HAS_SENT = 7;
/** So many seats are looked through; among more one is looked up. */
const FEW = 4;

const NONE = -1;
const FIRST_PLACES = 1024;
/** A serial number that no message has. */
const NEVER = 0x7fff_ffff;

export interface Owners {
  /** First device of each person, and behind the last person the number of devices; undefined: one each. */
  readonly firstDevice?: Int32Array | undefined;
}

export class Seats {
  records = new Int32Array(FIRST_PLACES);
  conversations = new Int32Array(0);
  /** Joins after the first message of a conversation. */
  joins = 0;
  /**
   * By seat: at which join it came, and which message was the first that it was too late for. Undefined as long
   * as all have been there from the beginning.
   */
  joinedAt: Int32Array | undefined;
  leftAt: Int32Array | undefined;
  /** By seat; undefined as long as nobody synchronizes. */
  cursors: Float64Array | undefined;
  readonly #firstDevice: Int32Array | undefined;
  readonly #personOf: Int32Array | undefined;
  #table = new Int32Array(FIRST_PLACES).fill(NONE);
  #persons = 0;
  count = 0;

  constructor({ firstDevice }: Owners) {
    this.#firstDevice = firstDevice;
    if (firstDevice === undefined) return;
    this.#personOf = new Int32Array(firstDevice.at(-1)!);
    for (let person = 0; person + 1 < firstDevice.length; person += 1) {
      this.#personOf.fill(person, firstDevice[person]!, firstDevice[person + 1]!);
    }
  }

  personOf(device: number): number {
    return this.#personOf === undefined ? device : this.#personOf[device]!;
  }

  firstDevice(person: number): number {
    return this.#firstDevice === undefined ? person : this.#firstDevice[person]!;
  }

  devicesOf(person: number): number {
    const firsts = this.#firstDevice;
    return firsts === undefined ? 1 : firsts[person + 1]! - firsts[person]!;
  }

  /** @returns where the conversation's record begins. */
  conversation(conversation: number): number {
    const record = conversation * CONVERSATION_RECORD;
    const before = this.conversations.length;
    if (record >= before) {
      this.conversations = grown(
        this.conversations,
        2 * record + FIRST_PLACES * CONVERSATION_RECORD,
      );
      for (let at = before; at < this.conversations.length; at += CONVERSATION_RECORD) {
        this.conversations[at + HEAD] = NONE;
        this.conversations[at + TAIL] = NONE;
      }
    }
    return record;
  }

  /** @returns the first seat of a person's present or last stay in a conversation, or -1. */
  find(conversation: number, person: number): number {
    const home = this.conversation(conversation);
    const first = this.conversations[home + FIRST_SEAT]!;
    const count = this.conversations[home + SEATS]!;
    if (first === SCATTERED || count > FEW) return this.#lookUp(conversation, person);
    const device = this.firstDevice(person);
    for (let seat = first + count - 1; seat >= first; seat -= 1) {
      if (this.records[seat * SEAT + OF_DEVICE] === device) return seat;
    }
    return NONE;
  }

  #lookUp(conversation: number, person: number): number {
    const last = this.#table.length - 1;
    for (let at = hash(conversation, person) & last; ; at = (at + 1) & last) {
      const seat = this.#table[at]!;
      if (seat === NONE || this.#isOf(seat, conversation, person)) return seat;
    }
  }

  /** @returns the first seat of the stay before, or -1. @param seat the first of a stay. */
  earlier(seat: number): number {
    return this.records[seat * SEAT + EARLIER]!;
  }

  isMember(seat: number): boolean {
    return this.records[seat * SEAT + MEMBER] === 1;
  }

  /**
   * The seat of a device as a message knows it: that of the last stay that had begun by one of the joins.
   *
   * @param lastJoin Infinity: the last stay.
   */
  seatOf(conversation: number, device: number, lastJoin: number): number {
    const person = this.personOf(device);
    let first = this.find(conversation, person);
    if (this.joinedAt !== undefined) {
      while (first !== NONE && this.joinedAt[first]! > lastJoin) {
        first = this.records[first * SEAT + EARLIER]!;
      }
    }
    return first === NONE ? NONE : first + device - this.firstDevice(person);
  }

  /** Seats for all devices of a person, who begins a stay; an earlier one stays known. */
  open(conversation: number, person: number, isMember: boolean): number {
    const first = this.count;
    const devices = this.devicesOf(person);
    const earlier = this.find(conversation, person);
    this.count += devices;
    if (this.count * SEAT > this.records.length) this.#grow();
    const home = this.conversation(conversation);
    this.#place(home, first);
    for (let seat = first; seat < this.count; seat += 1) {
      const record = seat * SEAT;
      this.records.fill(NONE, record, record + SEAT);
      this.records[record + IN] = conversation;
      this.records[record + OF_DEVICE] = this.firstDevice(person) + seat - first;
      this.records[record + POSITION] = this.conversations[home + SEATS]!;
      this.records[record + EARLIER] = earlier;
      if (earlier !== NONE) {
        const before = (earlier + seat - first) * SEAT;
        this.records[record + LAST_SENT] = this.records[before + LAST_SENT]!;
      }
      this.records[record + MEMBER] = isMember ? 1 : 0;
      this.conversations[home + SEATS]! += 1;
    }
    if (isMember) this.conversations[home + MEMBERS]! += devices;
    this.#enter(first, conversation, person);
    return first;
  }

  /** New seats of a conversation begin here. */
  #place(home: number, first: number): void {
    const { conversations } = this;
    if (conversations[home + SEATS] === 0) conversations[home + FIRST_SEAT] = first;
    else if (conversations[home + FIRST_SEAT]! + conversations[home + SEATS]! !== first) {
      conversations[home + FIRST_SEAT] = SCATTERED;
    }
  }

  /** When stays begin and end is kept from now on. */
  keepStays(): void {
    if (this.joinedAt !== undefined) return;
    const room = this.records.length / SEAT;
    this.joinedAt = new Int32Array(room);
    this.leftAt = new Int32Array(room).fill(NEVER);
    // Nobody has left yet: who is no member has never been one.
    for (let seat = 0; seat < this.count; seat += 1) {
      if (!this.isMember(seat)) this.leftAt[seat] = 0;
    }
  }

  keepCursors(): Float64Array {
    const before = this.cursors?.length ?? 0;
    const room = this.records.length / SEAT;
    if (before < room) {
      this.cursors = grown(this.cursors ?? new Float64Array(0), room);
      this.cursors.fill(Number.NEGATIVE_INFINITY, before);
    }
    return this.cursors!;
  }

  #isOf(seat: number, conversation: number, person: number): boolean {
    const record = seat * SEAT;
    if (this.records[record + IN] !== conversation) return false;
    return this.personOf(this.records[record + OF_DEVICE]!) === person;
  }

  #enter(first: number, conversation: number, person: number): void {
    if (2 * this.#persons >= this.#table.length) this.#rehash();
    const last = this.#table.length - 1;
    let at = hash(conversation, person) & last;
    while (this.#table[at] !== NONE && !this.#isOf(this.#table[at]!, conversation, person)) {
      at = (at + 1) & last;
    }
    if (this.#table[at] === NONE) this.#persons += 1;
    this.#table[at] = first;
  }

  #rehash(): void {
    const old = this.#table;
    this.#table = new Int32Array(2 * old.length).fill(NONE);
    this.#persons = 0;
    for (const first of old) {
      if (first === NONE) continue;
      const record = first * SEAT;
      this.#enter(
        first,
        this.records[record + IN]!,
        this.personOf(this.records[record + OF_DEVICE]!),
      );
    }
  }

  #grow(): void {
    const before = this.records.length / SEAT;
    const room = Math.max(2 * before, this.count);
    this.records = grown(this.records, room * SEAT);
    if (this.joinedAt === undefined) return;
    this.joinedAt = grown(this.joinedAt, room);
    this.leftAt = grown(this.leftAt!, room).fill(NEVER, before);
  }
}

/** Two multipliers of MurmurHash3's finalizer (public domain, A. Appleby). */
function hash(conversation: number, person: number): number {
  let mixed = Math.imul(conversation, 0x85ebca6b) ^ Math.imul(person, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
