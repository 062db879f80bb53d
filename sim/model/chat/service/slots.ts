/** Numbers of slots that are taken and given back; whose columns they number is not their business. */
import { grown } from '../../../engine/grown.ts';

export const NONE = -1;
const FIRST_SLOTS = 64;

export class Slots {
  #next = new Int32Array(0);
  #free = NONE;
  #used = 0;
  /** Slots that are taken now. */
  open = 0;

  /** Slots that have ever been taken are below. */
  get end(): number {
    return this.#used;
  }

  /** Columns need this many elements. */
  get capacity(): number {
    return this.#next.length;
  }

  take(): number {
    this.open += 1;
    const slot = this.#free;
    if (slot !== NONE) {
      this.#free = this.#next[slot]!;
      return slot;
    }
    if (this.#used === this.#next.length) {
      this.#next = grown(this.#next, Math.max(FIRST_SLOTS, Math.ceil(this.#used * 1.5)));
    }
    this.#used += 1;
    return this.#used - 1;
  }

  release(slot: number): void {
    this.#next[slot] = this.#free;
    this.#free = slot;
    this.open -= 1;
  }
}
