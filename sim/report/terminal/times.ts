import type { Labels, Result } from '../../result/result.ts';
import { displayWidth } from '../columns.ts';
import { sparkline } from '../sparkline.ts';
import { figure, overTime, samples } from './ask.ts';
import { type Section, type SummaryOptions, table, under } from './layout.ts';

const PERCENTILES = ['p50', 'p95', 'p99', 'p99.9'] as const;
const TREND = 'p99 over time';
const WIDEST_TREND = 40;
/** A line of fewer blocks than its own heading tells nothing. */
const NARROWEST_TREND = TREND.length;

interface Subject {
  readonly name: string;
  readonly labels: Labels;
}

/** Traffics of the scenario, and what they ask for beside: `talk-upload` for the pictures of `talk`. */
function trafficsOf(result: Result, metric: string): string[] {
  const named = result.traffic.map(({ name }) => name);
  const measured = result.replications.flatMap(({ histograms }) =>
    histograms.filter((series) => series.metric === metric).map(({ labels }) => labels.traffic),
  );
  return [...new Set([...named, ...measured.filter((name) => name !== undefined)])];
}

/** All traffic together, then each by itself; only the one when there is one. */
function subjects(result: Result, metric: string): Subject[] {
  const each = trafficsOf(result, metric)
    .map((name) => ({ name, labels: { traffic: name } }))
    .filter(({ labels }) => samples(result, metric, labels) > 0);
  return each.length > 1 ? [{ name: 'all', labels: {} }, ...each] : each;
}

/** Percentiles of a metric, one row a traffic, with its p99 over time as far as there is room. */
function times(result: Result, metric: string, title: string, options: SummaryOptions): string[] {
  const found = subjects(result, metric);
  if (found.length === 0) return [];
  const rows = found.map(({ name, labels }) => [
    under(name),
    ...PERCENTILES.map((fn) => figure(result, fn, metric, labels)),
  ]);
  const lines = table([[title, ...PERCENTILES], ...rows], options);
  const room = options.width - Math.max(...lines.map(displayWidth)) - 2;
  if (room < NARROWEST_TREND) return lines;
  const columns = Math.min(room, WIDEST_TREND);
  const trend = (labels: Labels) => sparkline(overTime(result, 'p99', metric, labels), columns);
  const trends = found.map(({ labels }) => trend(labels));
  // Windows may hold too few values for a p99 each.
  if (trends.every((line) => line.trim() === '')) return lines;
  const withTrend = rows.map((row, at) => [...row, trends[at]!]);
  const align = ['left', 'right', 'right', 'right', 'right', 'left'] as const;
  return table([[title, ...PERCENTILES, TREND], ...withTrend], options, align);
}

export const latencySection: Section = (result, options) =>
  times(result, 'latency', 'latency', options);

export const deliverySection: Section = (result, options) =>
  times(result, 'delivery', 'delivery', options);

/** What takes several requests or comes piece by piece, where a traffic has any of it. */
const TASKS = {
  page_load: 'page load',
  download_time: 'download',
  class_delay: 'class delay',
  first_token: 'first token',
} as const;

export const tasksSection: Section = (result, options) =>
  Object.entries(TASKS).flatMap(([metric, title]) => times(result, metric, title, options));
