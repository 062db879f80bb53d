import { grown } from '../../../engine/grown.ts';
import { log } from '../../../engine/math/index.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotLists } from './slot-lists.ts';

/** Objects of one list differ by an eighth of an octave, 9 %, in the delay that they cost. */
const LISTS_PER_LN = 8 / log(2);
/** Costs are told apart from e^-7 ms, 1 µs, up to 12 days. */
const LEAST_LN = -7;
const LISTS = 320;

/**
 * LRU with minimum aggregate delay. An object costs what all requests together wait for one fetch of
 * it, on average; its next request is expected to be as far away as its last one. The object with
 * the least cost for each unit of that time leaves.
 *
 * Objects of about the same cost are in one LRU list, so that only the oldest of each list is looked
 * at. While all fetches cost the same, or take no time, that is LRU.
 */
class LruMad implements EvictionPolicy {
  readonly #lists = new SlotLists(LISTS);
  #object = new Int32Array(0);
  #lastUse = new Float64Array(0);
  /** By object: fetches of it, what they cost in sum, and the list for that. */
  #fetches = new Uint32Array(0);
  #costMs = new Float64Array(0);
  #listOf = new Uint16Array(0);
  #highestList = 0;
  /** Time: requests so far. */
  #now = 0;

  grow(slots: number): void {
    this.#lists.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#lastUse = grown(this.#lastUse, slots);
  }

  waited(object: number, totalMs: number): void {
    this.#know(object);
    this.#fetches[object]! += 1;
    this.#costMs[object]! += totalMs;
    const meanMs = this.#costMs[object]! / this.#fetches[object]!;
    const list = meanMs > 0 ? Math.round((log(meanMs) - LEAST_LN) * LISTS_PER_LN) : 0;
    this.#listOf[object] = Math.max(0, Math.min(LISTS - 1, list));
    this.#highestList = Math.max(this.#highestList, this.#listOf[object]!);
  }

  admit(object: number): boolean {
    this.#know(object);
    this.#now += 1;
    return true;
  }

  added(slot: number, object: number): void {
    this.#object[slot] = object;
    this.#lastUse[slot] = this.#now;
    this.#lists.pushHead(slot, this.#listOf[object]);
  }

  touched(slot: number): void {
    this.#now += 1;
    this.#lastUse[slot] = this.#now;
    this.#lists.moveToHead(slot, this.#listOf[this.#object[slot]!]);
  }

  evict(): number {
    let victim = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let list = 0; list <= this.#highestList; list += 1) {
      const slot = this.#lists.tail(list);
      if (slot < 0) continue;
      const worth = this.#worthOf(slot);
      if (worth >= least) continue;
      least = worth;
      victim = slot;
    }
    this.#lists.remove(victim);
    return victim;
  }

  removed(slot: number): void {
    this.#lists.remove(slot);
  }

  /** Cost for each request of the time until it is expected again. */
  #worthOf(slot: number): number {
    const object = this.#object[slot]!;
    const fetches = this.#fetches[object]!;
    if (fetches === 0) return 0;
    return this.#costMs[object]! / fetches / (this.#now - this.#lastUse[slot]! + 1);
  }

  #know(object: number): void {
    if (object < this.#fetches.length) return;
    const objects = Math.max(object + 1, 2 * this.#fetches.length);
    this.#fetches = grown(this.#fetches, objects);
    this.#costMs = grown(this.#costMs, objects);
    this.#listOf = grown(this.#listOf, objects);
  }
}

export const lruMad = evictionPolicy({
  name: 'lru-mad',
  summary: 'evicts the object that costs least delay, all its waiting requests added up, by age',
  source: 'Atre et al., Caching with Delayed Hits, SIGCOMM 2020, §4 (MAD) over LRU',
  params: {},
  make: () => new LruMad(),
});
