/** What a worker of a cache study does: one policy, one log, several sizes. Plain data in and out. */
import { admissionPolicies } from '../../model/cache/admission/index.ts';
import { evictionPolicies } from '../../model/cache/eviction/index.ts';
import { prefetchers } from '../../model/cache/prefetch/index.ts';
import { replayWith } from './admitting-replay.ts';
import { readPolicy } from './policy-text.ts';
import { type Misses, type ReplayOptions, replay } from './replay.ts';
import type { RequestLog } from './request-log.ts';

export interface CacheJob {
  readonly log: RequestLog;
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

/** @param answered told of each size as it is done. @param nowSeconds a clock. */
export function runCacheJob(
  job: CacheJob,
  nowSeconds: () => number,
  answered: (answer: SizeAnswer) => void,
): void {
  const { sizes, unitSize, seed } = job;
  const replayed = replayOf(job);
  for (const [size, capacity] of sizes.entries()) {
    const before = nowSeconds();
    const { misses, missBytes } = replayed({ capacity, unitSize, seed });
    answered({ size, misses, missBytes, seconds: nowSeconds() - before });
  }
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
