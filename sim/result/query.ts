/** The language of questions to a Result: a function of a metric, for some of its labels. */
import type { Metric } from './metric.ts';
import { findMetric } from './metrics.ts';
import type { Labels, Unit } from './result.ts';

export type QueryFunction =
  | `p${number}`
  | 'mean'
  | 'max'
  | 'min'
  | 'count'
  | 'total'
  | 'rate'
  | 'value';

export interface Query {
  readonly fn: QueryFunction;
  readonly metric: string;
  /** Labels that are not given are pooled over; without `during` the whole measured time counts. */
  readonly labels: Labels;
}

export type Comparison = '<' | '<=' | '>' | '>=' | '==';

/** The label that every metric has: a phase of the timeline. */
export const DURING = 'during';

/** The label of what another price plan than the scenario's own would cost. */
export const PLAN = 'plan';

/** Functions that a metric of each kind has, besides percentiles. `value` needs no name. */
export const FUNCTIONS: Readonly<Record<Metric['kind'], readonly QueryFunction[]>> = {
  histogram: ['mean', 'max', 'min', 'count'],
  counter: ['value', 'total', 'rate'],
  level: ['value', 'mean'],
  ratio: ['value'],
};

const PERCENTILE = /^p(\d{1,3}(?:\.\d+)?)$/;

/** The share, 0 to 1, that a percentile such as `p99.9` stands for. */
export function percentileShare(fn: string): number | undefined {
  const percent = Number(PERCENTILE.exec(fn)?.[1] ?? Number.NaN);
  return percent <= 100 ? percent / 100 : undefined;
}

/** @throws Error for a name that the catalogue does not have: our bug. */
export function metricOf(query: Query): Metric {
  const metric = findMetric(query.metric);
  if (metric === undefined) throw new Error(`${query.metric}: expected a metric of the catalogue`);
  return metric;
}

/** Unit of the answer. Rates of bytes are in bits per second, as links are. */
export function unitOf(query: Query): Unit {
  const { unit } = metricOf(query);
  if (query.fn === 'count') return 'count';
  if (query.fn !== 'rate') return unit;
  return unit === 'bytes' ? 'bits per second' : 'per second';
}

/** Whether an entry of a Result is part of what the query asks for. */
export function selects(labels: Labels, entry: Labels): boolean {
  for (const name of Object.keys(labels)) if (entry[name] !== labels[name]) return false;
  if (labels[PLAN] === undefined && entry[PLAN] !== undefined) return false;
  return labels[DURING] !== undefined || entry[DURING] === undefined;
}
