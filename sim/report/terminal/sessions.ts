/** Which devices were connected, how often they had to connect, and how long that took. */
import type { Result } from '../../result/result.ts';
import { formatValue } from '../format.ts';
import { sparkline } from '../sparkline.ts';
import { figure, overTime, total } from './ask.ts';
import { type Section, table, under } from './layout.ts';

const HEADING = [
  'connections',
  'connected',
  'attempts',
  'failed',
  'lost',
  'p50',
  'p99',
  'connected over time',
] as const;
const ALIGN = ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'] as const;
const TREND_COLUMNS = 30;

function row(result: Result, traffic: string): string[] {
  const of = { traffic };
  return [
    under(traffic),
    figure(result, 'mean', 'connected', of),
    formatValue(total(result, 'connects', of), 'count'),
    figure(result, 'value', 'connect_failure_ratio', of),
    formatValue(total(result, 'connections_lost', of), 'count'),
    figure(result, 'p50', 'connect_time', of),
    figure(result, 'p99', 'connect_time', of),
    sparkline(overTime(result, 'mean', 'connected', of), TREND_COLUMNS),
  ];
}

export const sessionsSection: Section = (result, options) => {
  const names = result.traffic
    .map(({ name }) => name)
    .filter((traffic) => total(result, 'connected', { traffic }) > 0);
  if (names.length === 0) return [];
  return table([HEADING, ...names.map((name) => row(result, name))], options, ALIGN);
};
