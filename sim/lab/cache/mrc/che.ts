/**
 * What a cache would miss if requests were independent of each other, from popularities alone: every
 * object stays for one and the same time, the one with which the cache is full on average.
 * Sources: Che, Tung & Wang, IEEE JSAC 20(7), 2002; for FIFO and RANDOM, and why it works: Fricker,
 * Robert & Roberts, ITC 24, 2012; for caches with a lifetime: Fofack et al., VALUETOOLS 2012.
 */
import { expm1 } from '../../../engine/math/index.ts';
import type { RequestLog } from '../request-log.ts';
import { partsOf, type RequestParts } from '../request-parts.ts';

/** Part of the time that an object with `rate` is in a cache that keeps what it has for `time`. */
type Presence = (rate: number, time: number) => number;

/** LRU: every request renews the time. */
const renewed: Presence = (rate, time) => -expm1(-rate * time);
/** FIFO and RANDOM: the time counts from when the object entered. */
const fixed: Presence = (rate, time) => (rate * time) / (1 + rate * time);

export type CheModel = 'lru' | 'fifo';

const PRESENCE: Readonly<Record<CheModel, Presence>> = { lru: renewed, fifo: fixed };

const MOST_STEPS = 200;

/** Objects by how often they were asked for: those of one count are one entry. */
export interface Popularity {
  /** Requests for each object of an entry. */
  readonly counts: Float64Array;
  /** How many objects an entry has, and what they take: bytes, or again how many they are. */
  readonly objects: Float64Array;
  readonly taken: Float64Array;
}

/** @param unitSize whether every object counts 1. */
export function popularityOf(log: RequestLog | RequestParts, unitSize: boolean): Popularity {
  const { objects, parts } = partsOf(log);
  const asked = new Int32Array(objects);
  const bytes = new Float64Array(objects);
  for (const part of parts(false)) {
    for (let request = 0; request < part.requests; request += 1) {
      const id = part.object[request]!;
      if (asked[id] === 0) bytes[id] = unitSize ? 1 : part.bytes[request]!;
      asked[id]! += 1;
    }
  }
  const entries = new Map<number, [objects: number, taken: number]>();
  for (const [id, count] of asked.entries()) {
    const entry = entries.get(count) ?? [0, 0];
    entries.set(count, [entry[0] + 1, entry[1] + bytes[id]!]);
  }
  const sorted = [...entries].sort((one, other) => one[0] - other[0]);
  return {
    counts: Float64Array.from(sorted, ([count]) => count),
    objects: Float64Array.from(sorted, ([, [objects]]) => objects),
    taken: Float64Array.from(sorted, ([, [, taken]]) => taken),
  };
}

/** Miss ratio of requests. @param capacity bytes, or objects. */
export function cheMissRatio(model: CheModel, popularity: Popularity, capacity: number): number {
  const presence = PRESENCE[model];
  const time = characteristicTime(presence, popularity, capacity);
  if (time === Number.POSITIVE_INFINITY) return 0;
  const { counts, objects } = popularity;
  let [requests, hits] = [0, 0];
  for (const [entry, count] of counts.entries()) {
    requests += objects[entry]! * count;
    hits += objects[entry]! * count * presence(count, time);
  }
  return 1 - hits / requests;
}

/** Hit ratio of one object with a lifetime. @param renews whether a hit starts the lifetime anew. */
export const ttlHitRatio = (ratePerMs: number, lifetimeMs: number, renews: boolean): number =>
  (renews ? renewed : fixed)(ratePerMs, lifetimeMs);

/** The time, in units of the whole trace, with which the cache is full; by bisection. */
function characteristicTime(
  presence: Presence,
  { counts, taken }: Popularity,
  capacity: number,
): number {
  const occupied = (time: number) =>
    counts.reduce((sum, count, entry) => sum + taken[entry]! * presence(count, time), 0);
  if (taken.reduce((sum, bytes) => sum + bytes, 0) <= capacity) return Number.POSITIVE_INFINITY;
  let [low, high] = [0, 1];
  while (occupied(high) < capacity) high *= 2;
  for (let step = 0; step < MOST_STEPS && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (occupied(middle) < capacity) low = middle;
    else high = middle;
  }
  return high;
}
