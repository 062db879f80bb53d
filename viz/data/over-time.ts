/** What the time charts plot. */
import type { Result } from '../../sim/index.ts';
import { PERCENTILE_COLOURS, seriesColour, tierColour } from '../charts/palette.ts';
import type { Line, TimeData } from '../charts/time-chart.ts';
import { askWindows, bandsOf, durationMs, has, labelValues } from './ask.ts';

export const PERCENTILES = ['p50', 'p95', 'p99'] as const;
const DASHES: Readonly<Record<string, readonly number[]>> = { p50: [2, 3], p95: [7, 4] };

const timeData = (result: Result, lines: readonly Line[]): TimeData => ({
  windowMs: result.scenario.windowMs,
  durationMs: durationMs(result),
  warmupMs: result.scenario.warmupMs,
  lines,
  phases: bandsOf(result),
});

/** The same lines of another run, pale and behind; nothing when its windows are others. */
export function withBefore(
  data: TimeData,
  before: TimeData | undefined,
  nameOf: (line: string) => string,
): TimeData {
  if (before?.windowMs !== data.windowMs || before.durationMs !== data.durationMs) return data;
  const pale = before.lines.map((line) => ({ ...line, name: nameOf(line.name), isPale: true }));
  return { ...data, lines: [...data.lines, ...pale] };
}

/** Percentiles of a time over virtual time; each window's from the histograms of all replications. */
export function percentilesOverTime(result: Result, metric: 'latency' | 'delivery'): TimeData {
  const lines = PERCENTILES.map((fn) => ({
    name: fn,
    colour: PERCENTILE_COLOURS[fn]!,
    ...(DASHES[fn] === undefined ? {} : { dash: DASHES[fn] }),
    values: askWindows(result, fn, metric),
  }));
  return timeData(result, lines);
}

/** The groups that have caches, devices with their own too, in the order in which requests meet them. */
export function cacheTiers(result: Result): string[] {
  const counted = labelValues(result, 'cache_requests', 'node');
  const groups = result.topology.groups.filter(
    (group) => group.kind === 'cache' || counted.includes(group.name),
  );
  return [...groups].sort((a, b) => a.layer - b.layer).map((group) => group.name);
}

export type By = 'requests' | 'bytes';
export const hitMetric = (by: By) => (by === 'requests' ? 'hit_ratio' : 'byte_hit_ratio');
const TIER_DASHES: readonly (readonly number[] | undefined)[] = [
  undefined,
  [7, 4],
  [2, 3],
  [9, 3, 2, 3],
];

export function hitRatioOverTime(result: Result, by: By): TimeData {
  const lines = cacheTiers(result).map((node, index) => {
    const dash = TIER_DASHES[index % TIER_DASHES.length];
    return {
      name: node,
      colour: tierColour(result.topology.groups, node),
      ...(dash === undefined ? {} : { dash }),
      values: askWindows(result, 'value', hitMetric(by), { node }),
    };
  });
  return timeData(result, lines);
}

/** Requests or messages per second, a line for each traffic. */
export function rateOverTime(result: Result): TimeData {
  const metrics = ['requests', 'messages'].filter((metric) => has(result, metric));
  const sources = metrics.flatMap((metric) =>
    labelValues(result, metric, 'traffic').map((traffic) => ({ metric, traffic })),
  );
  const lines = sources.map(({ metric, traffic }, index) => ({
    name: traffic,
    colour: seriesColour(index),
    values: askWindows(result, 'rate', metric, { traffic }),
  }));
  return timeData(result, lines);
}

/** Devices that are connected, a line for each traffic. */
export function connectedOverTime(result: Result): TimeData {
  const lines = labelValues(result, 'connected', 'traffic').map((traffic, index) => ({
    name: traffic,
    colour: seriesColour(index),
    values: askWindows(result, 'mean', 'connected', { traffic }),
  }));
  return timeData(result, lines);
}
