import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotBag } from './slot-bag.ts';

class RandomTwo implements EvictionPolicy {
  readonly #bag = new SlotBag();
  readonly #random: Random;
  /** Number of the request that each slot served last. */
  #servedAt = new Float64Array(0);
  #requests = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  grow(slots: number): void {
    this.#bag.grow(slots);
    this.#servedAt = grown(this.#servedAt, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.#bag.add(slot);
    this.touched(slot);
  }

  touched(slot: number): void {
    this.#requests += 1;
    this.#servedAt[slot] = this.#requests;
  }

  evict(): number {
    const one = this.#bag.draw(this.#random);
    const other = this.#bag.draw(this.#random);
    const slot = this.#servedAt[one]! < this.#servedAt[other]! ? one : other;
    this.#bag.remove(slot);
    return slot;
  }

  removed(slot: number): void {
    this.#bag.remove(slot);
  }
}

export const randomTwo = evictionPolicy({
  name: 'random-two',
  summary: 'draws two objects and evicts the one that was served longer ago',
  source: 'Psounis & Prabhakar, INFOCOM 2001, with two samples',
  params: {},
  make: (_, { random }) => new RandomTwo(random),
});
