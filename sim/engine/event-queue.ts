/**
 * Pending events in order of (time, sequence): a binary heap over typed arrays.
 *
 * Three things make it fast. The child to go down to is chosen without a branch, for a branch on
 * random times is guessed wrong every other time. Taking the first event leaves a hole at the top,
 * and the event that its handler schedules next usually fills it: one sift instead of two. The
 * sequence number is read only when two times are equal.
 */
import { grown } from './grown.ts';

/** Handler number of an event that was cancelled and waits to be passed over. */
export const CANCELLED = 0xffff;

const FIRST_EVENTS = 1024;
/** Below this many cancelled events the heap is not swept. */
const SWEEP_AT_LEAST = 64;

export class EventQueue {
  /** Heap: times, and the slot of each. One entry past the end holds Infinity for both children. */
  #time = new Float64Array(FIRST_EVENTS + 2).fill(Number.POSITIVE_INFINITY);
  #slot = new Int32Array(FIRST_EVENTS + 2);
  /** Slots: what an event is. */
  #sequence = new Float64Array(FIRST_EVENTS);
  kind = new Uint16Array(FIRST_EVENTS);
  a = new Int32Array(FIRST_EVENTS);
  b = new Int32Array(FIRST_EVENTS);
  /** Counts the events that a slot has held: tells a timer from a later one in the same slot. */
  generation = new Uint32Array(FIRST_EVENTS);
  #free = Int32Array.from({ length: FIRST_EVENTS }, (_, slot) => FIRST_EVENTS - 1 - slot);
  #freeCount = FIRST_EVENTS;
  /** Entries of the heap, the hole included. */
  #size = 0;
  #hasHole = false;
  #cancelled = 0;
  #scheduled = 0;

  /** Events that will fire. */
  get length(): number {
    return this.#size - (this.#hasHole ? 1 : 0) - this.#cancelled;
  }

  /** @returns the slot that holds the event. */
  push(time: number, kind: number, a: number, b: number): number {
    if (this.#freeCount === 0) this.#grow();
    this.#freeCount -= 1;
    const slot = this.#free[this.#freeCount]!;
    this.kind[slot] = kind;
    this.a[slot] = a;
    this.b[slot] = b;
    this.#sequence[slot] = this.#scheduled;
    this.#scheduled += 1;
    if (this.#hasHole) {
      this.#hasHole = false;
      this.#sinkNewest(time, slot);
    } else {
      this.#rise(time, slot);
    }
    return slot;
  }

  /** Time of the first event, cancelled or not; Infinity when there is none. */
  firstTime(): number {
    if (this.#hasHole) this.#fillHole();
    return this.#time[0]!;
  }

  /** Takes the first event out. Its slot stays readable until the next push. */
  takeFirst(): number {
    const slot = this.#slot[0]!;
    this.#hasHole = true;
    if (this.kind[slot] === CANCELLED) this.#cancelled -= 1;
    this.#release(slot);
    return slot;
  }

  /** @returns whether the event was still pending. */
  cancel(slot: number, generation: number): boolean {
    if (this.generation[slot] !== generation || this.kind[slot] === CANCELLED) return false;
    this.kind[slot] = CANCELLED;
    this.#cancelled += 1;
    if (this.#cancelled > SWEEP_AT_LEAST && 2 * this.#cancelled > this.#size) this.#sweep();
    return true;
  }

  #release(slot: number): void {
    this.generation[slot]! += 1;
    this.#free[this.#freeCount] = slot;
    this.#freeCount += 1;
  }

  /** Puts a new event at the end of the heap and lets it rise. Ties stay below: first in, first out. */
  #rise(time: number, slot: number): void {
    const times = this.#time;
    const slots = this.#slot;
    let hole = this.#size;
    this.#size += 1;
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
  #sinkNewest(time: number, slot: number): void {
    const times = this.#time;
    const slots = this.#slot;
    const size = this.#size;
    let hole = 0;
    for (let left = 1; left < size; left = 2 * hole + 1) {
      const leftTime = times[left]!;
      const rightTime = times[left + 1]!;
      let child = left + +(rightTime < leftTime);
      if (rightTime === leftTime) child = this.#earlier(left);
      const childTime = times[child]!;
      if (time < childTime) break;
      times[hole] = childTime;
      slots[hole] = slots[child]!;
      hole = child;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  /** Closes the hole at the top with the last entry. */
  #fillHole(): void {
    this.#hasHole = false;
    this.#size -= 1;
    const size = this.#size;
    const time = this.#time[size]!;
    const slot = this.#slot[size]!;
    this.#time[size] = Number.POSITIVE_INFINITY;
    if (size > 0) this.#sink(0, time, slot);
  }

  /** Lets any event sink from a place of the heap. */
  #sink(from: number, time: number, slot: number): void {
    const times = this.#time;
    const slots = this.#slot;
    const size = this.#size;
    const sequence = this.#sequence[slot]!;
    let hole = from;
    for (let left = 2 * hole + 1; left < size; left = 2 * hole + 1) {
      const leftTime = times[left]!;
      const rightTime = times[left + 1]!;
      let child = left + +(rightTime < leftTime);
      if (rightTime === leftTime) child = this.#earlier(left);
      const childTime = times[child]!;
      if (time < childTime) break;
      if (time === childTime && sequence < this.#sequence[slots[child]!]!) break;
      times[hole] = childTime;
      slots[hole] = slots[child]!;
      hole = child;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  /** Of two siblings with equal times, the one that was scheduled first. */
  #earlier(left: number): number {
    if (left + 1 >= this.#size) return left;
    const [one, other] = [this.#slot[left]!, this.#slot[left + 1]!];
    return this.#sequence[one]! < this.#sequence[other]! ? left : left + 1;
  }

  /** Drops all cancelled events and orders the rest anew (Floyd 1964). */
  #sweep(): void {
    if (this.#hasHole) this.#fillHole();
    let kept = 0;
    for (let entry = 0; entry < this.#size; entry += 1) {
      const slot = this.#slot[entry]!;
      if (this.kind[slot] === CANCELLED) {
        this.#release(slot);
        continue;
      }
      this.#time[kept] = this.#time[entry]!;
      this.#slot[kept] = slot;
      kept += 1;
    }
    this.#time.fill(Number.POSITIVE_INFINITY, kept, this.#size);
    this.#size = kept;
    this.#cancelled = 0;
    for (let entry = (kept >> 1) - 1; entry >= 0; entry -= 1) {
      this.#sink(entry, this.#time[entry]!, this.#slot[entry]!);
    }
  }

  #grow(): void {
    const before = this.kind.length;
    const events = before * 2;
    const time = new Float64Array(events + 2).fill(Number.POSITIVE_INFINITY);
    time.set(this.#time);
    this.#time = time;
    this.#slot = grown(this.#slot, events + 2);
    this.#sequence = grown(this.#sequence, events);
    this.kind = grown(this.kind, events);
    this.a = grown(this.a, events);
    this.b = grown(this.b, events);
    this.generation = grown(this.generation, events);
    this.#free = grown(this.#free, events);
    for (let slot = events - 1; slot >= before; slot -= 1) {
      this.#free[this.#freeCount] = slot;
      this.#freeCount += 1;
    }
  }
}
