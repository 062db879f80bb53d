/** Answers a query for each window of the run: what charts draw. */
import { mergeHistograms } from '../stats/histogram.ts';
import { counters, ofCounter, ofHistogram, ofRatio } from './evaluate.ts';
import { coveredMs } from './phase-map.ts';
import { DURING, metricOf, type Query, selects } from './query.ts';
import type { Labels, Replication, Result } from './result.ts';

export interface Series {
  readonly windowMs: number;
  /** One a window, from the start of the run, in the unit of the query. */
  readonly values: readonly (number | undefined)[];
}

const MS_PER_SECOND = 1000;

/**
 * Windows pooled over replications. With `during` only the windows that lie in that phase, in
 * whole or in part, have values.
 */
export function series(result: Result, query: Query): Series {
  const { windowMs } = result.scenario;
  const { [DURING]: phase, ...labels } = query.labels;
  const spans = result.timeline.filter(({ name }) => name === phase);
  const asked = (window: number) =>
    phase === undefined || coveredMs(spans, window * windowMs, (window + 1) * windowMs) > 0;
  const valueIn = windowed(result, { ...query, labels });
  const values = Array.from({ length: windowCount(result, query) }, (_, window) =>
    asked(window) ? valueIn(window) : undefined,
  );
  return { windowMs, values };
}

/** Windows of the longest series that the query reads. */
function windowCount({ replications }: Result, query: Query): number {
  const metric = metricOf(query);
  const names = [metric.name, ...(metric.part ?? []), ...(metric.of ?? [])];
  let longest = 0;
  for (const replication of replications) {
    for (const entry of [...replication.counters, ...replication.histograms]) {
      if (names.includes(entry.metric)) longest = Math.max(longest, entry.windows.length);
    }
  }
  return longest;
}

function windowed(result: Result, query: Query): (window: number) => number | undefined {
  const metric = metricOf(query);
  const { replications } = result;
  if (metric.kind === 'histogram') return histogramWindows(replications, query);
  if (metric.kind === 'ratio') {
    const names = new Set([...(metric.part ?? []), ...(metric.of ?? [])]);
    const sums = new Map(
      [...names].map((name) => [name, sumWindows(replications, name, query.labels)]),
    );
    return (window) =>
      ofRatio(metric, (parts) => parts.reduce((sum, name) => sum + sums.get(name)!(window), 0))
        .value;
  }
  const having = replications.filter(
    (one) => counters([one], [metric.name], query.labels).length > 0,
  );
  if (having.length === 0) return () => undefined;
  const sum = sumWindows(having, metric.name, query.labels);
  return (window) => {
    const seconds = windowSeconds(having, window, result.scenario.windowMs);
    return ofCounter(query, metric, sum(window), having.length, seconds);
  };
}

function histogramWindows(replications: readonly Replication[], query: Query) {
  const entries = replications.flatMap((replication) =>
    replication.histograms.filter(
      (entry) => entry.metric === query.metric && selects(query.labels, entry.labels),
    ),
  );
  return (window: number): number | undefined => {
    const filled = entries
      .map((entry) => entry.windows[window])
      .filter((data) => data !== undefined);
    return ofHistogram(query, mergeHistograms(filled)).value;
  };
}

function sumWindows(pool: readonly Replication[], metric: string, labels: Labels) {
  const entries = counters(pool, [metric], labels);
  return (window: number): number =>
    entries.reduce((sum, entry) => sum + (entry.windows[window] ?? 0), 0);
}

/** Simulated time in a window over all replications; the last window may have just begun. */
function windowSeconds(pool: readonly Replication[], window: number, windowMs: number): number {
  const inWindow = ({ simulatedMs }: Replication) =>
    Math.max(0, Math.min(windowMs, simulatedMs - window * windowMs));
  return pool.reduce((sum, replication) => sum + inWindow(replication), 0) / MS_PER_SECOND;
}
