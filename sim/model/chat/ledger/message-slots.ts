/**
 * What the ledger remembers of a message: a record of 64 bytes, one line of a processor's cache, found
 * by the message's serial number. Where it has been shown is a bit for each device it is for.
 */
import { grown } from '../../../engine/grown.ts';

/** Layout of `records`, in integers; the first four hold two doubles. */
export const RECORD = 16;
export const SERIAL = 4;
export const CONVERSATION = 5;
/** The device that sent it. */
export const DEVICE = 6;
/** Devices it is for where it has not ended. */
export const PENDING = 7;
/** Devices of its conversation when it was sent, those that had left included. */
export const SIZE = 8;
const BITS = 9;
export const FLAGS = 10;
/** Its place in the order of the conversation; -1 before it is shown anywhere. */
export const RANK = 11;
/** First of the messages that a device showed right after it. */
export const EDGES = 12;
/** What the same device sent next in this conversation, as a slot. */
export const NEXT_SENT = 13;
/** What anybody sent next in this conversation, as a slot; for a free slot the next free one. */
export const NEXT = 14;
/** Serial number of what it answers, or -1. */
export const PARENT = 15;
/** The doubles of a record: when it was sent and when it expires, ms. */
export const TIMES = 8;
export const SENT_AT = 0;
export const EXPIRES_AT = 1;

export const ACKED = 1;
export const REJECTED = 2;
/** All is known of it; it is kept a while to name what comes too late. */
export const RELEASED = 4;

export const NONE = -1;
const FIRST_SLOTS = 256;
/** Messages that are found by the last bits of their serial numbers, at the most: what follows each other lies together. */
const MOST_RECENT = 262_144;
/** Devices whose bits fit into the record itself: one for shown, one for ended otherwise. */
const INLINE = 16;
/** Knuth's multiplicative hash: 2^32 over the golden ratio, TAOCP 3, §6.4. */
const GOLDEN = 0x9e3779b1;

export class MessageSlots {
  records = new Int32Array(FIRST_SLOTS * RECORD);
  times = new Float64Array(this.records.buffer);
  #slots = 0;
  #free = NONE;
  /** By the last bits of a serial number: the slot of the newest message with these. */
  #recent = new Int32Array(FIRST_SLOTS).fill(NONE);
  #count = 0;
  /** Older ones: serial numbers and slots, in turn; a slot of -1 is an empty place. */
  #table = new Int32Array(4 * FIRST_SLOTS).fill(NONE);
  #shift = shiftFor(2 * FIRST_SLOTS);
  #used = 0;
  /** Bits of messages for many devices: blocks of a power of two of words. */
  #words = new Int32Array(0);
  #wordsUsed = 0;
  readonly #freeBlocks: number[][] = [];

  /** Slots that have ever been in use are those below this. */
  get end(): number {
    return this.#slots;
  }

  /** Messages that are known. */
  get count(): number {
    return this.#count;
  }

  take(serial: number, size: number): number {
    let slot = this.#free;
    if (slot === NONE) slot = this.#newSlot();
    else this.#free = this.records[slot * RECORD + NEXT]!;
    const record = slot * RECORD;
    this.records[record + SERIAL] = serial;
    this.records[record + SIZE] = size;
    this.records[record + BITS] = size <= INLINE ? 0 : this.#block(size);
    this.#count += 1;
    const at = serial & (this.#recent.length - 1);
    if (this.#isTaken(at)) this.#makeWay(serial);
    this.#recent[serial & (this.#recent.length - 1)] = slot;
    return slot;
  }

  free(slot: number): void {
    const record = slot * RECORD;
    const size = this.records[record + SIZE]!;
    if (size > INLINE) this.#freeBlocks[classOf(size)]!.push(this.records[record + BITS]!);
    const serial = this.records[record + SERIAL]!;
    const isRecent = this.#recent[serial & (this.#recent.length - 1)] === slot;
    if (!isRecent) this.#remove(serial);
    this.#count -= 1;
    this.records[record + SERIAL] = NONE;
    this.records[record + NEXT] = this.#free;
    this.#free = slot;
  }

  /** @returns the slot of a message, or -1 when it is forgotten or was never there. */
  find(serial: number): number {
    const slot = this.#recent[serial & (this.#recent.length - 1)]!;
    if (slot !== NONE && this.records[slot * RECORD + SERIAL] === serial) return slot;
    return this.#used === 0 ? NONE : this.#findOld(serial);
  }

  #findOld(serial: number): number {
    const table = this.#table;
    const last = table.length - 2;
    let at = (Math.imul(serial, GOLDEN) >>> this.#shift) << 1;
    while (table[at + 1] !== NONE) {
      if (table[at] === serial) return table[at + 1]!;
      at = (at + 2) & last;
    }
    return NONE;
  }

  /** Whether a message that is not forgotten is found there. */
  #isTaken(at: number): boolean {
    const slot = this.#recent[at]!;
    if (slot === NONE) return false;
    const serial = this.records[slot * RECORD + SERIAL]!;
    return serial !== NONE && (serial & (this.#recent.length - 1)) === at;
  }

  /** For a new message, by more room, or by an older one’s being found in another way. */
  #makeWay(serial: number): void {
    while (this.#recent.length < MOST_RECENT) {
      const before = this.#recent;
      const last = 2 * before.length - 1;
      this.#recent = new Int32Array(last + 1).fill(NONE);
      for (const slot of before) {
        const known = slot === NONE ? NONE : this.records[slot * RECORD + SERIAL]!;
        if (known !== NONE && known !== serial) this.#recent[known & last] = slot;
      }
      if (!this.#isTaken(serial & last)) return;
    }
    const slot = this.#recent[serial & (MOST_RECENT - 1)]!;
    this.#insert(this.records[slot * RECORD + SERIAL]!, slot);
  }

  isShown(record: number, position: number): boolean {
    return this.#bit(record, position, 0);
  }

  /** Whether the delivery to this device ended in another way. */
  isEnded(record: number, position: number): boolean {
    return this.#bit(record, position, 1);
  }

  markShown(record: number, position: number): void {
    this.#mark(record, position, 0);
  }

  markEnded(record: number, position: number): void {
    this.#mark(record, position, 1);
  }

  #bit(record: number, position: number, half: number): boolean {
    const bits = this.records[record + BITS]!;
    const size = this.records[record + SIZE]!;
    if (size <= INLINE) return ((bits >>> (half * INLINE + position)) & 1) === 1;
    const word = bits + (half << classOf(size)) + (position >> 5);
    return ((this.#words[word]! >>> (position & 31)) & 1) === 1;
  }

  #mark(record: number, position: number, half: number): void {
    const size = this.records[record + SIZE]!;
    if (size <= INLINE) {
      this.records[record + BITS]! |= 1 << (half * INLINE + position);
      return;
    }
    const word = this.records[record + BITS]! + (half << classOf(size)) + (position >> 5);
    this.#words[word]! |= 1 << (position & 31);
  }

  #block(size: number): number {
    const kind = classOf(size);
    this.#freeBlocks[kind] ??= [];
    const words = 2 << kind;
    const free = this.#freeBlocks[kind]!.pop();
    const from = free ?? this.#wordsUsed;
    if (free === undefined) {
      this.#wordsUsed += words;
      if (this.#wordsUsed > this.#words.length) {
        this.#words = grown(this.#words, 2 * this.#wordsUsed);
      }
    }
    this.#words.fill(0, from, from + words);
    return from;
  }

  #newSlot(): number {
    if (this.#slots * RECORD === this.records.length) {
      this.records = grown(this.records, 2 * this.records.length);
      this.times = new Float64Array(this.records.buffer);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }

  #insert(serial: number, slot: number): void {
    // Two thirds full at most.
    if (3 * this.#used >= this.#table.length) this.#rehash();
    this.#used += 1;
    const last = this.#table.length - 2;
    let at = (Math.imul(serial, GOLDEN) >>> this.#shift) << 1;
    while (this.#table[at + 1] !== NONE) at = (at + 2) & last;
    this.#table[at] = serial;
    this.#table[at + 1] = slot;
  }

  #rehash(): void {
    const old = this.#table;
    this.#table = new Int32Array(2 * old.length).fill(NONE);
    this.#shift -= 1;
    this.#used = 0;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] !== NONE) this.#insert(old[at]!, old[at + 1]!);
    }
  }

  /** Those behind it move up, so that no place is lost: Knuth, TAOCP 3, §6.4, algorithm R. */
  #remove(serial: number): void {
    const table = this.#table;
    const last = table.length - 2;
    let hole = (Math.imul(serial, GOLDEN) >>> this.#shift) << 1;
    while (table[hole] !== serial || table[hole + 1] === NONE) hole = (hole + 2) & last;
    for (let at = (hole + 2) & last; table[at + 1] !== NONE; at = (at + 2) & last) {
      const home = (Math.imul(table[at]!, GOLDEN) >>> this.#shift) << 1;
      if (((at - home) & last) < ((at - hole) & last)) continue;
      table[hole] = table[at]!;
      table[hole + 1] = table[at + 1]!;
      hole = at;
    }
    table[hole + 1] = NONE;
    this.#used -= 1;
  }
}

/** Words of one half of a block, as a power of two. */
const classOf = (size: number): number => 32 - Math.clz32(((size + 31) >> 5) - 1);

const shiftFor = (places: number): number => 1 + Math.clz32(places);
