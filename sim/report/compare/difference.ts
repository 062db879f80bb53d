/** Differences as people read them: with a sign, and of shares in percentage points. */
import type { FigureComparison } from '../../result/comparison.ts';
import type { Unit } from '../../result/result.ts';
import { formatValue, NO_VALUE } from '../format.ts';

const MINUS = '−';
const POINTS = ' pp';
/** From this factor on, "times" says more than per cent. */
const MANY_TIMES = 10;

/** `+1.20 ms`, `−0.3 pp`, `0 ms`. */
export function formatDifference(value: number, unit: Unit): string {
  const text = formatValue(Math.abs(value), unit).replace(/ %$/, POINTS);
  if (value === 0) return text;
  return (value < 0 ? MINUS : '+') + text;
}

/** `[−1.32 ms, −1.08 ms]`; empty without an interval. */
export function formatRange({ low, high, unit }: FigureComparison): string {
  if (low === undefined || high === undefined) return '';
  return `[${formatDifference(low, unit)}, ${formatDifference(high, unit)}]`;
}

/** The difference as a share of A: `−5.8 %`; of ratios none, for points are shares already. */
export function formatRelative({ difference, a, unit }: FigureComparison): string {
  if (unit === 'ratio' || difference === undefined || a === undefined || a === 0) return '';
  const share = difference / a;
  if (share >= MANY_TIMES) return `×${formatValue(1 + share, 'count')}`;
  if (share === 0) return formatValue(0, 'ratio');
  return (share < 0 ? MINUS : '+') + formatValue(Math.abs(share), 'ratio');
}

export const formatDelta = ({ difference, unit }: FigureComparison): string =>
  difference === undefined ? NO_VALUE : formatDifference(difference, unit);
