import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import { count, number, ratio } from '../../../part/units.ts';
import { Lifetime } from './learned/lifetime.ts';
import { ObjectMemory } from './learned/object-memory.ts';
import { OnlineRegression } from './learned/online-regression.ts';
import { PendingSamples } from './learned/pending-samples.ts';
import { PATTERN_FEATURES, RequestPattern } from './learned/request-pattern.ts';
import { ScoredBag } from './learned/scored-bag.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotLists } from './slot-lists.ts';

interface Settings {
  readonly random: Random;
  /** Of the memory window, in lifetimes of the cache. */
  readonly window: number;
  readonly candidates: number;
  readonly sampleEvery: number;
  /** A prediction holds until the object's age has grown by this part. */
  readonly recheck: number;
  /** Score that a power of two in size is worth: 0 where bytes count, 1 where requests do. */
  readonly sizeWeight: number;
  readonly isTraining: boolean;
  readonly regression: OnlineRegression;
}

const TWO_32 = 4_294_967_296;
/** Quarters of a power of two, as which sizes are kept. */
const BINS_PER_LOG = 4;

/**
 * Relaxed Belady, learned: of a few objects drawn at random, the one whose next request is thought
 * to be farthest away leaves. Beyond the memory window all distances are alike. Until the trees
 * were first trained, and without training, it is LRU.
 *
 * Where it differs from the paper: the window follows the lifetime of objects in the cache (the
 * paper fits it to the beginning of the trace), and a prediction is kept until it is outdated.
 *
 * Memory: 88 bytes for each object in the cache, 52 for each that left and is remembered, 31 for
 * each example without an answer (one in 8 requests of the window), 4 for each object ever seen.
 */
class Lrb implements EvictionPolicy {
  readonly #settings: Settings;
  readonly #memory = new ObjectMemory();
  readonly #pattern = new RequestPattern();
  readonly #samples: PendingSamples;
  readonly #lifetime = new Lifetime();
  readonly #residents = new ScoredBag();
  readonly #recency = new SlotLists();
  #entryOf = new Int32Array(0);
  readonly #row = new Uint8Array(PATTERN_FEATURES);
  /** Requests so far. */
  #now = 0;
  /** Requests that objects which left are remembered for. */
  #window = Number.POSITIVE_INFINITY;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#samples = new PendingSamples(PATTERN_FEATURES, settings.regression);
  }

  get trainings(): number {
    return this.#settings.regression.trainings;
  }

  grow(slots: number): void {
    this.#recency.grow(slots);
    this.#residents.grow(slots);
    this.#entryOf = grown(this.#entryOf, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#now += 1;
    this.#lifetime.missed();
    this.#entryOf[slot] = this.#enter(object, sizeBytes);
    this.#residents.add(slot);
    this.#recency.pushHead(slot);
    this.#learn();
  }

  touched(slot: number): void {
    this.#now += 1;
    this.#requested(this.#entryOf[slot]!);
    this.#residents.outdate(slot);
    this.#recency.moveToHead(slot);
    this.#learn();
  }

  evict(): number {
    if (this.#window === Number.POSITIVE_INFINITY) this.#measureWindow();
    const slot = this.trainings === 0 ? this.#recency.tail() : this.#farthest();
    this.removed(slot);
    return slot;
  }

  removed(slot: number): void {
    this.#recency.remove(slot);
    this.#residents.remove(slot);
    this.#memory.left(this.#entryOf[slot]!);
  }

  /** @returns the entry of an object that is stored. */
  #enter(object: number, sizeBytes: number): number {
    const known = this.#memory.returned(object);
    if (known >= 0) {
      this.#requested(known);
      return known;
    }
    const entry = this.#memory.add(object);
    this.#pattern.grow(this.#memory.room);
    this.#samples.grow(this.#memory.room);
    this.#pattern.first(entry, this.#now, sizeBytes);
    return entry;
  }

  #requested(entry: number): void {
    this.#samples.requested(entry, this.#now);
    this.#pattern.again(entry, this.#now);
  }

  #learn(): void {
    this.#forgetOld();
    if (!this.#settings.isTraining) return;
    if (this.#now % this.#settings.sampleEvery === 0) this.#sample();
    const { regression } = this.#settings;
    if (!regression.isDue) return;
    this.#measureWindow();
    // Before a whole window has gone by, only near requests have been seen: all would look near.
    if (this.#now >= this.#window) regression.train();
    else regression.postpone();
  }

  /** Takes an example to learn from, of any object that is remembered. */
  #sample(): void {
    const entry = this.#below(this.#memory.entries);
    if (this.#memory.isFree(entry)) return;
    this.#pattern.read(entry, this.#now, this.#row);
    this.#samples.add(entry, this.#row, this.#now);
  }

  #forgetOld(): void {
    this.#samples.expire(this.#now, this.#window);
    for (;;) {
      const entry = this.#memory.oldestGone;
      if (entry < 0 || this.#now - this.#pattern.lastAt(entry) <= this.#window) return;
      this.#memory.forget(entry);
      this.#samples.forget(entry);
    }
  }

  #measureWindow(): void {
    this.#lifetime.measure(this.#now, this.#residents.length);
    this.#window = this.#settings.window * this.#lifetime.requests;
  }

  #farthest(): number {
    const now = this.#now;
    const oldest = this.#recency.tail();
    if (now - this.#pattern.lastAt(this.#entryOf[oldest]!) > this.#window) return oldest;
    const { scores, staleAt, length } = this.#residents;
    let farthest = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let draw = this.#settings.candidates; draw > 0; draw -= 1) {
      const place = this.#below(length);
      if (staleAt[place]! <= now) this.#predict(place);
      if (scores[place]! <= highest) continue;
      highest = scores[place]!;
      farthest = place;
    }
    return this.#residents.slots[farthest]!;
  }

  #predict(place: number): void {
    const { regression, sizeWeight, recheck } = this.#settings;
    const entry = this.#entryOf[this.#residents.slots[place]!]!;
    this.#pattern.read(entry, this.#now, this.#row);
    const sizeScore = (sizeWeight * this.#pattern.sizeBin(entry)) / BINS_PER_LOG;
    this.#residents.scores[place] = regression.predict(this.#row) + sizeScore;
    const age = this.#now - this.#pattern.lastAt(entry);
    this.#residents.staleAt[place] = this.#now + 1 + recheck * age;
  }

  /** A whole number below `bound`; cheaper than `Random.below`, with a bias below bound / 2^32. */
  #below(bound: number): number {
    return Math.trunc(this.#settings.random.uint32() * (bound / TWO_32));
  }
}

export const lrb = evictionPolicy({
  name: 'lrb',
  summary:
    'evicts the object whose next request boosted trees, trained on the way, think farthest away; at first LRU',
  source:
    'Song et al., Learning Relaxed Belady for Content Distribution Network Caching, NSDI 2020',
  params: {
    window: number({ above: 0, max: 100 })
      .prefault(2.5)
      .describe('requests an object is remembered for, in lifetimes of the cache; assumption'),
    candidates: count({ min: 1, max: 4096 })
      .prefault(64)
      .describe('objects drawn at random for each eviction; paper'),
    objective: z
      .enum(['bytes', 'requests'])
      .prefault('bytes')
      .describe('what misses are counted in: distance decides, or distance × size'),
    'sample-every': count({ min: 1, max: 1_000_000 })
      .prefault(8)
      .describe('requests between two examples to learn from; assumption'),
    examples: count({ min: 16, max: 1_000_000 })
      .prefault('16384')
      .describe('examples of a training, which then starts anew; the paper has 128k; assumption'),
    trees: count({ min: 1, max: 256 }).prefault(16).describe('trees; assumption'),
    depth: count({ min: 1, max: 8 })
      .prefault(5)
      .describe('questions on the way to a leaf: 2^depth leaves; assumption'),
    'learning-ratio': ratio({ above: 0 })
      .prefault('20%')
      .describe('part of each tree that is added; assumption'),
    recheck: ratio({ max: 10 })
      .prefault('100%')
      .describe(
        'a prediction holds until the time since the last request grew by this; assumption',
      ),
    training: z.boolean().prefault(true).describe('off: LRU'),
  },
  make: ({ window, candidates, recheck, examples, trees, depth, ...params }, { random }) => {
    const regression = new OnlineRegression({
      features: PATTERN_FEATURES,
      examples,
      trainEvery: examples,
      trees,
      depth,
      learningRatio: params['learning-ratio'],
    });
    const sizeWeight = params.objective === 'requests' ? 1 : 0;
    const sampleEvery = params['sample-every'];
    const isTraining = params.training;
    const settings = { window, candidates, recheck, sampleEvery, sizeWeight, isTraining };
    return new Lrb({ ...settings, random, regression });
  },
});
