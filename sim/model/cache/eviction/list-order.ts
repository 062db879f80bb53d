import type { EvictionPolicy } from './policy.ts';
import { SlotList } from './slot-list.ts';

/** One list from newest to oldest, evicted from its end; what FIFO and LRU have in common. */
export class ListOrder implements EvictionPolicy {
  readonly #list = new SlotList();
  readonly #servedIsNew: boolean;

  /** @param servedIsNew whether an object that was served counts as new again. */
  constructor(servedIsNew: boolean) {
    this.#servedIsNew = servedIsNew;
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
    if (this.#servedIsNew) this.#list.moveToHead(slot);
  }

  evict(): number {
    const oldest = this.#list.tail;
    this.#list.remove(oldest);
    return oldest;
  }

  removed(slot: number): void {
    this.#list.remove(slot);
  }
}
