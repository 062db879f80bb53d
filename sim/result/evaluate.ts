/** Answers queries from the raw aggregates of replications: pooled first, computed then. */
import { type HistogramData, mergeHistograms } from '../stats/histogram.ts';
import { type MeanInterval, meanInterval } from '../stats/interval.ts';
import { mean, quantile } from '../stats/quantile.ts';
import type { Metric } from './metric.ts';
import { coveredMs } from './phase-map.ts';
import { DURING, metricOf, percentileShare, type Query, selects, unitOf } from './query.ts';
import type { CounterData, Labels, Replication, Result, Unit } from './result.ts';

export interface Answer {
  /** Absent when nothing was recorded, or too little for this percentile. */
  readonly value?: number;
  readonly unit: Unit;
  /**
   * How much it rests on: values for a histogram, the denominator for a ratio, for a counter the
   * replications that have it.
   */
  readonly samples: number;
}

const MS_PER_SECOND = 1000;
const BITS_PER_BYTE = 8;

/** @param replication position in `result.replications`; all of them are pooled without it */
export function evaluate(result: Result, query: Query, replication?: number): Answer {
  const { replications } = result;
  const pool = replication === undefined ? replications : [replications[replication]!];
  const found = answer(result, query, pool);
  const { value, samples } = found;
  const unit = unitOf(query);
  return value === undefined ? { unit, samples } : { value, unit, samples };
}

/**
 * 95 % interval of the answer over replications; absent unless two of them have a value. For the
 * functions that sum over replications it is the interval of that sum.
 */
export function interval(result: Result, query: Query): MeanInterval | undefined {
  const values = result.replications
    .map((_, replication) => evaluate(result, query, replication).value)
    .filter((value) => value !== undefined);
  if (values.length < 2) return undefined;
  const found = meanInterval(values);
  const scale = query.fn === 'total' || query.fn === 'count' ? values.length : 1;
  // No metric is below 0 and no share above 1 unless a replication shows it, so neither is a mean.
  const floor = Math.min(0, ...values);
  const ceiling = metricOf(query).unit === 'ratio' ? Math.max(1, ...values) : Infinity;
  const low = Math.max(floor, found.low);
  const high = Math.min(ceiling, found.high);
  return { mean: found.mean * scale, low: low * scale, high: high * scale };
}

interface Found {
  readonly value: number | undefined;
  readonly samples: number;
}

function answer(result: Result, query: Query, pool: readonly Replication[]): Found {
  const metric = metricOf(query);
  if (metric.kind === 'histogram') return ofHistogram(query, pooled(query, pool));
  if (metric.kind === 'ratio') {
    const sumOf = (names: readonly string[]) => total(counters(pool, names, query.labels));
    return ofRatio(metric, sumOf);
  }
  const having = pool.filter((one) => counters([one], [query.metric], query.labels).length > 0);
  if (having.length === 0) return { value: undefined, samples: 0 };
  const sum = total(counters(having, [query.metric], query.labels));
  const seconds = having.reduce((all, one) => all + measuredSeconds(result, one, query.labels), 0);
  return { value: ofCounter(query, metric, sum, having.length, seconds), samples: having.length };
}

/** The answer of a histogram query from all of its values. */
export function ofHistogram({ fn }: Query, data: HistogramData): Found {
  const samples = data.count;
  if (fn === 'count') return { value: samples === 0 ? undefined : samples, samples };
  if (fn === 'mean') return { value: mean(data), samples };
  const share = fn === 'min' ? 0 : fn === 'max' ? 1 : percentileShare(fn);
  if (share === undefined) throw new Error(`${fn}: expected a function of histograms`);
  return { value: quantile(data, share), samples };
}

/** The answer of a ratio query, given how to sum counters. */
export function ofRatio(metric: Metric, sumOf: (names: readonly string[]) => number): Found {
  const of = sumOf(metric.of ?? []);
  if (of === 0) return { value: undefined, samples: 0 };
  const share = (sumOf(metric.part ?? []) / of) * (metric.per ?? 1);
  return { value: metric.complement === true ? 1 - share : share, samples: of };
}

/** The answer of a counter query from its sum over replications. */
export function ofCounter(
  { fn }: Query,
  { unit, kind }: Metric,
  sum: number,
  replications: number,
  seconds: number,
): number | undefined {
  // The mean over time; seconds are those of all replications, and so is the area.
  if (kind === 'level') return seconds === 0 ? undefined : sum / (seconds * MS_PER_SECOND);
  if (fn === 'total') return sum;
  if (fn === 'value') return sum / replications;
  if (fn !== 'rate') throw new Error(`${fn}: expected a function of counters`);
  if (seconds === 0) return undefined;
  return (sum * (unit === 'bytes' ? BITS_PER_BYTE : 1)) / seconds;
}

function pooled({ metric, labels }: Query, pool: readonly Replication[]): HistogramData {
  const series = pool.flatMap((replication) =>
    replication.histograms.filter(
      (entry) => entry.metric === metric && selects(labels, entry.labels),
    ),
  );
  return mergeHistograms(series.map((entry) => entry.total));
}

/** Entries of some counters that labels select, in the order of replications. */
export function counters(
  pool: readonly Replication[],
  metrics: readonly string[],
  labels: Labels,
): CounterData[] {
  return pool.flatMap((replication) =>
    replication.counters.filter(
      (entry) => metrics.includes(entry.metric) && selects(labels, entry.labels),
    ),
  );
}

const total = (entries: readonly CounterData[]): number =>
  entries.reduce((sum, entry) => sum + entry.total, 0);

/** Seconds of a replication that the query covers: those of the phase, warm-up left out. */
function measuredSeconds(result: Result, { simulatedMs }: Replication, labels: Labels): number {
  const { warmupMs } = result.scenario;
  const phase = labels[DURING];
  const spans = result.timeline.filter(({ name }) => name === phase);
  const measuredMs =
    phase === undefined
      ? Math.max(0, simulatedMs - warmupMs)
      : coveredMs(spans, warmupMs, simulatedMs);
  return measuredMs / MS_PER_SECOND;
}
