import type { EvictionPolicy } from './policy.ts';
import { SlotLists } from './slot-lists.ts';

/** One list in the order in which objects were served last; what LRU and MRU have in common. */
export class RecencyList implements EvictionPolicy {
  readonly #list = new SlotLists();
  readonly #newestLeaves: boolean;

  /** @param newestLeaves whether the object that was served last is evicted, and not the first. */
  constructor(newestLeaves: boolean) {
    this.#newestLeaves = newestLeaves;
  }

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
    const slot = this.#newestLeaves ? this.#list.head() : this.#list.tail();
    this.#list.remove(slot);
    return slot;
  }

  removed(slot: number): void {
    this.#list.remove(slot);
  }
}
