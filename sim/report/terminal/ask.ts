/** Questions to a Result whose answers are text. */
import { evaluate, interval } from '../../result/evaluate.ts';
import type { QueryFunction } from '../../result/query.ts';
import type { Labels, Result } from '../../result/result.ts';
import { series } from '../../result/series.ts';
import { formatValue, formatWithMargin } from '../format.ts';

/** @returns the value, and how sure it is when there are replications to tell: `21.3 ±0.1 ms`. */
export function figure(
  result: Result,
  fn: QueryFunction,
  metric: string,
  labels: Labels = {},
): string {
  const query = { fn, metric, labels };
  const { value, unit } = evaluate(result, query);
  const range = interval(result, query);
  if (value === undefined || range === undefined) return formatValue(value, unit);
  return formatWithMargin(value, (range.high - range.low) / 2, unit);
}

/** @returns the sum over all replications, 0 when there is none. */
export function total(result: Result, metric: string, labels: Labels = {}): number {
  return evaluate(result, { fn: 'total', metric, labels }).value ?? 0;
}

/** @returns how many values a histogram metric has. */
export function samples(result: Result, metric: string, labels: Labels = {}): number {
  return evaluate(result, { fn: 'count', metric, labels }).samples;
}

/** @returns one value a window of the run. */
export function overTime(result: Result, fn: QueryFunction, metric: string, labels: Labels = {}) {
  return series(result, { fn, metric, labels }).values;
}
