/**
 * Pending events in order of (time, sequence).
 *
 * A binary heap holds the near future. Three things make it fast. The child to go down to is chosen
 * without a branch, for a branch on random times is guessed wrong every other time. Taking the
 * first event leaves a hole at the top, and the event that its handler schedules next usually fills
 * it: one sift instead of two. The sequence number is read only when two times are equal.
 *
 * A large heap misses the processor's caches at each of its levels. When there are many events, all
 * but the nearest wait in radix buckets, which touch memory in order, and the heap stays small.
 */
import { grown } from './grown.ts';
import { RadixBuckets } from './radix-buckets.ts';

/** Handler number of an event that was cancelled and waits to be passed over. */
export const CANCELLED = 0xffff;
/** Layout of `records`: six integers for each slot, of which the first two hold its sequence number. */
export const RECORD = 6;
export const KIND = 2;
export const A = 3;
export const B = 4;
/** Counts the events that a slot has held: tells a timer from a later one in the same slot. */
const GENERATION = 5;
/** The same in doubles: sequence numbers never wrap. */
const SEQUENCE = 3;

const FIRST_EVENTS = 1024;
/** Below this many cancelled events nothing is swept. */
const SWEEP_AT_LEAST = 64;

/** When the heap and the buckets change places; smaller in tests. */
export interface Limits {
  /** A heap of more events is cut down to the nearest: from here on it is slower than the buckets. */
  readonly heapAtMost: number;
  /** With fewer events in the buckets, the heap takes all of them back. */
  readonly bucketsAtLeast: number;
  /** Events that come from the buckets at a time: few enough for the first-level cache. */
  readonly refill: number;
}

const LIMITS: Limits = { heapAtMost: 65_536, bucketsAtLeast: 16_384, refill: 512 };
const NONE = -1;

export class EventQueue {
  /** Heap: times, and the slot of each. Beyond the last entry, children included: Infinity. */
  #time = new Float64Array(2 * FIRST_EVENTS + 1).fill(Number.POSITIVE_INFINITY);
  #slot = new Int32Array(FIRST_EVENTS);
  /** Slots: what an event is. Free ones are a list, linked in place of their first argument. */
  records = new Int32Array(FIRST_EVENTS * RECORD);
  #sequence = new Float64Array(this.records.buffer);
  #freeSlot = NONE;
  /** Entries of the heap, the hole included. */
  #size = 0;
  #hasHole = false;
  #cancelled = 0;
  #scheduled = 0;
  readonly #far = new RadixBuckets();
  /** Events from this time on go to the buckets. */
  #horizonMs = Number.POSITIVE_INFINITY;
  #cutAt: number;
  readonly #limits: Limits;

  constructor(limits = LIMITS) {
    this.#limits = limits;
    this.#cutAt = limits.heapAtMost;
    this.#link(0, FIRST_EVENTS);
  }

  /** Events that will fire. */
  get length(): number {
    return this.#size + this.#far.length - (this.#hasHole ? 1 : 0) - this.#cancelled;
  }

  /** @returns the slot that holds the event. */
  push(time: number, kind: number, a: number, b: number): number {
    const hasHole = this.#hasHole;
    const slot = hasHole ? this.#slot[0]! : this.#takeSlot();
    const records = this.records;
    const record = slot * RECORD;
    records[record + KIND] = kind;
    records[record + A] = a;
    records[record + B] = b;
    this.#sequence[slot * SEQUENCE] = this.#scheduled;
    this.#scheduled += 1;
    this.#hasHole = false;
    if (time >= this.#horizonMs) {
      if (hasHole) this.#removeTop();
      this.#far.push(time, slot);
    } else if (hasHole) {
      this.#time[0] = time;
      this.#sinkNewest();
    } else this.#rise(time, slot);
    return slot;
  }

  /** Time of the first event, cancelled or not; Infinity when there is none. */
  firstTime(): number {
    if (this.#hasHole) this.#dropHole();
    const time = this.#time[0]!;
    return time === Number.POSITIVE_INFINITY ? this.#refill() : time;
  }

  /** Takes the first event out. Its record stays readable until the next push. */
  takeFirst(): number {
    const slot = this.#slot[0]!;
    const records = this.records;
    const record = slot * RECORD;
    this.#hasHole = true;
    records[record + GENERATION]! += 1;
    if (records[record + KIND] === CANCELLED) this.#cancelled -= 1;
    return slot;
  }

  generation(slot: number): number {
    return this.records[slot * RECORD + GENERATION]!;
  }

  /** @returns whether the event was still pending. */
  cancel(slot: number, generation: number): boolean {
    const record = slot * RECORD;
    if (this.records[record + GENERATION] !== generation) return false;
    if (this.records[record + KIND] === CANCELLED) return false;
    this.records[record + KIND] = CANCELLED;
    this.#cancelled += 1;
    const held = this.#size + this.#far.length;
    if (this.#cancelled > SWEEP_AT_LEAST && 2 * this.#cancelled > held) this.#sweep();
    return true;
  }

  /** Puts a new event at the end of the heap and lets it rise. Ties stay below: first in, first out. */
  #rise(time: number, slot: number): void {
    if (this.#size >= this.#cutAt) {
      this.#cut();
      if (time >= this.#horizonMs) {
        this.#far.push(time, slot);
        return;
      }
    }
    if (this.#size >= this.#slot.length) this.#growHeap();
    this.#time[this.#size] = time;
    this.#slot[this.#size] = slot;
    this.#size += 1;
    this.#riseNewest();
  }

  #riseNewest(): void {
    const times = this.#time;
    const slots = this.#slot;
    let hole = this.#size - 1;
    const time = times[hole]!;
    const slot = slots[hole]!;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentTime = times[parent]!;
      if (parentTime <= time) break;
      times[hole] = parentTime;
      slots[hole] = slots[parent]!;
      hole = parent;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  /** Lets an event that is newer than all others sink from the top. */
  #sinkNewest(): void {
    const times = this.#time;
    const slots = this.#slot;
    const sequences = this.#sequence;
    const time = times[0]!;
    const slot = slots[0]!;
    let hole = 0;
    for (;;) {
      const left = (hole << 1) | 1;
      const leftTime = times[left]!;
      const rightTime = times[left + 1]!;
      let child = left + +(rightTime < leftTime);
      const childTime = times[child]!;
      if (time < childTime) break;
      if (leftTime === rightTime) {
        const one = slots[left]! * SEQUENCE;
        const other = slots[left + 1]! * SEQUENCE;
        child = left + +(sequences[other]! < sequences[one]!);
      }
      times[hole] = childTime;
      slots[hole] = slots[child]!;
      hole = child;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  /** Nobody filled the hole that the last event left. */
  #dropHole(): void {
    this.#hasHole = false;
    this.#freeOne(this.#slot[0]!);
    this.#removeTop();
  }

  /** Closes the top with the last entry. */
  #removeTop(): void {
    this.#size -= 1;
    const size = this.#size;
    this.#time[0] = this.#time[size]!;
    this.#slot[0] = this.#slot[size]!;
    this.#time[size] = Number.POSITIVE_INFINITY;
    if (size > 1) this.#sink(0);
  }

  /** Lets any event sink from a place of the heap. */
  #sink(from: number): void {
    const times = this.#time;
    const slots = this.#slot;
    const sequences = this.#sequence;
    const time = times[from]!;
    const slot = slots[from]!;
    let hole = from;
    for (;;) {
      const left = (hole << 1) | 1;
      const leftTime = times[left]!;
      const rightTime = times[left + 1]!;
      let child = left + +(rightTime < leftTime);
      const childTime = times[child]!;
      if (time < childTime) break;
      if (leftTime === rightTime) {
        const one = slots[left]! * SEQUENCE;
        const other = slots[left + 1]! * SEQUENCE;
        child = left + +(sequences[other]! < sequences[one]!);
      }
      if (time === childTime) {
        if (sequences[slot * SEQUENCE]! < sequences[slots[child]! * SEQUENCE]!) break;
      }
      times[hole] = childTime;
      slots[hole] = slots[child]!;
      hole = child;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  /** Orders all entries anew (Floyd 1964). */
  #heapify(): void {
    for (let entry = (this.#size >> 1) - 1; entry >= 0; entry -= 1) {
      this.#sink(entry);
    }
  }

  /** The heap is empty: the next events come from the buckets. @returns the first time. */
  #refill(): number {
    const far = this.#far;
    const takesAll = far.length < this.#limits.bucketsAtLeast;
    const wanted = takesAll ? far.length : this.#limits.refill;
    while (this.#slot.length < wanted) this.#growHeap();
    while (far.length > 0 && (takesAll || this.#size === 0)) {
      this.#size += far.open(wanted - this.#size, this.#time, this.#slot, this.#size);
      if (!takesAll) this.#dropCancelled();
    }
    this.#horizonMs = takesAll ? Number.POSITIVE_INFINITY : far.horizonMs;
    this.#cutAt = this.#limits.heapAtMost;
    this.#heapify();
    return this.#time[0]!;
  }

  /**
   * Takes the cancelled events out of the heap, which is in no order then. Doing so early also
   * brings the records into the cache, many at a time: misses of reads that do not wait for each
   * other overlap, those of one event after another would not.
   */
  #dropCancelled(): void {
    const before = this.#size;
    let kept = 0;
    for (let entry = 0; entry < before; entry += 1) {
      const slot = this.#slot[entry]!;
      if (!this.#isKept(slot)) continue;
      this.#time[kept] = this.#time[entry]!;
      this.#slot[kept] = slot;
      kept += 1;
    }
    this.#time.fill(Number.POSITIVE_INFINITY, kept, before);
    this.#size = kept;
  }

  /** Sends all but the first of the heap to the buckets. */
  #cut(): void {
    const far = this.#far;
    const [times, slots] = this.#drained();
    if (far.length === 0) far.anchorAt(times[0]!);
    // An event at the anchor itself may be older than those that tie with it in the buckets.
    while (this.#size < times.length && times[this.#size]! <= far.anchorMs) this.#size += 1;
    this.#time.set(times.subarray(0, this.#size));
    this.#slot.set(slots.subarray(0, this.#size));
    for (let entry = this.#size; entry < times.length; entry += 1) {
      far.push(times[entry]!, slots[entry]!);
    }
    this.#horizonMs = far.anchorMs;
    this.#cutAt = Math.max(this.#limits.heapAtMost, 2 * this.#size);
  }

  /** All entries of the heap in order; the heap is empty then. */
  #drained(): [Float64Array, Int32Array] {
    const times = new Float64Array(this.#size);
    const slots = new Int32Array(this.#size);
    for (let entry = 0; entry < times.length; entry += 1) {
      times[entry] = this.#time[0]!;
      slots[entry] = this.#slot[0]!;
      this.#removeTop();
    }
    return [times, slots];
  }

  /** Forgets all cancelled events. */
  #sweep(): void {
    if (this.#hasHole) this.#dropHole();
    this.#dropCancelled();
    this.#heapify();
    this.#far.filter((slot) => this.#isKept(slot));
  }

  /** Frees the slot of a cancelled event. */
  #isKept(slot: number): boolean {
    const record = slot * RECORD;
    if (this.records[record + KIND] !== CANCELLED) return true;
    this.records[record + GENERATION]! += 1;
    this.#cancelled -= 1;
    this.#freeOne(slot);
    return false;
  }

  #takeSlot(): number {
    if (this.#freeSlot === NONE) this.#growRecords();
    const slot = this.#freeSlot;
    this.#freeSlot = this.records[slot * RECORD + A]!;
    return slot;
  }

  #freeOne(slot: number): void {
    this.records[slot * RECORD + A] = this.#freeSlot;
    this.#freeSlot = slot;
  }

  #link(from: number, to: number): void {
    for (let slot = to - 1; slot >= from; slot -= 1) this.#freeOne(slot);
  }

  #growRecords(): void {
    const before = this.records.length / RECORD;
    this.records = grown(this.records, 2 * before * RECORD);
    this.#sequence = new Float64Array(this.records.buffer);
    this.#link(before, 2 * before);
  }

  #growHeap(): void {
    const { length } = this.#slot;
    this.#slot = grown(this.#slot, 2 * length);
    this.#time = grown(this.#time, 4 * length + 1).fill(Number.POSITIVE_INFINITY, this.#size);
  }
}
