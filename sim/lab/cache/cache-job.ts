/** What a worker of a cache study does: one policy, one log, several sizes. Plain data in and out. */
import { evictionPolicies } from '../../model/cache/eviction/index.ts';
import { readPolicy } from './policy-text.ts';
import { type Misses, replay } from './replay.ts';
import type { RequestLog } from './request-log.ts';

export interface CacheJob {
  readonly log: RequestLog;
  readonly policy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Bytes, or objects when every object counts 1. */
  readonly sizes: readonly number[];
  readonly unitSize: boolean;
  readonly seed: string;
}

export interface SizeAnswer extends Misses {
  /** Index into the job's sizes. */
  readonly size: number;
  readonly seconds: number;
}

/** @param answered told of each size as it is done. @param nowSeconds a clock. */
export function runCacheJob(
  { log, policy, params, sizes, unitSize, seed }: CacheJob,
  nowSeconds: () => number,
  answered: (answer: SizeAnswer) => void,
): void {
  const choice = readPolicy(policy, policy, params, evictionPolicies);
  for (const [size, capacity] of sizes.entries()) {
    const before = nowSeconds();
    const misses = replay(log, choice, { capacity, unitSize, seed });
    answered({ size, ...misses, seconds: nowSeconds() - before });
  }
}
