/** What a worker of a cache study does: one policy, one log, several sizes. Plain data in and out. */
import { admissionPolicies } from '../../model/cache/admission/index.ts';
import { evictionPolicies } from '../../model/cache/eviction/index.ts';
import { prefetchers } from '../../model/cache/prefetch/index.ts';
import { replayWith } from './admitting-replay.ts';
import { readPolicy } from './policy-text.ts';
import { type Misses, type ReplayOptions, replay } from './replay.ts';
import type { RequestLog } from './request-log.ts';
import { beginningOf, type RequestParts } from './request-parts.ts';

export interface CacheJob {
  readonly log: RequestLog | RequestParts;
  readonly policy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What may enter; undefined: everything. */
  readonly admission: Gate | undefined;
  /** Bytes, or objects when every object counts 1. */
  readonly sizes: readonly number[];
  readonly unitSize: boolean;
  readonly seed: string;
}

export interface Gate {
  /** As written. */
  readonly text: string;
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface SizeAnswer extends Misses {
  /** Index into the job's sizes. */
  readonly size: number;
  readonly seconds: number;
}

/** What a compiler sees before the time is taken, so that speed is that of the replay. */
const WARM_UP = { requests: 100_000, seconds: 0.1 };
/** A shorter trace is done before anything is compiled, warm or not. */
const LEAST_REQUESTS = 10_000;

/** @param answered told of each size as it is done. @param nowSeconds a clock. */
export function runCacheJob(
  job: CacheJob,
  nowSeconds: () => number,
  answered: (answer: SizeAnswer) => void,
): void {
  const { sizes, unitSize, seed } = job;
  const replayed = replayOf(job);
  warmUp(job, nowSeconds);
  for (const [size, capacity] of sizes.entries()) {
    const before = nowSeconds();
    const { misses, missBytes } = replayed({ capacity, unitSize, seed });
    answered({ size, misses, missBytes, seconds: nowSeconds() - before });
  }
}

/** Replays the first requests until the compiler has seen enough; of what it counts nothing stays. */
function warmUp(job: CacheJob, nowSeconds: () => number): void {
  const { log, sizes, unitSize, seed } = job;
  if (log.requests < LEAST_REQUESTS || sizes.length === 0) return;
  const first = replayOf({ ...job, log: beginningOf(log, WARM_UP.requests) });
  const started = nowSeconds();
  // A tenth of the size, so that the fewer requests fill the cache, too.
  const capacity = Math.max(2, Math.floor(sizes[0]! / 10));
  while (nowSeconds() - started < WARM_UP.seconds) first({ capacity, unitSize, seed });
}

function replayOf({
  log,
  policy,
  params,
  admission,
}: CacheJob): (options: ReplayOptions) => Misses {
  const eviction = readPolicy(policy, policy, params, evictionPolicies);
  if (admission === undefined) return (options) => replay(log, eviction, options);
  const { text, name, params: given } = admission;
  const choices = {
    eviction,
    admission: readPolicy(text, name, given, admissionPolicies),
    prefetch: readPolicy('none', 'none', {}, prefetchers),
  };
  return (options) => replayWith(log, choices, options);
}
