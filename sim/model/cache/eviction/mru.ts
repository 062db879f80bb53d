import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotLists } from './slot-lists.ts';

class Mru implements EvictionPolicy {
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
    const newest = this.#list.head();
    this.#list.remove(newest);
    return newest;
  }

  removed(slot: number): void {
    this.#list.remove(slot);
  }
}

export const mru = evictionPolicy({
  name: 'mru',
  summary: 'evicts the object that was served last, which is best for a loop larger than the cache',
  source: 'Chou & DeWitt, VLDB 1985',
  params: {},
  stack: true,
  make: () => new Mru(),
});
