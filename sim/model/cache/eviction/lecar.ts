import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import { pow } from '../../../engine/math/index.ts';
import type { Random } from '../../../engine/random.ts';
import { number, ratio } from '../../../part/units.ts';
import { ExpertWeights } from './expert-weights.ts';
import { FrequencyOrder } from './frequency-order.ts';
import { GhostHistory } from './ghost-history.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotLists } from './slot-lists.ts';

interface Settings {
  readonly capacityBytes: number;
  readonly random: Random;
  readonly learningRate: number;
  readonly discount: number;
  /** Bytes that each expert's evictions are remembered for, as a part of the capacity. */
  readonly ghost: number;
  readonly keepFrequency: boolean;
}

/** Trust that an expert always keeps. libCacheSim's figure. */
const LEAST_TRUST = 1e-10;

/**
 * Two experts, LRU and LFU, and one of them at random chooses who leaves. A request for an object
 * that left on an expert's advice costs that expert trust, the more the sooner it comes.
 */
class Lecar implements EvictionPolicy {
  readonly #random: Random;
  readonly #learningRate: number;
  readonly #discount: number;
  readonly #recency = new SlotLists();
  readonly #frequency = new FrequencyOrder(false);
  /** What left on the advice of LRU, and of LFU. */
  readonly #byLru: GhostHistory;
  readonly #byLfu: GhostHistory;
  readonly #trust = new ExpertWeights(LEAST_TRUST);
  readonly #keepFrequency: boolean;
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);
  #now = 0;
  /** How often the object that enters was asked for, so far as it is remembered. */
  #enteringFrequency = 1;

  constructor(settings: Settings) {
    const { capacityBytes, ghost } = settings;
    this.#random = settings.random;
    this.#learningRate = settings.learningRate;
    this.#discount = pow(settings.discount, 1 / capacityBytes);
    this.#keepFrequency = settings.keepFrequency;
    this.#byLru = new GhostHistory(Math.floor(capacityBytes * ghost));
    this.#byLfu = new GhostHistory(Math.floor(capacityBytes * ghost));
  }

  grow(slots: number): void {
    this.#recency.grow(slots);
    this.#frequency.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
  }

  admit(object: number): boolean {
    this.#now += 1;
    this.#enteringFrequency = 1;
    const lossOfLru = this.#recall(this.#byLru, object);
    const lossOfLfu = lossOfLru > 0 ? 0 : this.#recall(this.#byLfu, object);
    if (lossOfLru + lossOfLfu > 0) {
      this.#trust.regret(lossOfLru, lossOfLfu, this.#learningRate);
    }
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
    this.#recency.pushHead(slot);
    this.#frequency.add(slot, this.#enteringFrequency);
  }

  touched(slot: number): void {
    this.#now += 1;
    this.#recency.moveToHead(slot);
    this.#frequency.increment(slot);
  }

  evict(): number {
    const byLru = this.#recency.tail();
    const byLfu = this.#frequency.least;
    // In whole per cents, rounded up, as libCacheSim does: LRU decides one eviction in a hundred at least.
    const trustsLru = this.#random.below(100) < 100 * this.#trust.first;
    const slot = trustsLru ? byLru : byLfu;
    // Where both agree there is nothing to learn.
    if (byLru !== byLfu) {
      const ghosts = trustsLru ? this.#byLru : this.#byLfu;
      const frequency = this.#frequency.frequencyOf(slot);
      ghosts.add(this.#object[slot]!, this.#bytes[slot]!, frequency, this.#now, false);
    }
    this.removed(slot);
    return slot;
  }

  removed(slot: number): void {
    this.#recency.remove(slot);
    this.#frequency.remove(slot);
  }

  /** @returns the expert's loss when its ghosts know the object, which is then forgotten; else 0. */
  #recall(ghosts: GhostHistory, object: number): number {
    const at = ghosts.find(object);
    if (at < 0) return 0;
    if (this.#keepFrequency) this.#enteringFrequency = ghosts.frequencyAt(at) + 1;
    const age = this.#now - ghosts.timeAt(at);
    ghosts.removeAt(at);
    return pow(this.#discount, age);
  }
}

export const lecar = evictionPolicy({
  name: 'lecar',
  summary: 'lets LRU or LFU choose, at random, as far as each was right lately',
  source: 'Vietri et al., Driving Cache Replacement with ML-based LeCaR, HotStorage 2018',
  params: {
    'learning-rate': number({ above: 0, max: 10 })
      .prefault(0.45)
      .describe('how fast trust is lost (paper, §4)'),
    discount: number({ above: 0, max: 1 })
      .prefault(0.005)
      .describe('what an eviction counts for after as many requests as the capacity (paper, §4)'),
    ghost: ratio({ max: 10 })
      .prefault('50%')
      .describe("bytes of each expert's evictions that are remembered"),
    'keep-frequency': z
      .boolean()
      .default(false)
      .describe(
        'whether a remembered object comes back with its frequency, as in the paper’s code',
      ),
  },
  make: (
    { 'learning-rate': learningRate, discount, ghost, 'keep-frequency': keepFrequency },
    { capacityBytes, random },
  ) => new Lecar({ capacityBytes, random, learningRate, discount, ghost, keepFrequency }),
});
