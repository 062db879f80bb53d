import { type EvictionPolicy, evictionPolicy } from './eviction.ts';
import { SlotList } from './slot-list.ts';

class Fifo implements EvictionPolicy {
  readonly #list = new SlotList();

  grow(slots: number): void {
    this.#list.grow(slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.#list.pushHead(slot);
  }

  touched(): void {}

  evict(): number {
    const oldest = this.#list.tail;
    this.#list.remove(oldest);
    return oldest;
  }

  removed(slot: number): void {
    this.#list.remove(slot);
  }
}

export const fifo = evictionPolicy({
  name: 'fifo',
  summary: 'evicts the object that was stored longest ago',
  source: 'definition',
  params: {},
  make: () => new Fifo(),
});
