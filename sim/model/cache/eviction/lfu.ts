import { FrequencyLists } from './frequency-lists.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';

class Lfu implements EvictionPolicy {
  readonly #lists = new FrequencyLists();

  grow(slots: number): void {
    this.#lists.grow(slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.#lists.add(slot);
  }

  touched(slot: number): void {
    this.#lists.climb(slot);
  }

  evict(): number {
    return this.#lists.takeLowest();
  }

  removed(slot: number): void {
    this.#lists.remove(slot);
  }
}

export const lfu = evictionPolicy({
  name: 'lfu',
  summary: 'evicts the object that was served least often since it entered; of equals, the oldest',
  source: 'definition; constant time: Shah, Mitra & Matani, 2010',
  params: {},
  make: () => new Lfu(),
});
