import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotHeap } from './slot-heap.ts';

class LargestFirst implements EvictionPolicy {
  readonly #heap = new SlotHeap();

  grow(slots: number): void {
    this.#heap.grow(slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number, _object: number, sizeBytes: number): void {
    this.#heap.set(slot, -sizeBytes, 0);
  }

  /** An object counts with the size under which it was asked for last. */
  touched(slot: number, sizeBytes: number): void {
    if (-sizeBytes !== this.#heap.keyOf(slot)) this.#heap.set(slot, -sizeBytes, 0);
  }

  evict(): number {
    return this.#heap.takeLeast();
  }

  removed(slot: number): void {
    this.#heap.remove(slot);
  }
}

export const size = evictionPolicy({
  name: 'size',
  summary: 'evicts the largest object; which of equals, is for a binary heap to say',
  source: 'Williams et al., Removal Policies in Network Caches, SIGCOMM 1996',
  params: {},
  make: () => new LargestFirst(),
});
