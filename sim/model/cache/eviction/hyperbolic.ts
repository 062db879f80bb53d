import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import { count } from '../../../part/units.ts';
import { BucketHeads } from './bucket-heads.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { firstWord, nextWord, SampledSlots } from './sampled-slots.ts';

/**
 * An object is worth how often it was asked for since it came, divided by how long it is here. The
 * worth of all objects falls all the time, at different speeds, so that no order of them can be
 * kept: a few are drawn at random, and the one that is worth least leaves.
 */
class Hyperbolic implements EvictionPolicy {
  readonly #random: Random;
  readonly #samples: number;
  readonly #slots = new SampledSlots();
  /** What can be drawn, where that is not everything. */
  readonly #heads: BucketHeads | undefined;
  /** By place: requests for the object, and the time at which it came. */
  #known = new Float64Array(0);
  /** Time: requests so far. */
  #now = 0;

  constructor(random: Random, samples: number, buckets: number) {
    this.#random = random;
    this.#samples = samples;
    this.#heads = buckets > 0 ? new BucketHeads(buckets) : undefined;
  }

  grow(slots: number): void {
    this.#slots.grow(slots);
    this.#heads?.grow(slots);
    this.#known = grown(this.#known, 2 * slots);
  }

  admit(): boolean {
    this.#now += 1;
    return true;
  }

  added(slot: number, object: number): void {
    const place = this.#slots.add(slot);
    this.#heads?.add(slot, object);
    this.#known[2 * place] = 1;
    this.#known[2 * place + 1] = this.#now;
  }

  touched(slot: number): void {
    this.#now += 1;
    this.#known[2 * this.#slots.placeOf[slot]!]! += 1;
  }

  evict(): number {
    const known = this.#known;
    const now = this.#now;
    let word = firstWord(this.#random);
    let victim = this.#draw(word);
    let requests = known[2 * victim]!;
    // The paper divides by the time in the cache; the request that comes now is not yet in it.
    let age = now - known[2 * victim + 1]!;
    for (let sample = 1; sample < this.#samples; sample += 1) {
      word = nextWord(word);
      const place = this.#draw(word);
      const otherRequests = known[2 * place]!;
      const otherAge = now - known[2 * place + 1]!;
      // Less for each unit of time, without a division.
      if (otherRequests * age >= requests * otherAge) continue;
      victim = place;
      requests = otherRequests;
      age = otherAge;
    }
    const slot = this.#slots.slotAt[victim]!;
    this.#remove(victim);
    return slot;
  }

  removed(slot: number): void {
    this.#remove(this.#slots.placeOf[slot]!);
  }

  #draw(word: number): number {
    if (this.#heads === undefined) return this.#slots.placeFor(word);
    return this.#slots.placeOf[this.#heads.draw(this.#random)]!;
  }

  #remove(place: number): void {
    this.#heads?.remove(this.#slots.slotAt[place]!);
    const last = this.#slots.removeAt(place);
    this.#known[2 * place] = this.#known[2 * last]!;
    this.#known[2 * place + 1] = this.#known[2 * last + 1]!;
  }
}

export const hyperbolic = evictionPolicy({
  name: 'hyperbolic',
  summary: 'evicts the object of a random sample that was asked for least in the time it is here',
  source: 'Blankstein, Sen and Freedman, Hyperbolic Caching, USENIX ATC 2017',
  params: {
    samples: count({ min: 1, max: 1024 }).prefault(64).describe('objects drawn at each eviction'),
    buckets: count({ max: 1 << 24 })
      .prefault(0)
      .describe(
        'draw only the newest object of a hash bucket, of so many at first (a power of two), as libCacheSim does; 0: any object',
      ),
  },
  make: ({ samples, buckets }, { random }) => new Hyperbolic(random, samples, buckets),
});
