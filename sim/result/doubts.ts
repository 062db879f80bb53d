/** What speaks against the figures of a run: it was too short for them, or measured too early. */
import { batchMeans } from '../stats/batch-means.ts';
import { meanInterval } from '../stats/interval.ts';
import { mser5 } from '../stats/mser.ts';
import { quantileRanks } from '../stats/order-statistics.ts';
import { evaluate } from './evaluate.ts';
import { DURING, metricOf, percentileShare, type Query } from './query.ts';
import type { Result } from './result.ts';
import { series } from './series.ts';

export type Doubt =
  /** The figure still moved when measuring began; it had settled at `settledMs`, or never. */
  | { readonly kind: 'warm-up'; readonly query: Query; readonly settledMs?: number }
  /** Neighbouring twentieths of the only replication resemble each other: the run is too short. */
  | { readonly kind: 'correlated'; readonly query: Query; readonly lag1: number }
  /** So few values that not even the largest or smallest one bounds the percentile. */
  | { readonly kind: 'few-samples'; readonly query: Query; readonly samples: number };

/** A warm-up that moves a figure by less than this share of it does no harm. */
const HARMLESS_SHARE = 0.01;
/** Of the intervals of beginning and rest, which must not overlap. */
const CONFIDENCE = 0.999;
/** Fewer windows show no trend. */
const LEAST_WINDOWS = 40;

/** In the order of the figures; none when nothing is known to be wrong. */
export function doubts(result: Result): Doubt[] {
  if (!result.complete) return [];
  const claims = result.verdicts.map(({ query }) => query);
  return [
    ...levels(result, claims).flatMap((query) => levelDoubts(result, query)),
    ...few(result, claims),
  ];
}

/** Figures that hover around a level once a system has settled: times, and hit ratios of tiers. */
function levels({ topology }: Result, claims: readonly Query[]): Query[] {
  const caches = topology.groups.filter(({ kind }) => kind === 'cache');
  const known: Query[] = [
    { fn: 'mean', metric: 'latency', labels: {} },
    { fn: 'mean', metric: 'delivery', labels: {} },
    ...caches.map(({ name }): Query => {
      return { fn: 'value', metric: 'hit_ratio', labels: { node: name } };
    }),
    // A window holds too few values for most percentiles; its mean tells as much about a trend.
    ...claims
      .filter((query) => metricOf(query).kind !== 'counter' && query.labels[DURING] === undefined)
      .map((query): Query => (query.fn === 'value' ? query : { ...query, fn: 'mean' })),
  ];
  return [...new Map(known.map((query) => [JSON.stringify(query), query])).values()];
}

function levelDoubts(result: Result, query: Query): Doubt[] {
  const { windowMs, warmupMs } = result.scenario;
  const first = Math.ceil(warmupMs / windowMs);
  const values = steadyWindows(result, query, first);
  if (values.length < LEAST_WINDOWS) return [];
  const { cut, isShort } = mser5(values);
  const start = isShort ? Math.floor(values.length / 2) : cut;
  const isRatio = metricOf(query).unit === 'ratio';
  if (start > 0 && isMoving(values.slice(0, start), values.slice(start), isRatio)) {
    const settled = !isShort && { settledMs: (first + cut) * windowMs };
    return [{ kind: 'warm-up', query, ...settled }];
  }
  const batches = result.replications.length === 1 ? batchMeans(values) : undefined;
  return batches?.isCorrelated ? [{ kind: 'correlated', query, lag1: batches.lag1 }] : [];
}

/**
 * Windows pooled over replications, from the end of the warm-up to the first thing that happens on
 * purpose. None when some of them are empty: what happens so seldom has no level.
 */
function steadyWindows(result: Result, query: Query, first: number): number[] {
  const { windowMs, durationMs } = result.scenario;
  const happensMs = Math.min(durationMs, ...result.timeline.map(({ fromMs }) => fromMs));
  const values = series(result, query).values.slice(first, Math.floor(happensMs / windowMs));
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : [];
}

/** Whether the beginning is surely unlike the rest, and so much that it moves the whole. */
function isMoving(beginning: readonly number[], rest: readonly number[], isRatio: boolean) {
  const early = meanInterval(beginning, CONFIDENCE);
  const late = meanInterval(rest, CONFIDENCE);
  const part = beginning.length / (beginning.length + rest.length);
  const shift = Math.abs(early.mean - late.mean) * part;
  const scale = isRatio ? Math.min(late.mean, 1 - late.mean) : late.mean;
  const isApart = early.high < late.low || late.high < early.low;
  return isApart && shift > scale * HARMLESS_SHARE;
}

function few(result: Result, claims: readonly Query[]): Doubt[] {
  return claims.flatMap((query): Doubt[] => {
    const share = percentileShare(query.fn);
    if (share === undefined || share <= 0 || share >= 1) return [];
    const { value, samples } = evaluate(result, query);
    // Without a value the verdict says why.
    const isBound = value === undefined || quantileRanks(samples, share) !== undefined;
    return isBound ? [] : [{ kind: 'few-samples', query, samples }];
  });
}
