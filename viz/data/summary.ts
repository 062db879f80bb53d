/** One sentence for each chart: what a reader who cannot see it should know. */
import type { Messages } from '../app/messages.ts';
import type { HeatmapData } from '../charts/heatmap.ts';
import type { PercentileData } from '../charts/percentile-plot.ts';
import type { TimeData } from '../charts/time-chart.ts';
import type { TopologyData } from '../charts/topology.ts';
import type { Format } from './format.ts';

/** Speaks of the line that rises highest, and of the shortest phase in which it does. */
export function summariseLines(
  data: TimeData,
  write: (value: number) => string,
  format: Format,
  say: Messages,
): string {
  const points = data.lines.flatMap(({ name, values }) =>
    values.flatMap((value, window) => (value === null ? [] : [{ name, value, window }])),
  );
  if (points.length === 0) return say.summary.none;
  const highest = points.reduce((best, next) => (next.value > best.value ? next : best));
  const lowest = points
    .filter((point) => point.name === highest.name)
    .reduce((best, next) => (next.value < best.value ? next : best));
  const atMs = highest.window * data.windowMs;
  const phase = phaseAt(data, atMs, atMs + data.windowMs);
  const ends = [write(lowest.value), write(highest.value)] as const;
  return say.summary.lines(highest.name, ...ends, format.clock(atMs), phase);
}

function phaseAt({ phases }: TimeData, fromMs: number, toMs: number): string {
  const meeting = phases.filter((phase) => toMs > phase.fromMs && fromMs < phase.toMs);
  const lengths = meeting.map((phase) => phase.toMs - phase.fromMs);
  return meeting[lengths.indexOf(Math.min(...lengths))]?.name ?? '';
}

export function summariseHeat(data: HeatmapData, format: Format, say: Messages): string {
  const count = data.counts.flat().reduce((total, one) => total + one, 0);
  if (count === 0) return say.summary.none;
  const [low, high] = [data.edges[0], data.edges[data.edges.length - 1]];
  return say.summary.heat(format.count(count), format.ms(low), format.ms(high));
}

export function summarisePercentiles(data: PercentileData, format: Format, say: Messages): string {
  const line = data[0];
  const last = line?.points[line.points.length - 1];
  if (line === undefined || last === undefined) return say.summary.none;
  const median = line.points.find((point) => point.quantile >= 0.5) ?? last;
  const share = `${Number((last.quantile * 100).toFixed(3))}%`;
  return say.summary.percentiles(line.name, format.ms(median.value), share, format.ms(last.value));
}

export function summariseTopology(data: TopologyData, format: Format, say: Messages): string {
  const busiest = [...data.edges].sort((a, b) => b.ratePerSecond - a.ratePerSecond)[0];
  if (busiest === undefined) return say.summary.none;
  const name = `${busiest.from} → ${busiest.to}`;
  return say.summary.topology(data.nodes.length, name, format.perSecond(busiest.ratePerSecond));
}
