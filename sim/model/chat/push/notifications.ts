/** Notifications that are at a push service or on their way to a device, as slots in a pool of typed arrays. */
import { grown } from '../../../engine/grown.ts';

const FIRST_SLOTS = 64;
export const NONE = -1;

export class Notifications {
  owner = new Int32Array(0);
  ticket = new Int32Array(0);
  /** The device, as its owner numbers it. */
  device = new Int32Array(0);
  bytes = new Float64Array(0);
  /** One with the same key takes the place of this one; -1: none does. */
  key = new Int32Array(0);
  /** When its sender asked for it, and after when it is worth nothing, ms. */
  askedMs = new Float64Array(0);
  expiresMs = new Float64Array(0);
  /** The next that is kept for the same device. */
  next = new Int32Array(0);
  #free = NONE;
  #slots = 0;

  make(): number {
    const slot = this.#free;
    if (slot === NONE) return this.#newSlot();
    this.#free = this.next[slot]!;
    return slot;
  }

  release(slot: number): void {
    this.next[slot] = this.#free;
    this.#free = slot;
  }

  #newSlot(): number {
    if (this.#slots === this.next.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.owner = grown(this.owner, slots);
    this.ticket = grown(this.ticket, slots);
    this.device = grown(this.device, slots);
    this.bytes = grown(this.bytes, slots);
    this.key = grown(this.key, slots);
    this.askedMs = grown(this.askedMs, slots);
    this.expiresMs = grown(this.expiresMs, slots);
    this.next = grown(this.next, slots);
  }
}
