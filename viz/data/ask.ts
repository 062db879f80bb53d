/** Questions to a Result, in the one form that charts and tiles need. */
import { evaluate, type Labels, type QueryFunction, type Result, series } from '../../sim/index.ts';
import type { Band } from '../charts/chart.ts';

export type Figure = number | undefined;

/** @returns undefined where there is no answer: no samples, or a percentile beyond their resolution. */
export function ask(
  result: Result,
  fn: QueryFunction,
  metric: string,
  labels: Labels = {},
): Figure {
  return evaluate(result, { fn, metric, labels }).value;
}

/** @returns one value a window of the time simulated so far; null where there is none. */
export function askWindows(
  result: Result,
  fn: QueryFunction,
  metric: string,
  labels: Labels = {},
): (number | null)[] {
  const { values } = series(result, { fn, metric, labels });
  const windows = windowsSoFar(result);
  return Array.from({ length: windows }, (_, index) => values[index] ?? null);
}

const FAULTS: readonly string[] = [
  'crash',
  'cut',
  'degrade',
  'drain',
  'fail-disk',
  'partition',
  'slow',
  'rack',
  'overload',
  'deploy',
  'flush',
  'herd',
  'disconnect',
  'scramble',
  'skew',
  'stall',
  'reset',
  'vanish',
];

/** The timeline as charts shade it. */
export const bandsOf = (result: Result): Band[] =>
  result.timeline.map(({ name, action, fromMs, toMs }) => {
    return { name, fromMs, toMs, isFault: FAULTS.includes(action) };
  });

/** How far the furthest replication has come, ms of virtual time. */
export function reachedMs(result: Result): number {
  return result.replications.reduce((most, one) => Math.max(most, one.simulatedMs), 0);
}

/** The end of the time axis: the planned end, or what was reached when the end is open. */
export function durationMs(result: Result): number {
  const planned = result.scenario.durationMs;
  return Number.isFinite(planned) && planned > 0 ? planned : Math.max(1, reachedMs(result));
}

function windowsSoFar(result: Result): number {
  const reached = Math.min(reachedMs(result), durationMs(result));
  return Math.ceil(reached / result.scenario.windowMs);
}

/** The values of one label under which a metric was recorded, in order of appearance. */
export function labelValues(result: Result, metric: string, label: string): string[] {
  const found = new Set<string>();
  for (const one of result.replications) {
    for (const entry of [...one.histograms, ...one.counters]) {
      const value = entry.labels[label];
      if (entry.metric === metric && value !== undefined) found.add(value);
    }
  }
  return [...found];
}

/** Whether a metric has any samples, so that its tiles and charts are worth showing. */
export function has(result: Result, metric: string): boolean {
  return result.replications.some(
    (one) =>
      one.histograms.some((entry) => entry.metric === metric && entry.total.count > 0) ||
      one.counters.some((entry) => entry.metric === metric && entry.total > 0),
  );
}
