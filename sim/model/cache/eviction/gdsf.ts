import { grown } from '../../../engine/grown.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotHeap } from './slot-heap.ts';

/** Keeps frequency over size well above the rounding of a floor that grows for ever. */
const SCALE = 1e6;

/**
 * Evicts the least of floor + frequency / size, the floor being what the object evicted last had: what
 * has not been served for long falls behind those that came later.
 */
class Gdsf implements EvictionPolicy {
  readonly #heap = new SlotHeap();
  #bytes = new Float64Array(0);
  #frequency = new Float64Array(0);
  #floor = 0;
  #requests = 0;

  grow(slots: number): void {
    this.#heap.grow(slots);
    this.#bytes = grown(this.#bytes, slots);
    this.#frequency = grown(this.#frequency, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number, _object: number, sizeBytes: number): void {
    this.#requests += 1;
    this.#bytes[slot] = sizeBytes;
    this.#frequency[slot] = 1;
    this.#heap.set(slot, this.#worth(slot), this.#requests);
  }

  touched(slot: number): void {
    this.#requests += 1;
    this.#frequency[slot]! += 1;
    // Of equals, the one served longer ago leaves.
    this.#heap.raise(slot, this.#worth(slot), this.#requests);
  }

  evict(): number {
    const slot = this.#heap.takeLeast();
    this.#floor = this.#heap.keyOf(slot);
    return slot;
  }

  removed(slot: number): void {
    this.#heap.remove(slot);
  }

  #worth(slot: number): number {
    return this.#floor + (this.#frequency[slot]! * SCALE) / this.#bytes[slot]!;
  }
}

export const gdsf = evictionPolicy({
  name: 'gdsf',
  summary: 'evicts what was served least often for its size, and forgets slowly',
  source: 'Cherkasova, Greedy-Dual-Size-Frequency, HP Labs 98-69R1, 1998; cost 1 for each object',
  params: {},
  make: () => new Gdsf(),
});
