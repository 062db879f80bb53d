/** Replays traces to caches: every trace, policy and size, on all cores. */
import { basename } from 'node:path';
import {
  type EvictionContext,
  type EvictionPolicy,
  evictionTraits,
} from '../../model/cache/eviction/policy.ts';
import { TraceError } from '../../model/traffic/trace/trace-error.ts';
import type { CacheCurve, CacheRow, CacheStudy, TraceFacts } from '../../result/cache-row.ts';
import { counted, estimated } from '../cache/cache-figures.ts';
import type { Gate } from '../cache/cache-job.ts';
import { type CacheSize, resolveCacheSize } from '../cache/cache-size.ts';
import { curvesOf } from '../cache/mrc/curves.ts';
import { sampled } from '../cache/mrc/sampling.ts';
import type { NamedPolicy } from '../cache/policy-text.ts';
import { factsOf, type RequestLog, tooLargeFor } from '../cache/request-log.ts';
import type { RequestParts } from '../cache/request-parts.ts';
import type { TraceOptions } from '../trace-source.ts';
import { runCacheJobs } from './cache-pool.ts';
import { openLog, SpillFolder, type StoredLog, storeLog } from './spilled-log.ts';
import { openTrace } from './trace-file.ts';

export interface StudyPlan {
  readonly traces: readonly string[];
  readonly policies: readonly NamedPolicy<EvictionPolicy, EvictionContext>[];
  /** What may enter, one or more; undefined: everything. */
  readonly admissions: readonly (Gate | undefined)[];
  readonly sizes: readonly CacheSize[];
  readonly unitSize: boolean;
  readonly seed: string;
  /** Part of the objects to replay, 1: all. */
  readonly sample: number;
  /** Whether to work out curves beside those of the policies. */
  readonly curves: boolean;
  readonly reading: TraceOptions;
  /** Requests that may be held in memory; longer traces are replayed from a temporary file. */
  readonly mostRequests: number;
}

export interface StudyHost {
  readonly signal: AbortSignal;
  /** Told of each cache that is done, of so many. */
  progress(done: number, of: number): void;
}

/** A study, and why some of its traces are not in it. */
export interface StudyAnswer {
  readonly study: CacheStudy;
  /** One line for each trace that could not be read. */
  readonly problems: readonly string[];
}

/** One trace after the other, so that no more than one is in memory. */
export async function runCacheStudy(plan: StudyPlan, host: StudyHost): Promise<StudyAnswer> {
  const facts: TraceFacts[] = [];
  const rows: CacheRow[] = [];
  const curves: CacheCurve[] = [];
  const problems: string[] = [];
  const cells = plan.policies.length * plan.admissions.length * plan.sizes.length;
  const total = plan.traces.length * cells;
  for (const path of plan.traces) {
    if (host.signal.aborted) break;
    const folder = new SpillFolder();
    try {
      const read = await loaded(path, plan, folder);
      if (typeof read === 'string') {
        problems.push(read);
        continue;
      }
      facts.push(read.facts);
      const done = rows.length;
      const own = await replayed(read, plan, host, (count) => host.progress(done + count, total));
      rows.push(...own);
      const sizes = sizesOf(plan, read.facts);
      const { trace } = read.facts;
      if (plan.curves) curves.push(...curvesOf(trace, openLog(read.log), sizes, plan.unitSize));
    } finally {
      folder.remove();
    }
  }
  const wanted = total - problems.length * cells;
  return { study: { facts, rows, curves, complete: rows.length === wanted }, problems };
}

interface Loaded {
  readonly log: StoredLog;
  readonly facts: TraceFacts;
}

/** @returns what is wrong with a trace that cannot be read. */
async function loaded(
  path: string,
  plan: StudyPlan,
  folder: SpillFolder,
): Promise<Loaded | string> {
  const { reading, policies, mostRequests } = plan;
  const needsFuture = policies.some(({ choice }) => evictionTraits(choice).needsFuture === true);
  try {
    const source = openTrace(path, reading);
    const log = await storeLog(source, { most: mostRequests, folder, needsFuture });
    const skipped = Object.values(source.decoder!.skipped).reduce((sum, count) => sum + count, 0);
    const facts = factsOf(basename(path), openLog(log), skipped);
    return { log, facts: withTooLarge(facts, openLog(log), plan) };
  } catch (error) {
    if (error instanceof TraceError) return error.message;
    if (error instanceof CacheTooSmall) return `${path}: ${error.message}`;
    throw error;
  }
}

/** A size that somebody asked for has room for no object at all. */
class CacheTooSmall extends Error {}

/**
 * Looks for objects that the smallest cache has no room for. They are misses, and said to be; a size in
 * bytes that holds no object of the trace is a mistake.
 */
function withTooLarge(
  facts: TraceFacts,
  log: RequestLog | RequestParts,
  { sizes, unitSize, reading }: StudyPlan,
): TraceFacts {
  const bytes = sizes.map((size) => resolveCacheSize(size, facts, unitSize));
  const smallest = Math.min(...bytes);
  if (unitSize || facts.largestBytes <= smallest) return facts;
  const tooLarge = tooLargeFor(log, smallest)!;
  const { text, ...size } = sizes[bytes.indexOf(smallest)]!;
  if (tooLarge.requests === facts.requests && 'absolute' in size && reading.lenient !== true) {
    const found = `request ${tooLarge.first}: size is ${tooLarge.firstBytes}`;
    throw new CacheTooSmall(
      `${found}: expected ${smallest} or less: --size ${text} has room for no object`,
    );
  }
  return { ...facts, tooLarge };
}

/** The sizes of a plan, for a trace. */
const sizesOf = ({ sizes, unitSize }: StudyPlan, facts: TraceFacts): number[] =>
  sizes.map((size) => resolveCacheSize(size, facts, unitSize));

/** Smaller caches of a sample would be too small to choose what to evict. */
const LEAST_SIZE = 2;

async function replayed(
  { log, facts }: Loaded,
  plan: StudyPlan,
  { signal }: StudyHost,
  progress: (done: number) => void,
): Promise<CacheRow[]> {
  const { policies, unitSize, seed } = plan;
  const sizes = sizesOf(plan, facts);
  const part = plan.sample < 1 ? sampled(openLog(log), plan.sample) : undefined;
  const own = sizes.map((size) => Math.max(LEAST_SIZE, Math.round(size * (part?.rate ?? 1))));
  const replayedLog = part?.log ?? log;
  const jobs = policies.flatMap(({ name: policy, given: params }) =>
    plan.admissions.map((admission) => {
      return { log: replayedLog, policy, params, admission, sizes: own, unitSize, seed };
    }),
  );
  const found = new Map<number, CacheRow>();
  await runCacheJobs(jobs, {
    signal,
    answered(job, answer) {
      const { policy, params, admission } = jobs[job]!;
      const cacheSize = sizes[answer.size]!;
      const figures =
        part === undefined
          ? counted(answer, facts, unitSize)
          : estimated(answer, facts, unitSize, part);
      found.set(job * sizes.length + answer.size, {
        trace: facts.trace,
        policy,
        params,
        unitSize,
        cacheSize,
        ...figures,
        ...(admission !== undefined && { admission: admission.text }),
        requestsPerSecond: Math.round(jobs[job]!.log.requests / answer.seconds),
      });
      progress(found.size);
    },
  });
  const cells = Array.from({ length: jobs.length * sizes.length }, (_, cell) => found.get(cell));
  return cells.filter((row) => row !== undefined);
}
