import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import { ratio } from '../../../part/units.ts';
import { FrequencySketch } from '../sketch/frequency-sketch.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { WTinyLfuUnits } from './units/w-tiny-lfu-units.ts';
import { WindowClimb } from './window-climb.ts';
import { PROBATION, PROTECTED, WINDOW, WindowedLists } from './windowed-lists.ts';

interface Settings {
  readonly capacityBytes: number;
  readonly random: Random;
  readonly window: number;
  readonly protectedRatio: number;
  readonly doorkeeper: boolean;
  readonly climb: boolean;
}

const NOBODY = -1;
/**
 * A loser that was asked for this often or more is let in now and then, so that nobody can keep an
 * object out by forging frequencies. Both figures are Caffeine's.
 */
const WARM_FREQUENCY = 6;
const WARM_CHANCE = 1 / 128;

/**
 *   new object: head of the window
 *   window over its size: its oldest -> head of probation, as candidates
 *   served in probation: -> head of protected; protected over its size: its oldest -> probation
 *   cache full: the candidate and the oldest of probation are compared; the one that was asked for
 *               less often lately leaves
 *
 * An object larger than the window is a candidate at once, and must win against every object that
 * would have to leave for it.
 */
class WTinyLfu implements EvictionPolicy {
  readonly #capacityBytes: number;
  readonly #random: Random;
  readonly #lists: WindowedLists;
  readonly #sketch: FrequencySketch;
  readonly #climb: WindowClimb | undefined;
  #mostObjects = 1;
  /** Requests and misses since the window was last changed, the requests as far as they are added up. */
  #counted = 0;
  #missed = 0;
  /** Requests after which it is looked whether a period has ended, and how many of them are left. */
  #untilNext = 1;
  #untilClimb = 1;
  /** Bytes of the object that is entering. */
  #entering = 0;
  /** Oldest object that came from the window for the object that is entering. */
  #candidate = NOBODY;

  constructor(settings: Settings) {
    const { capacityBytes, window, protectedRatio, doorkeeper } = settings;
    this.#capacityBytes = capacityBytes;
    this.#random = settings.random;
    this.#lists = new WindowedLists(capacityBytes, window, protectedRatio);
    this.#sketch = new FrequencySketch(1, doorkeeper);
    this.#climb = settings.climb ? new WindowClimb(capacityBytes) : undefined;
  }

  grow(slots: number): void {
    this.#lists.grow(slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    this.#sketch.increment(object);
    this.#missed += 1;
    this.#untilClimb -= 1;
    if (this.#untilClimb === 0) this.#adapt();
    this.#entering = sizeBytes;
    this.#candidate = NOBODY;
    return sizeBytes <= this.#lists.windowBytes || this.#beatsAll(object, sizeBytes);
  }

  added(slot: number, object: number, sizeBytes: number): void {
    const lists = this.#lists;
    lists.store(slot, object, sizeBytes);
    lists.enter(sizeBytes > lists.windowBytes ? PROBATION : WINDOW, slot);
    lists.trimWindow(0);
    if (lists.length <= this.#mostObjects) return;
    this.#mostObjects = lists.length;
    this.#sketch.grow(lists.length);
  }

  touched(slot: number): void {
    const lists = this.#lists;
    this.#sketch.increment(lists.object[slot]!);
    const region = lists.region[slot]!;
    if (region === PROBATION) this.#promote(slot);
    else lists.order.moveToHead(slot, region);
    this.#untilClimb -= 1;
    if (this.#untilClimb === 0) this.#adapt();
  }

  evict(): number {
    const lists = this.#lists;
    if (this.#entering <= lists.windowBytes) {
      const first = lists.trimWindow(this.#entering);
      if (this.#candidate < 0) this.#candidate = first;
    }
    const victim = lists.victim();
    let candidate = this.#candidate;
    let loser = victim;
    if (candidate >= 0 && candidate !== victim) {
      if (!this.#wins(lists.object[candidate]!, lists.object[victim]!)) loser = candidate;
    }
    if (candidate >= 0) candidate = lists.newerInProbation(candidate);
    this.#candidate = candidate;
    lists.leave(loser);
    return loser;
  }

  removed(slot: number): void {
    this.#lists.leave(slot);
  }

  #wins(candidate: number, victim: number): boolean {
    const frequency = this.#sketch.estimate(candidate);
    if (frequency > this.#sketch.estimate(victim)) return true;
    return frequency >= WARM_FREQUENCY && this.#random.uniform() < WARM_CHANCE;
  }

  #beatsAll(object: number, sizeBytes: number): boolean {
    const lists = this.#lists;
    let excessBytes = lists.usedBytes + sizeBytes - this.#capacityBytes;
    for (let slot = lists.victim(); excessBytes > 0 && slot >= 0; ) {
      if (!this.#wins(object, lists.object[slot]!)) return false;
      excessBytes -= lists.bytes[slot]!;
      slot = lists.nextVictim(slot);
    }
    return true;
  }

  #promote(slot: number): void {
    const lists = this.#lists;
    if (lists.bytes[slot]! <= lists.protectedBytes) {
      lists.leave(slot);
      lists.enter(PROTECTED, slot);
      lists.trimProtected();
    } else lists.order.moveToHead(slot, PROBATION);
  }

  /** A period has ended, or what was one before the cache held more objects. */
  #adapt(): void {
    const period = this.#sketch.periodRequests;
    this.#counted += this.#untilNext;
    this.#untilNext = this.#counted < period ? period - this.#counted : period;
    this.#untilClimb = this.#untilNext;
    if (this.#counted < period) return;
    const change = this.#climb?.step((this.#counted - this.#missed) / this.#counted) ?? 0;
    this.#counted = 0;
    this.#missed = 0;
    if (change !== 0) this.#lists.resizeWindow(change);
  }
}

export const wTinyLfu = evictionPolicy({
  name: 'w-tinylfu',
  summary: 'has a small LRU window in front of a segmented LRU that lets in what is asked for more',
  source:
    'Einziger, Friedman and Manes, ACM Transactions on Storage 13(4), 2017, §4; figures and adaptive window: Caffeine 3',
  params: {
    window: ratio({ max: 0.99 }).prefault('1%').describe('size of the window, at the beginning'),
    protected: ratio({ max: 1 }).prefault('80%').describe('part of the rest that is protected'),
    doorkeeper: z
      .boolean()
      .default(false)
      .describe('keep the first request of a period out of the counters; Caffeine does not'),
    climb: z
      .boolean()
      .default(true)
      .describe('whether the window follows the hit ratio; off is the policy of the paper'),
  },
  make: ({ window, protected: protectedRatio, doorkeeper, climb }, { capacityBytes, random }) =>
    new WTinyLfu({ capacityBytes, random, window, protectedRatio, doorkeeper, climb }),
  units: (params, context) =>
    new WTinyLfuUnits(context, {
      ...params,
      warmFrequency: WARM_FREQUENCY,
      warmChance: WARM_CHANCE,
    }),
});
