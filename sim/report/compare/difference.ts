/** Differences as people read them: with a sign, and of shares in percentage points. */
import type { FigureComparison } from '../../result/comparison.ts';
import type { Unit } from '../../result/result.ts';
import { formatValue, NO_VALUE } from '../format.ts';

const MINUS = '−';
const POINTS = ' pp';
/** From this factor on, "times" says more than per cent. */
const MANY_TIMES = 10;

/** The largest of a figure's differences: all of them are shown in its unit. */
function largest({ difference = 0, low = 0, high = 0 }: FigureComparison): number {
  return Math.max(Math.abs(difference), Math.abs(low), Math.abs(high));
}

function signed(value: number, unit: Unit, like: number): string {
  const text = formatValue(Math.abs(value), unit, like).replace(/ %$/, POINTS);
  if (value === 0) return text;
  return (value < 0 ? MINUS : '+') + text;
}

/** `+1.20 ms`, `−0.3 pp`, `0 ms`. */
export function formatDelta(figure: FigureComparison): string {
  const { difference, unit } = figure;
  return difference === undefined ? NO_VALUE : signed(difference, unit, largest(figure));
}

/** `[−1.32 ms, −1.08 ms]`; empty without an interval. */
export function formatRange(figure: FigureComparison): string {
  const { low, high, unit } = figure;
  if (low === undefined || high === undefined) return '';
  const [from, to] = [low, high].map((value) => signed(value, unit, largest(figure)));
  return `[${from}, ${to}]`;
}

/** The difference as a share of A: `−5.8 %`; of ratios none, for points are shares already. */
export function formatRelative({ difference, a, unit }: FigureComparison): string {
  if (unit === 'ratio' || difference === undefined || a === undefined || a === 0) return '';
  const share = difference / a;
  if (share >= MANY_TIMES) return `×${formatValue(1 + share, 'count')}`;
  if (share === 0) return formatValue(0, 'ratio');
  return (share < 0 ? MINUS : '+') + formatValue(Math.abs(share), 'ratio');
}
