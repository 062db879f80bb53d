import { grown } from '../../../engine/grown.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotHeap } from './slot-heap.ts';

/** LFU with a floor that rises to the key of what was evicted last: old fame fades. */
class LfuDynamicAging implements EvictionPolicy {
  readonly #heap = new SlotHeap();
  #frequency = new Float64Array(0);
  #floor = 0;
  #requests = 0;

  grow(slots: number): void {
    this.#heap.grow(slots);
    this.#frequency = grown(this.#frequency, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.#requests += 1;
    this.#frequency[slot] = 1;
    this.#heap.set(slot, this.#floor + 1, this.#requests);
  }

  touched(slot: number): void {
    this.#requests += 1;
    this.#frequency[slot]! += 1;
    this.#heap.raise(slot, this.#floor + this.#frequency[slot]!, this.#requests);
  }

  evict(): number {
    const slot = this.#heap.takeLeast();
    this.#floor = this.#heap.keyOf(slot);
    return slot;
  }

  removed(slot: number): void {
    this.#heap.remove(slot);
  }
}

export const lfuDa = evictionPolicy({
  name: 'lfu-da',
  summary: 'evicts what was served least often, counting from a floor that rises with evictions',
  source:
    'Arlitt et al., Evaluating Content Management Techniques for Web Proxy Caches, 2000 (LFU-DA); libCacheSim’s differs (aa0fc40 adds more than 1 a hit)',
  params: {},
  make: () => new LfuDynamicAging(),
});
