/** What pending events are, at places that are used again. The queue orders their numbers. */
import { grown } from './grown.ts';

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

const FIRST_SLOTS = 64;
const NONE = -1;

export class EventSlots {
  /** Free slots are a list, linked in place of their first argument. */
  records = new Int32Array(FIRST_SLOTS * RECORD);
  #sequence = new Float64Array(this.records.buffer);
  #free = NONE;
  #written = 0;

  constructor() {
    this.#link(0, FIRST_SLOTS);
  }

  /** @returns a free slot. */
  take(): number {
    if (this.#free === NONE) this.#grow();
    const slot = this.#free;
    this.#free = this.records[slot * RECORD + A]!;
    return slot;
  }

  release(slot: number): void {
    this.records[slot * RECORD + A] = this.#free;
    this.#free = slot;
  }

  write(slot: number, kind: number, a: number, b: number): void {
    const records = this.records;
    const record = slot * RECORD;
    records[record + KIND] = kind;
    records[record + A] = a;
    records[record + B] = b;
    this.#sequence[slot * SEQUENCE] = this.#written;
    this.#written += 1;
  }

  /** Timers of the event in a slot are none of the next one's. */
  age(slot: number): void {
    this.records[slot * RECORD + GENERATION]! += 1;
  }

  generation(slot: number): number {
    return this.records[slot * RECORD + GENERATION]!;
  }

  isCancelled(slot: number): boolean {
    return this.records[slot * RECORD + KIND] === CANCELLED;
  }

  cancel(slot: number): void {
    this.records[slot * RECORD + KIND] = CANCELLED;
  }

  /** Whether an event was scheduled before another. */
  isOlder(slot: number, than: number): boolean {
    return this.#sequence[slot * SEQUENCE]! < this.#sequence[than * SEQUENCE]!;
  }

  #link(from: number, to: number): void {
    for (let slot = to - 1; slot >= from; slot -= 1) this.release(slot);
  }

  #grow(): void {
    const before = this.records.length / RECORD;
    const slots = before + (before >> 1);
    this.records = grown(this.records, slots * RECORD);
    this.#sequence = new Float64Array(this.records.buffer);
    this.#link(before, slots);
  }
}
