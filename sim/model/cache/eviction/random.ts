import type { Random } from '../../../engine/random.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotBag } from './slot-bag.ts';

class RandomEviction implements EvictionPolicy {
  readonly #bag = new SlotBag();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  grow(slots: number): void {
    this.#bag.grow(slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.#bag.add(slot);
  }

  touched(): void {}

  evict(): number {
    const slot = this.#bag.draw(this.#random);
    this.#bag.remove(slot);
    return slot;
  }

  removed(slot: number): void {
    this.#bag.remove(slot);
  }
}

export const random = evictionPolicy({
  name: 'random',
  summary: 'evicts any object, all equally likely',
  source: 'Belady, IBM Systems Journal 5(2), 1966',
  params: {},
  make: (_, { random }) => new RandomEviction(random),
});
