import type { Result } from '../../result/result.ts';
import { formatSpan } from '../format.ts';
import { figure, samples, total } from './ask.ts';
import { type Section, table, under } from './layout.ts';
import { cacheGroups } from './tiers.ts';

const ALIGN = ['left', 'left'] as const;

interface Column {
  readonly heading: string;
  value(phase: string): string;
}

/** Only what the scenario has: a chat has no hit ratio, a CDN no deliveries. */
function columns(result: Result): Column[] {
  const edge = cacheGroups(result)[0]?.name;
  const found: Column[] = [];
  if (samples(result, 'latency') > 0) {
    const value = (during: string) => figure(result, 'p99', 'latency', { during });
    found.push({ heading: 'p99 latency', value });
  }
  if (edge !== undefined && total(result, 'cache_requests', { node: edge }) > 0) {
    const value = (during: string) => figure(result, 'value', 'hit_ratio', { node: edge, during });
    found.push({ heading: `hit ratio at ${edge}`, value });
  }
  if (samples(result, 'delivery') > 0) {
    const value = (during: string) => figure(result, 'p99', 'delivery', { during });
    found.push({ heading: 'p99 delivery', value });
  }
  return found;
}

/** What happened when, and how things went meanwhile. */
export const phasesSection: Section = (result, options) => {
  if (result.timeline.length === 0) return [];
  const shown = columns(result);
  const rows = result.timeline.map(({ name, fromMs, toMs }) => [
    under(name),
    `${formatSpan(fromMs)} – ${formatSpan(toMs)}`,
    ...shown.map(({ value }) => value(name)),
  ]);
  return table(
    [['during', 'time', ...shown.map(({ heading }) => heading)], ...rows],
    options,
    ALIGN,
  );
};
