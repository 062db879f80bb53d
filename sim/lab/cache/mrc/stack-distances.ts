/**
 * Miss ratios of LRU for every size at once: how many other objects were asked for since an object was
 * asked for last decides in which caches it still is.
 * Source: Mattson et al., IBM Systems Journal 9(2), 1970; counting with a tree: Bennett & Kruskal, IBM
 * J. Research 19(4), 1975, on a tree of Fenwick's, Software: Practice & Experience 24(3), 1994.
 */
import type { RequestLog } from '../request-log.ts';
import { partsOf, type RequestParts } from '../request-parts.ts';

/** Marks at places in time, and how many there are up to a place; O(log n) for each. */
class Marks {
  readonly places: number;
  readonly #tree: Int32Array;

  constructor(places: number) {
    this.places = places;
    this.#tree = new Int32Array(places + 1);
  }

  /** The first `count` places are marked, and no other. */
  fillFirst(count: number): void {
    const tree = this.#tree;
    for (let node = 1; node <= this.places; node += 1) {
      const from = node - (node & -node);
      tree[node] = Math.max(0, Math.min(node, count) - from);
    }
  }

  change(place: number, by: number): void {
    const tree = this.#tree;
    for (let node = place + 1; node <= this.places; node += node & -node) tree[node]! += by;
  }

  /** Marks at this place and before. */
  upTo(place: number): number {
    const tree = this.#tree;
    let sum = 0;
    for (let node = place + 1; node > 0; node -= node & -node) sum += tree[node]!;
    return sum;
  }
}

/** Places beyond those of the objects: a longer tree is compacted less often, and slower to read. */
const SPARE = 4;
const FIRST_PLACES = 1024;

/**
 * How often each number of other objects lay between two requests for one object.
 *
 * @returns counts by that number, 0 to objects − 1; requests for new objects are in none of them.
 */
export function stackDistances(log: RequestLog | RequestParts): Float64Array {
  const { objects, parts } = partsOf(log);
  const counts = new Float64Array(Math.max(1, objects));
  const marks = new Marks(Math.max(FIRST_PLACES, SPARE * objects));
  /** Where each object was asked for last, plus one, and who was asked for at each place. */
  const placeOf = new Int32Array(objects);
  const objectAt = new Int32Array(marks.places);
  let [next, seen] = [0, 0];
  for (const { requests, object } of parts(false)) {
    for (let request = 0; request < requests; request += 1) {
      if (next === marks.places) {
        next = compact(objectAt, placeOf, next);
        marks.fillFirst(next);
      }
      const id = object[request]!;
      const last = placeOf[id]! - 1;
      if (last < 0) seen += 1;
      else {
        counts[seen - marks.upTo(last)]! += 1;
        marks.change(last, -1);
      }
      marks.change(next, 1);
      objectAt[next] = id;
      next += 1;
      placeOf[id] = next;
    }
  }
  return counts;
}

/** Moves the last requests of all objects together, in order. @returns how many there are. */
function compact(objectAt: Int32Array, placeOf: Int32Array, places: number): number {
  let kept = 0;
  for (let place = 0; place < places; place += 1) {
    const id = objectAt[place]!;
    if (placeOf[id] !== place + 1) continue;
    objectAt[kept] = id;
    kept += 1;
    placeOf[id] = kept;
  }
  return kept;
}

/**
 * Misses of LRU caches of so many objects, each of which counts 1.
 *
 * @param sizes in any order, 0 or more.
 */
export function lruMisses(log: RequestLog | RequestParts, sizes: readonly number[]): number[] {
  const counts = stackDistances(log);
  const hitsUpTo = new Float64Array(counts.length + 1);
  for (const [distance, count] of counts.entries()) {
    hitsUpTo[distance + 1] = hitsUpTo[distance]! + count;
  }
  return sizes.map((size) => log.requests - hitsUpTo[Math.min(size, counts.length)]!);
}
