import { type EvictionPolicy, evictionPolicy, type Future, knownFuture } from './policy.ts';
import { SlotHeap } from './slot-heap.ts';

/** Evicts what is not asked for longest. */
class Belady implements EvictionPolicy {
  readonly #heap = new SlotHeap();
  readonly #future: Future;
  #requests = 0;

  constructor(future: Future) {
    this.#future = future;
  }

  grow(slots: number): void {
    this.#heap.grow(slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.touched(slot);
  }

  touched(slot: number): void {
    this.#requests += 1;
    this.#heap.set(slot, -this.#future.nextUse(), this.#requests);
  }

  evict(): number {
    return this.#heap.takeLeast();
  }

  removed(slot: number): void {
    this.#heap.remove(slot);
  }
}

export const belady = evictionPolicy({
  name: 'belady',
  summary:
    'evicts what will not be asked for longest: no policy misses less on objects of one size',
  source:
    'Belady, IBM Systems Journal 5(2), 1966; knows the future, so a bound and no policy to use',
  params: {},
  stack: true,
  needsFuture: true,
  make: (_, { future }) => new Belady(knownFuture(future)),
});
