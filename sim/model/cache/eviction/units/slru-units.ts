import type { UnitCache, UnitContext } from '../policy.ts';
import { SlotLists } from '../slot-lists.ts';

const ABSENT = 0;

/** Segmented LRU in which who climbs into a full list changes places with the oldest there. */
export class SlruUnits implements UnitCache {
  readonly #capacity: number;
  readonly #segments: number;
  readonly #segmentSize: number;
  /** By object: its list, from 1; 0: it is not here. */
  readonly #segment: Uint8Array;
  readonly #lists: SlotLists;
  /** How many are in each list, from 1. */
  readonly #length: Int32Array;
  #used = 0;

  constructor({ capacity, objects }: UnitContext, segments: number) {
    this.#capacity = capacity;
    this.#segments = segments;
    this.#segmentSize = Math.floor(capacity / segments);
    this.#segment = new Uint8Array(objects);
    this.#lists = new SlotLists(segments + 1);
    this.#lists.grow(objects);
    this.#length = new Int32Array(segments + 1);
  }

  replay(object: Int32Array, from: number, to: number): number {
    const [segmentOf, top, lists] = [this.#segment, this.#segments, this.#lists];
    let misses = 0;
    for (let request = from; request < to; request += 1) {
      const id = object[request]!;
      const segment = segmentOf[id]!;
      if (segment === top) lists.moveToHead(id, top);
      else if (segment !== ABSENT) this.#climb(id, segment);
      else {
        misses += 1;
        this.#missed(id);
      }
    }
    return misses;
  }

  #climb(id: number, segment: number): void {
    const [lists, length, segmentOf] = [this.#lists, this.#length, this.#segment];
    segmentOf[id] = segment + 1;
    if (length[segment + 1]! < this.#segmentSize) {
      length[segment + 1]! += 1;
      length[segment]! -= 1;
    } else {
      // Only the lowest list, which takes what has room nowhere, can be too long for who falls.
      while (length[segment]! > this.#segmentSize) this.#evictFrom(segment, id);
      const falls = lists.tail(segment + 1);
      segmentOf[falls] = segment;
      lists.moveToHead(falls, segment);
    }
    lists.moveToHead(id, segment + 1);
  }

  /** Lets the oldest of a list leave the cache, or the one before when that is being served. */
  #evictFrom(segment: number, served: number): void {
    const oldest = this.#lists.tail(segment);
    const out = oldest === served ? this.#lists.newer(oldest) : oldest;
    this.#lists.remove(out);
    this.#segment[out] = ABSENT;
    this.#length[segment]! -= 1;
    this.#used -= 1;
  }

  #missed(id: number): void {
    if (this.#segmentSize < 1) return;
    if (this.#used === this.#capacity) {
      let lowest = 1;
      while (this.#length[lowest] === 0) lowest += 1;
      this.#evictFrom(lowest, id);
    }
    this.#used += 1;
    let segment = 1;
    while (segment <= this.#segments && this.#length[segment]! >= this.#segmentSize) segment += 1;
    if (segment > this.#segments) segment = 1;
    this.#segment[id] = segment;
    this.#length[segment]! += 1;
    this.#lists.pushHead(id, segment);
  }
}
