/**
 * A cache whose fetches take time, on a clock of one request a step: requests for an object that is
 * on its way wait for the rest of the way.
 * Source: Atre et al., Caching with Delayed Hits, SIGCOMM 2020, §2.
 */
import { grown } from '../../engine/grown.ts';
import { Streams } from '../../engine/streams.ts';
import {
  capacityWith,
  type EvictionContext,
  type EvictionPolicy,
} from '../../model/cache/eviction/policy.ts';
import { ObjectStore } from '../../model/cache/store.ts';
import type { Choice } from '../../part/choice.ts';
import { KnownFuture, type RequestLog } from './request-log.ts';

export interface DelayedHitsOptions {
  /** Objects, each of which counts 1. */
  readonly capacity: number;
  /** Steps that a fetch takes, 1 or more; 1: the object is there for the next request. */
  readonly fetchSteps: number;
  /** Of the policy's chance; any text. */
  readonly seed: string;
}

export interface DelayedHits {
  /** Fetches, and requests that waited for the fetch of another. */
  readonly misses: number;
  readonly delayedHits: number;
  /** Steps that all requests waited, added up. */
  readonly totalSteps: number;
}

const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };

/** Fetches on their way, in a ring by the step at which they arrive: one can begin at each step. */
class Fetches {
  readonly #steps: number;
  /** Object that arrives, plus one; 0: none. */
  readonly #arriving: Int32Array;
  /** By object: the step at which it arrives, and what its requests wait in sum. */
  #arrivesAt = new Float64Array(0);
  #waited = new Float64Array(0);
  /** By object: the last request for it. */
  #lastRequest = new Int32Array(0);

  constructor(steps: number, objects: number) {
    this.#steps = steps;
    this.#arriving = new Int32Array(steps);
    this.#arrivesAt = grown(this.#arrivesAt, objects).fill(-1);
    this.#waited = grown(this.#waited, objects);
    this.#lastRequest = grown(this.#lastRequest, objects);
  }

  /** The object that arrives at a step, or -1. */
  arrival(step: number): number {
    const place = step % this.#steps;
    const object = this.#arriving[place]! - 1;
    this.#arriving[place] = 0;
    return object;
  }

  /** What all requests for an object that has arrived waited. */
  take(object: number): number {
    this.#arrivesAt[object] = -1;
    return this.#waited[object]!;
  }

  lastRequest(object: number): number {
    return this.#lastRequest[object]!;
  }

  isUnderway(object: number): boolean {
    return this.#arrivesAt[object]! >= 0;
  }

  /** The object was asked for at `step`. It arrives at the end of a step, which is waited for too. */
  request(object: number, step: number): number {
    if (!this.isUnderway(object)) {
      const arrivesAt = step + this.#steps - 1;
      this.#arrivesAt[object] = arrivesAt;
      this.#waited[object] = 0;
      this.#arriving[arrivesAt % this.#steps] = object + 1;
    }
    const wait = this.#arrivesAt[object]! - step + 1;
    this.#waited[object]! += wait;
    this.#lastRequest[object] = step;
    return wait;
  }
}

/** Replays a log of which only the order counts. */
export function delayedHits(
  log: RequestLog,
  policy: Choice<EvictionPolicy, EvictionContext>,
  { capacity, fetchSteps, seed }: DelayedHitsOptions,
): DelayedHits {
  const random = new Streams(seed, 0).stream('eviction');
  const future = new KnownFuture(log);
  const capacityBytes = capacityWith(policy, capacity);
  const made = policy.make({ capacityBytes, random, future });
  const store = new ObjectStore(capacityBytes, 0, made);
  const fetches = new Fetches(fetchSteps, log.objects);
  let [misses, joined, totalSteps] = [0, 0, 0];
  for (let step = 0; step < log.requests; step += 1) {
    future.request = step;
    const object = log.object[step]!;
    const isUnderway = fetches.isUnderway(object);
    if (isUnderway || store.lookup(object, 0, FOREVER, 0) !== 'fresh') {
      if (isUnderway) joined += 1;
      else misses += 1;
      totalSteps += fetches.request(object, step);
    }
    const arrived = fetches.arrival(step);
    if (arrived < 0) continue;
    const waited = fetches.take(arrived);
    made.waited?.(arrived, waited);
    // Who knows the future is asked when the arrived object is wanted next, not the requested one.
    future.request = fetches.lastRequest(arrived);
    store.put(arrived, 1, 0, 0);
  }
  return { misses, delayedHits: joined, totalSteps };
}
