/**
 * Failures that outlive their cause. Source: Bronson, Aghayev, Charapko & Zhu, Metastable Failures in
 * Distributed Systems, HotOS 2021: a trigger pushes a system into a state that an effect of its own, such as
 * retries, keeps it in; the load is what it was, the goodput is not.
 */
import { evaluate } from './evaluate.ts';
import type { Query } from './query.ts';
import type { Phase, Result } from './result.ts';
import { series } from './series.ts';

export interface Metastable {
  readonly traffic: string;
  /** What set it off. */
  readonly trigger: string;
  /** How long after the trigger's end it was watched, ms. */
  readonly watchedMs: number;
  /** Share of requests answered in time, before the trigger and at the end of the watch. */
  readonly beforeRatio: number;
  readonly afterRatio: number;
  /** Attempts for each request of the whole run, where there can be several. */
  readonly amplification?: number;
}

/** Windows that are compared before the trigger and at the end of the watch. */
const LEAST_WINDOWS = 5;
/** Goodput below this part of what it was is a failure. */
const LOW = 0.5;
/** The load is no more than this times what it was: not the load keeps the system down. */
const SAME_LOAD = 1.1;

/** One for each traffic that does not recover; none when every one does. */
export function metastable(result: Result): Metastable[] {
  if (!result.complete) return [];
  return result.traffic.flatMap(({ name }) => {
    const found = result.timeline.flatMap((phase) => failure(result, phase, name));
    // Of several that happened at the same time, the one that names this traffic.
    const own = found.find(({ trigger }) =>
      result.timeline.some((phase) => phase.name === trigger && phase.text.includes(name)),
    );
    return own ?? found[0] ?? [];
  });
}

function failure(result: Result, phase: Phase, traffic: string): Metastable[] {
  const { durationMs, warmupMs, windowMs } = result.scenario;
  const { timeline } = result;
  const starts = timeline.map(({ fromMs }) => fromMs);
  const watchEndMs = Math.min(durationMs, ...starts.filter((fromMs) => fromMs > phase.toMs));
  // What another trigger does at the same time is not this one's doing.
  const isAlone = timeline.every(
    (other) => other === phase || other.toMs <= phase.toMs || other.fromMs >= phase.toMs,
  );
  const calmMs = Math.max(
    warmupMs,
    ...timeline.map(({ toMs }) => toMs).filter((toMs) => toMs < phase.fromMs),
  );
  const before = span(Math.ceil(calmMs / windowMs), Math.floor(phase.fromMs / windowMs));
  const after = span(Math.ceil(phase.toMs / windowMs), Math.floor(watchEndMs / windowMs));
  const isLong = before.length >= LEAST_WINDOWS && after.length >= 2 * LEAST_WINDOWS;
  if (!isAlone || !isLong) return [];
  const last = after.slice(-LEAST_WINDOWS);
  const labels = { traffic };
  const mean = meansOf(result, { fn: 'value', metric: 'goodput_ratio', labels });
  const load = (windows: readonly number[]) =>
    meansOf(result, { fn: 'rate', metric: 'requests', labels })(windows) +
    meansOf(result, { fn: 'rate', metric: 'unanswered', labels })(windows);
  const [beforeRatio, afterRatio] = [mean(before), mean(last)];
  const isLow = afterRatio < LOW * beforeRatio;
  if (!isLow || load(last) > SAME_LOAD * load(before) || load(last) === 0) return [];
  const { value } = evaluate(result, { fn: 'value', metric: 'amplification', labels });
  const watchedMs = watchEndMs - phase.toMs;
  const found = { traffic, trigger: phase.name, watchedMs, beforeRatio, afterRatio };
  return [value === undefined ? found : { ...found, amplification: value }];
}

const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

function meansOf(result: Result, query: Query): (windows: readonly number[]) => number {
  const { values } = series(result, query);
  return (windows) =>
    windows.reduce((sum, window) => sum + (values[window] ?? 0), 0) / windows.length;
}
