/**
 * A log replayed to one cache alone: what `twinwing cache` does for each policy and size, and what
 * exact miss counts are tested with.
 */
import { Streams } from '../../engine/streams.ts';
import {
  capacityWith,
  type EvictionContext,
  type EvictionPolicy,
  evictionTraits,
  type UnitCache,
  unitCache,
} from '../../model/cache/eviction/policy.ts';
import type { Choice } from '../../part/choice.ts';
import type { RequestLog } from './request-log.ts';
import { type LogPart, PartFuture, partsOf, type RequestParts } from './request-parts.ts';

/**
 * A loop over this many requests is begun again and again. V8 compiles a function that is called often
 * with all that it has seen, its end too; a loop that runs once is compiled while it runs, without what
 * comes after it, and is thrown away when it gets there.
 */
const BLOCK_REQUESTS = 16_384;

export interface ReplayOptions {
  /** Bytes; objects, when every object counts 1. */
  readonly capacity: number;
  readonly unitSize: boolean;
  /** Of the policy's chance; any text. */
  readonly seed: string;
  /** Name of the policy's stream of chance; that of a cache in a scenario has the cache's name. */
  readonly stream?: string;
}

export interface Misses {
  readonly misses: number;
  /** Bytes of the requests that missed. */
  readonly missBytes: number;
}

/**
 * The slots of this cache are the log's object numbers, which are dense: nothing needs to be looked
 * up. A policy may have a cache of its own for objects that count 1; for all others there is one loop, and for all policies; where a process replays to one policy only, as the workers of
 * `twinwing cache` do, the compiler makes the policy part of it.
 *
 * @param policy may be told about hits and misses of this log only.
 */
export function replay(
  log: RequestLog | RequestParts,
  policy: Choice<EvictionPolicy, EvictionContext>,
  options: ReplayOptions,
): Misses {
  const { objects, parts } = partsOf(log);
  const random = new Streams(options.seed, 0).stream(options.stream ?? 'eviction');
  if (options.unitSize) {
    const units = unitCache(policy, { capacity: options.capacity, objects, random });
    if (units !== undefined) return missesOf(units, parts(false));
  }
  const capacity = capacityWith(policy, options.capacity);
  const future = new PartFuture();
  const made = policy.make({ capacityBytes: capacity, random, future });
  made.grow(objects);
  const room = made.decidesRoom === true ? Number.POSITIVE_INFINITY : capacity;
  const { unitSize } = options;
  const cache = unitSize ? new PolicyOfUnits(objects) : new ByteCache(objects);
  for (const part of parts(evictionTraits(policy).needsFuture === true)) {
    future.enter(part);
    for (let from = 0; from < part.requests; from += BLOCK_REQUESTS) {
      cache.replay(part, from, Math.min(from + BLOCK_REQUESTS, part.requests), made, room, future);
    }
  }
  const { misses, missBytes } = cache;
  return { misses, missBytes };
}

function missesOf(cache: UnitCache, parts: Iterable<LogPart>): Misses {
  let misses = 0;
  for (const { object, requests } of parts) {
    for (let from = 0; from < requests; from += BLOCK_REQUESTS) {
      misses += cache.replay(object, from, Math.min(from + BLOCK_REQUESTS, requests));
    }
    cache.leave?.(object, requests);
  }
  return { misses, missBytes: misses };
}

/** What stays of a replay from one part of the log to the next, where every object counts 1. */
class PolicyOfUnits {
  readonly #isHere: Uint8Array;
  #used = 0;
  misses = 0;

  constructor(objects: number) {
    this.#isHere = new Uint8Array(objects);
  }

  get missBytes(): number {
    return this.misses;
  }

  replay(
    { first, object }: LogPart,
    from: number,
    to: number,
    policy: EvictionPolicy,
    capacity: number,
    future: PartFuture,
  ): void {
    const isHere = this.#isHere;
    const mayLackRoom = policy.lacksRoom !== undefined;
    let [used, misses] = [this.#used, this.misses];
    for (let request = from; request < to; request += 1) {
      const id = object[request]!;
      future.request = first + request;
      if (isHere[id] === 1) {
        policy.touched(id, 1);
        while (mayLackRoom && policy.lacksRoom!(0)) {
          isHere[policy.evict()] = 0;
          used -= 1;
        }
        continue;
      }
      misses += 1;
      if (!policy.admit(id, 1)) continue;
      while (used === capacity || (mayLackRoom && policy.lacksRoom!(1))) {
        isHere[policy.evict()] = 0;
        used -= 1;
      }
      if (policy.turnsAway?.(id, 1) === true) continue;
      used += 1;
      isHere[id] = 1;
      policy.added(id, id, 1);
    }
    this.#used = used;
    this.misses = misses;
  }
}

/** The same, where sizes count. */
class ByteCache {
  /** Bytes under which each object was stored; 0: it is not here. */
  readonly #stored: Uint32Array;
  #used = 0;
  misses = 0;
  missBytes = 0;

  constructor(objects: number) {
    this.#stored = new Uint32Array(objects);
  }

  replay(
    { first, object, bytes }: LogPart,
    from: number,
    to: number,
    policy: EvictionPolicy,
    capacity: number,
    future: PartFuture,
  ): void {
    const stored = this.#stored;
    const mayLackRoom = policy.lacksRoom !== undefined;
    let [used, misses, missBytes] = [this.#used, this.misses, this.missBytes];
    for (let request = from; request < to; request += 1) {
      const id = object[request]!;
      future.request = first + request;
      const size = bytes[request]!;
      if (stored[id] !== 0) {
        policy.touched(id, size);
        while (mayLackRoom && policy.lacksRoom!(0)) {
          const out = policy.evict();
          used -= stored[out]!;
          stored[out] = 0;
        }
        continue;
      }
      misses += 1;
      missBytes += size;
      if (!policy.admit(id, size) || size > capacity) continue;
      while (used + size > capacity || (mayLackRoom && policy.lacksRoom!(size))) {
        const out = policy.evict();
        used -= stored[out]!;
        stored[out] = 0;
      }
      if (policy.turnsAway?.(id, size) === true) continue;
      used += size;
      stored[id] = size;
      policy.added(id, id, size);
    }
    this.#used = used;
    this.misses = misses;
    this.missBytes = missBytes;
  }
}
