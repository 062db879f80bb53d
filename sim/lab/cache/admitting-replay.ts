/**
 * A log replayed to one cache that also has a say in what enters, and fetches ahead. Apart from
 * `replay`, whose loop is as short as can be.
 */
import { Streams } from '../../engine/streams.ts';
import type { AdmissionContext, AdmissionPolicy } from '../../model/cache/admission/admission.ts';
import { GuardedPolicy } from '../../model/cache/admission/guarded-policy.ts';
import {
  capacityWith,
  type EvictionContext,
  type EvictionPolicy,
  evictionTraits,
} from '../../model/cache/eviction/policy.ts';
import type { PrefetchContext, Prefetcher } from '../../model/cache/prefetch/prefetcher.ts';
import { ObjectStore } from '../../model/cache/store.ts';
import type { Choice } from '../../part/choice.ts';
import type { Misses, ReplayOptions } from './replay.ts';
import type { RequestLog } from './request-log.ts';
import { PartFuture, partsOf, type RequestParts } from './request-parts.ts';

export interface CacheChoices {
  readonly eviction: Choice<EvictionPolicy, EvictionContext>;
  readonly admission: Choice<AdmissionPolicy, AdmissionContext>;
  readonly prefetch: Choice<Prefetcher, PrefetchContext>;
}

export interface AdmittingOptions extends ReplayOptions {
  /**
   * The object behind another in storage, or -1. By default the next number: what was first asked for
   * after it.
   */
  readonly next?: (object: number) => number;
}

export interface FetchCounts extends Misses {
  /** Objects fetched that nobody had asked for, and their bytes. */
  readonly prefetched: number;
  readonly prefetchedBytes: number;
}

const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };

/** One cache with all three policies, and the counts of what it fetched. */
class AdmittingCache {
  readonly #store: ObjectStore;
  readonly #admission: AdmissionPolicy;
  readonly #prefetch: Prefetcher;
  /** By object: bytes, as first asked for; -1: nobody will ask for it. */
  readonly #bytes: Float64Array;
  misses = 0;
  missBytes = 0;
  prefetched = 0;
  prefetchedBytes = 0;

  constructor(
    log: RequestParts,
    choices: CacheChoices,
    options: AdmittingOptions,
    future: PartFuture,
  ) {
    const { seed } = options;
    const capacityBytes = capacityWith(choices.eviction, options.capacity);
    const streams = new Streams(seed, 0);
    const random = streams.stream('eviction');
    const eviction = choices.eviction.make({ capacityBytes, random, future });
    const chance = { capacityBytes: options.capacity, random: streams.stream('admission') };
    this.#admission = choices.admission.make(chance);
    const next = options.next ?? ((object: number) => object + 1);
    this.#prefetch = choices.prefetch.make({
      capacityBytes,
      random: streams.stream('prefetch'),
      next,
    });
    this.#store = new ObjectStore(capacityBytes, 0, new GuardedPolicy(eviction, this.#admission));
    this.#bytes = firstBytes(log, options.unitSize);
  }

  request(object: number, sizeBytes: number): void {
    const isHere = this.#store.lookup(object, 0, FOREVER, 0, sizeBytes) === 'fresh';
    this.#admission.requested(object, sizeBytes);
    if (!isHere) {
      this.misses += 1;
      this.missBytes += sizeBytes;
      this.#store.put(object, sizeBytes, 0, 0);
    }
    this.#prefetch.requested(object, isHere, this.#fetchAhead);
  }

  /** What the trace does not contain has no size, and is not fetched. */
  readonly #fetchAhead = (object: number): void => {
    const sizeBytes = this.#bytes[object];
    if (sizeBytes === undefined || this.#store.holds(object)) return;
    this.prefetched += 1;
    this.prefetchedBytes += sizeBytes;
    this.#store.put(object, sizeBytes, 0, 0);
  };
}

function firstBytes({ objects, parts }: RequestParts, unitSize: boolean): Float64Array {
  const first = new Float64Array(objects).fill(1);
  if (unitSize) return first;
  let seen = 0;
  for (const { requests, object, bytes } of parts(false)) {
    for (let request = 0; request < requests; request += 1) {
      if (object[request] !== seen) continue;
      first[seen] = bytes[request]!;
      seen += 1;
    }
  }
  return first;
}

/**
 * With `always` and `none` the misses are those of `replay`. A bound that knows the future does not
 * know what is fetched ahead, and is no bound with a prefetcher.
 */
export function replayWith(
  log: RequestLog | RequestParts,
  choices: CacheChoices,
  options: AdmittingOptions,
): FetchCounts {
  const future = new PartFuture();
  const whole = partsOf(log);
  const cache = new AdmittingCache(whole, choices, options, future);
  for (const part of whole.parts(evictionTraits(choices.eviction).needsFuture === true)) {
    future.enter(part);
    for (let request = 0; request < part.requests; request += 1) {
      future.request = part.first + request;
      cache.request(part.object[request]!, options.unitSize ? 1 : part.bytes[request]!);
    }
  }
  const { misses, missBytes, prefetched, prefetchedBytes } = cache;
  return { misses, missBytes, prefetched, prefetchedBytes };
}
