/**
 * Events that happen now, after those that were due now before: first in, first out. They need no
 * order but that in which they came, so a ring does for them what a heap does for others.
 */
import { grown } from './grown.ts';

const FIRST_EVENTS = 64;

export class Soon {
  /** Slots of the events, from `#first` on; the ring's length is a power of two. */
  #slots = new Int32Array(FIRST_EVENTS);
  #first = 0;
  length = 0;

  push(slot: number): void {
    if (this.length === this.#slots.length) this.#enlarge();
    this.#slots[(this.#first + this.length) & (this.#slots.length - 1)] = slot;
    this.length += 1;
  }

  /** Takes the oldest out; there must be one. */
  take(): number {
    const slot = this.#slots[this.#first]!;
    this.#first = (this.#first + 1) & (this.#slots.length - 1);
    this.length -= 1;
    return slot;
  }

  #enlarge(): void {
    const before = this.#slots.length;
    this.#slots = grown(this.#slots, 2 * before);
    // What had wrapped round follows the rest again.
    this.#slots.copyWithin(before, 0, this.#first);
  }
}
