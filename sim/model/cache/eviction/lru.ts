import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotLists } from './slot-lists.ts';

class Lru implements EvictionPolicy {
  readonly #list = new SlotLists();

  grow(slots: number): void {
    this.#list.grow(slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.#list.pushHead(slot);
  }

  touched(slot: number): void {
    this.#list.moveToHead(slot);
  }

  evict(): number {
    const oldest = this.#list.tail();
    this.#list.remove(oldest);
    return oldest;
  }

  removed(slot: number): void {
    this.#list.remove(slot);
  }
}

export const lru = evictionPolicy({
  name: 'lru',
  summary: 'evicts the object that was served longest ago',
  source: 'Mattson et al., IBM Systems Journal 9(2), 1970',
  params: {},
  stack: true,
  make: () => new Lru(),
});
