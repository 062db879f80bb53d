import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';

/** The slots in use, any of which can be drawn; what all policies that sample have in common. */
export class SlotBag {
  #slots = new Int32Array(0);
  /** Where each slot stands. */
  #place = new Int32Array(0);
  length = 0;

  grow(slots: number): void {
    this.#slots = grown(this.#slots, slots);
    this.#place = grown(this.#place, slots);
  }

  add(slot: number): void {
    this.#slots[this.length] = slot;
    this.#place[slot] = this.length;
    this.length += 1;
  }

  /** The last one takes its place. */
  remove(slot: number): void {
    this.length -= 1;
    const last = this.#slots[this.length]!;
    const place = this.#place[slot]!;
    this.#slots[place] = last;
    this.#place[last] = place;
  }

  /** Any of them, all equally likely. */
  draw(random: Random): number {
    return this.#slots[random.below(this.length)]!;
  }
}
