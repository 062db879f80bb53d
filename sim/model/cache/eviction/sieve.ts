import { grown } from '../../../engine/grown.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { NO_SLOT, SlotLists } from './slot-lists.ts';
import { SieveUnits } from './units/sieve-units.ts';

/**
 * One FIFO list and a hand that walks from the oldest object to the newest. A served object is
 * marked; the hand takes marks away and evicts the first object without one. Objects never move,
 * which is what tells it from CLOCK.
 */
class Sieve implements EvictionPolicy {
  readonly #list = new SlotLists();
  #visited = new Uint8Array(0);
  #hand = NO_SLOT;

  grow(slots: number): void {
    this.#list.grow(slots);
    this.#visited = grown(this.#visited, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.#visited[slot] = 0;
    this.#list.pushHead(slot);
  }

  touched(slot: number): void {
    this.#visited[slot] = 1;
  }

  evict(): number {
    const list = this.#list;
    let slot = this.#hand < 0 ? list.tail() : this.#hand;
    while (this.#visited[slot] === 1) {
      this.#visited[slot] = 0;
      const newer = list.newer(slot);
      slot = newer < 0 ? list.tail() : newer;
    }
    this.#hand = list.newer(slot);
    list.remove(slot);
    return slot;
  }

  removed(slot: number): void {
    if (this.#hand === slot) this.#hand = this.#list.newer(slot);
    this.#list.remove(slot);
  }
}

export const sieve = evictionPolicy({
  name: 'sieve',
  summary: 'evicts the oldest object that was not served since a moving hand last passed it',
  source: 'Zhang et al., SIEVE is Simpler than LRU, NSDI 2024, Algorithm 1',
  params: {},
  make: () => new Sieve(),
  units: (_, context) => new SieveUnits(context),
});
