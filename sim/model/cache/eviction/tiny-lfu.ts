import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import { FrequencySketch } from '../sketch/frequency-sketch.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotLists } from './slot-lists.ts';

/**
 * LRU behind a gate: an object enters a full cache only when it was asked for more often lately
 * than those that would have to leave, added up. With objects of one size that is the paper's
 * comparison with the one victim; adding up is how its authors treat sizes.
 */
class TinyLfu implements EvictionPolicy {
  readonly #capacityBytes: number;
  readonly #list = new SlotLists();
  readonly #sketch: FrequencySketch;
  #usedBytes = 0;
  #objects = 0;
  #mostObjects = 1;
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);

  constructor(capacityBytes: number, doorkeeper: boolean) {
    this.#capacityBytes = capacityBytes;
    this.#sketch = new FrequencySketch(1, doorkeeper);
  }

  grow(slots: number): void {
    this.#list.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    this.#sketch.increment(object);
    const frequency = this.#sketch.estimate(object);
    let excessBytes = this.#usedBytes + sizeBytes - this.#capacityBytes;
    let victims = 0;
    for (let slot = this.#list.tail(); excessBytes > 0 && slot >= 0; ) {
      victims += this.#sketch.estimate(this.#object[slot]!);
      if (victims >= frequency) return false;
      excessBytes -= this.#bytes[slot]!;
      slot = this.#list.newer(slot);
    }
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
    this.#usedBytes += sizeBytes;
    this.#list.pushHead(slot);
    this.#objects += 1;
    if (this.#objects <= this.#mostObjects) return;
    this.#mostObjects = this.#objects;
    this.#sketch.grow(this.#mostObjects);
  }

  touched(slot: number): void {
    this.#sketch.increment(this.#object[slot]!);
    this.#list.moveToHead(slot);
  }

  evict(): number {
    const oldest = this.#list.tail();
    this.removed(oldest);
    return oldest;
  }

  removed(slot: number): void {
    this.#objects -= 1;
    this.#usedBytes -= this.#bytes[slot]!;
    this.#list.remove(slot);
  }
}

export const tinyLfu = evictionPolicy({
  name: 'tinylfu',
  summary: 'is LRU that lets an object in only when it is asked for more often than its victims',
  source:
    'Einziger, Friedman and Manes, ACM Transactions on Storage 13(4), 2017; sizes: Einziger et al., Lightweight Robust Size Aware Cache Management, 2021 (aggregated victims)',
  selective: true,
  params: {
    doorkeeper: z
      .boolean()
      .default(true)
      .describe('keep the first request of a period out of the counters (paper, §3.4.2)'),
  },
  make: ({ doorkeeper }, { capacityBytes }) => new TinyLfu(capacityBytes, doorkeeper),
});
