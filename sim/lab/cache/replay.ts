/**
 * A log replayed to one cache alone: what `twinwing cache` does for each policy and size, and what
 * exact miss counts are tested with.
 */
import { Streams } from '../../engine/streams.ts';
import type { EvictionContext, EvictionPolicy } from '../../model/cache/eviction/policy.ts';
import { ObjectStore } from '../../model/cache/store.ts';
import type { Choice } from '../../part/choice.ts';
import { KnownFuture, type RequestLog } from './request-log.ts';

export interface ReplayOptions {
  /** Bytes; objects, when every object counts 1. */
  readonly capacity: number;
  readonly unitSize: boolean;
  /** Of the policy's chance; any text. */
  readonly seed: string;
}

export interface Misses {
  readonly misses: number;
  /** Bytes of the requests that missed. */
  readonly missBytes: number;
}

const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };

export function replay(
  log: RequestLog,
  policy: Choice<EvictionPolicy, EvictionContext>,
  { capacity, unitSize, seed }: ReplayOptions,
): Misses {
  const future = new KnownFuture(log);
  const random = new Streams(seed, 0).stream('eviction');
  const made = policy.make({ capacityBytes: capacity, random, future });
  const store = new ObjectStore(capacity, 0, made);
  let [misses, missBytes] = [0, 0];
  for (let request = 0; request < log.requests; request += 1) {
    future.request = request;
    const object = log.object[request]!;
    if (store.lookup(object, 0, FOREVER, 0) === 'fresh') continue;
    const size = unitSize ? 1 : log.bytes[request]!;
    misses += 1;
    missBytes += size;
    store.put(object, size, 0, 0);
  }
  return { misses, missBytes };
}
