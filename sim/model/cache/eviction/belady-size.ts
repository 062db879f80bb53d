import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import { count } from '../../../part/units.ts';
import { type EvictionPolicy, evictionPolicy, type Future, knownFuture } from './policy.ts';
import { SlotBag } from './slot-bag.ts';

/** Requests until something that never comes: more than any log has. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Draws objects and evicts the one that takes most room for longest before it is asked for. */
class BeladySize implements EvictionPolicy {
  readonly #bag = new SlotBag();
  readonly #random: Random;
  readonly #future: Future;
  readonly #samples: number;
  #nextUse = new Float64Array(0);
  #bytes = new Float64Array(0);

  constructor(samples: number, random: Random, future: Future) {
    this.#samples = samples;
    this.#random = random;
    this.#future = future;
  }

  grow(slots: number): void {
    this.#bag.grow(slots);
    this.#nextUse = grown(this.#nextUse, slots);
    this.#bytes = grown(this.#bytes, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number, _object: number, sizeBytes: number): void {
    this.#bag.add(slot);
    this.#bytes[slot] = sizeBytes;
    this.touched(slot);
  }

  touched(slot: number): void {
    this.#nextUse[slot] = this.#future.nextUse();
  }

  evict(): number {
    let worst = this.#bag.draw(this.#random);
    let most = this.#burden(worst);
    for (let sample = 1; sample < this.#samples; sample += 1) {
      const slot = this.#bag.draw(this.#random);
      const burden = this.#burden(slot);
      if (burden <= most) continue;
      most = burden;
      worst = slot;
    }
    this.#bag.remove(worst);
    return worst;
  }

  removed(slot: number): void {
    this.#bag.remove(slot);
  }

  #burden(slot: number): number {
    const wait = Math.min(NEVER, this.#nextUse[slot]! - this.#future.request);
    return wait * this.#bytes[slot]!;
  }
}

export const beladySize = evictionPolicy({
  name: 'belady-size',
  summary: 'draws objects and evicts the one with most bytes times requests until it is asked for',
  source:
    'Belady’s rule weighted by size, as in libCacheSim (aa0fc40), whose 128 samples it has; knows the future, so no policy to use',
  params: {
    samples: count({ min: 1, max: 4096 })
      .prefault(128)
      .describe('how many objects are drawn, with replacement, for each eviction'),
  },
  needsFuture: true,
  make: ({ samples }, { random, future }) => new BeladySize(samples, random, knownFuture(future)),
});
