import { grown } from '../../../engine/grown.ts';
import { log } from '../../../engine/math/index.ts';
import type { Random } from '../../../engine/random.ts';
import { ClimbingRate } from './climbing-rate.ts';
import { ExpertWeights } from './expert-weights.ts';
import { FrequencyOrder } from './frequency-order.ts';
import { GhostHistory } from './ghost-history.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { ScanResistantLists } from './scan-resistant-lists.ts';

/** Each expert's evictions are remembered as far as they would fill this part of the capacity. */
const GHOST_RATIO = 0.5;
/** Trust that an expert always keeps. */
const LEAST_TRUST = 0.01;

/**
 * LeCaR with better experts and no parameters: SR-LRU, which scans do not harm, and CR-LFU, which
 * evicts the most recent of the least frequent objects, so that some of a large working set stay.
 * The learning rate follows the hit ratio.
 */
class Cacheus implements EvictionPolicy {
  readonly #random: Random;
  readonly #lists: ScanResistantLists;
  readonly #frequency = new FrequencyOrder(true);
  readonly #byLru: GhostHistory;
  readonly #byLfu: GhostHistory;
  readonly #trust = new ExpertWeights(LEAST_TRUST);
  /** Made when the cache is full for the first time; nothing is learned before. */
  #rate: ClimbingRate | undefined;
  #object = new Int32Array(0);
  #isNew = new Uint8Array(0);
  /** How many objects were here when it was full: the capacity in objects. */
  #periodRequests = 0;
  /** Of the object that enters: how often it was asked for, as far as known; 0: nobody knows it. */
  #enteringFrequency = 0;

  constructor(capacityBytes: number, random: Random) {
    this.#random = random;
    this.#lists = new ScanResistantLists(capacityBytes);
    this.#byLru = new GhostHistory(Math.floor(capacityBytes * GHOST_RATIO));
    this.#byLfu = new GhostHistory(Math.floor(capacityBytes * GHOST_RATIO));
  }

  grow(slots: number): void {
    this.#lists.grow(slots);
    this.#frequency.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#isNew = grown(this.#isNew, slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    this.#rate?.counted(false, this.#periodRequests);
    this.#enteringFrequency = 0;
    const rate = this.#rate?.rate ?? 0;
    if (this.#recallLru(object, sizeBytes)) this.#trust.regret(1, 0, rate);
    else if (this.#recallLfu(object)) this.#trust.regret(0, 1, rate);
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#isNew[slot] = 0;
    if (this.#enteringFrequency > 0) this.#lists.addKnown(slot, sizeBytes);
    else if (this.#lists.addNew(slot, sizeBytes)) this.#isNew[slot] = 1;
    // One that ghosts knew comes back with the frequency it left with, as in the authors' code.
    this.#frequency.add(slot, Math.max(1, this.#enteringFrequency));
  }

  touched(slot: number): void {
    this.#rate?.counted(true, this.#periodRequests);
    this.#lists.touched(slot, this.#byLru.marked);
    this.#frequency.increment(slot);
  }

  evict(): number {
    if (this.#rate === undefined) this.#begin();
    const byLru = this.#lists.oldest;
    const byLfu = this.#frequency.least;
    const trustsLru = this.#random.uniform() < this.#trust.first;
    const slot = trustsLru ? byLru : byLfu;
    // Where both agree there is nothing to learn.
    if (byLru !== byLfu) this.#remember(trustsLru ? this.#byLru : this.#byLfu, slot);
    this.removed(slot);
    return slot;
  }

  removed(slot: number): void {
    this.#lists.remove(slot);
    this.#frequency.remove(slot);
  }

  #begin(): void {
    this.#periodRequests = this.#frequency.length;
    const first = Math.sqrt((2 * log(2)) / this.#periodRequests);
    this.#rate = new ClimbingRate(first, this.#random);
  }

  #remember(ghosts: GhostHistory, slot: number): void {
    const frequency = this.#frequency.frequencyOf(slot);
    const isNew = this.#isNew[slot] === 1;
    ghosts.add(this.#object[slot]!, this.#lists.bytes[slot]!, frequency, 0, isNew);
  }

  #recallLru(object: number, sizeBytes: number): boolean {
    const at = this.#byLru.find(object);
    if (at < 0) return false;
    this.#enteringFrequency = this.#byLru.frequencyAt(at);
    const wasNew = this.#byLru.isMarkedAt(at);
    this.#byLru.removeAt(at);
    if (wasNew) this.#lists.widenQueue(sizeBytes, this.#byLru.marked);
    return true;
  }

  #recallLfu(object: number): boolean {
    const at = this.#byLfu.find(object);
    if (at < 0) return false;
    this.#enteringFrequency = this.#byLfu.frequencyAt(at);
    this.#byLfu.removeAt(at);
    return true;
  }
}

export const cacheus = evictionPolicy({
  name: 'cacheus',
  summary: 'lets a scan-resistant LRU or a churn-resistant LFU choose, as each was right lately',
  source: 'Rodriguez et al., Learning Cache Replacement with CACHEUS, FAST 2021',
  params: {},
  make: (_params, { capacityBytes, random }) => new Cacheus(capacityBytes, random),
});
