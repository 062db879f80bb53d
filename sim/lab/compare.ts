/** Result × Result → what B does better or worse than A, and how sure that is. */
import {
  type Change,
  COMPARISON_FORMAT,
  COMPARISON_VERSION,
  type Contrast,
  type Direction,
  type FigureComparison,
  type ResultComparison,
} from '../result/comparison.ts';
import { evaluate } from '../result/evaluate.ts';
import { unitOf } from '../result/query.ts';
import type { Replication, Result, Unit } from '../result/result.ts';
import type { MeanInterval } from '../stats/interval.ts';
import { pairedInterval } from '../stats/paired.ts';
import { type Figure, figuresOf } from './compare-figures.ts';
import { VERSION } from './version.ts';

/** Nobody changes a system for a hundredth: what surely differs by less is alike. */
const ALIKE_SHARE = 0.01;

/**
 * Compares replication by replication, so both must have met the same customers: see `pairing.ts`.
 * A pair is two replications of one index; what only one side has is left out.
 *
 * @param changes how the two scenarios differ, if that is known
 * @throws Error with a text for users when the two met other customers
 */
export function compareResults(
  a: Result,
  b: Result,
  changes: readonly Change[] = [],
): ResultComparison {
  refuseStrangers(a, b);
  const [left, right] = pairsOf(a, b);
  const pairs = left.replications.length;
  const isMeasured = (one: FigureComparison) => one.a !== undefined || one.b !== undefined;
  return {
    format: COMPARISON_FORMAT,
    version: COMPARISON_VERSION,
    twinwing: VERSION,
    a: a.scenario,
    b: b.scenario,
    pairs,
    complete: a.complete && b.complete,
    isSameRun: pairs > 0 && left.replications.every(isSameAs(right)),
    changes,
    figures: figuresOf([a, b])
      .map((figure) => compareFigure(left, right, figure))
      .filter(isMeasured),
  };
}

const isSameAs =
  ({ replications }: Result) =>
  ({ fingerprint }: Replication, at: number): boolean =>
    fingerprint === replications[at]!.fingerprint;

function refuseStrangers(a: Result, b: Result): void {
  // Not the duration: two replays of one trace end with their own last answers.
  for (const key of ['seed', 'warmupMs'] as const) {
    const [wanted, found] = [a.scenario[key], b.scenario[key]];
    if (found === wanted) continue;
    throw new Error(`cannot compare: scenario.${key}: ${found}: expected ${wanted} as in A`);
  }
}

/** An interrupted run stopped within its last replication. */
const whole = ({ complete, replications }: Result): readonly Replication[] =>
  complete ? replications : replications.slice(0, -1);

/** Both Results with the whole replications that both have, in one order. */
function pairsOf(a: Result, b: Result): [Result, Result] {
  const partners = new Map(whole(b).map((one) => [one.index, one]));
  const left = whole(a).filter(({ index }) => partners.has(index));
  const right = left.map(({ index }) => partners.get(index)!);
  return [
    { ...a, replications: left },
    { ...b, replications: right },
  ];
}

function compareFigure(a: Result, b: Result, { query, better }: Figure): FigureComparison {
  const unit = unitOf(query);
  const pooled = { a: evaluate(a, query).value, b: evaluate(b, query).value };
  const each = (result: Result) =>
    result.replications
      .map((_, replication) => evaluate(result, query, replication).value)
      .filter((value) => value !== undefined);
  const facts = {
    query,
    unit,
    better,
    ...(pooled.a !== undefined && { a: pooled.a }),
    ...(pooled.b !== undefined && { b: pooled.b }),
  };
  return { ...facts, ...difference(each(a), each(b), a.replications.length, unit, better) };
}

type Difference = Pick<FigureComparison, 'difference' | 'low' | 'high' | 'contrast'>;

/** Nothing when a replication has no value: pairs that are left out would not be random ones. */
function difference(
  a: readonly number[],
  b: readonly number[],
  pairs: number,
  unit: Unit,
  better: Direction,
): Difference {
  if (pairs === 0 || a.length < pairs || b.length < pairs) return {};
  if (pairs === 1) return { difference: b[0]! - a[0]! };
  const range = pairedInterval(a, b);
  const meanOfA = a.reduce((sum, value) => sum + value, 0) / pairs;
  // A hit ratio of 99.8 % instead of 99.9 % doubles the misses: the smaller part counts.
  const scale = unit === 'ratio' ? Math.min(meanOfA, 1 - meanOfA) : Math.abs(meanOfA);
  const { mean, low, high } = range;
  return { difference: mean, low, high, contrast: contrastOf(range, scale * ALIKE_SHARE, better) };
}

/** Enough pairs find any difference; one that is surely too small to matter is none. */
function contrastOf({ low, high }: MeanInterval, tolerance: number, better: Direction): Contrast {
  if (Math.max(-low, high) <= tolerance) return 'alike';
  if (low <= 0 && high >= 0) return 'inconclusive';
  if (better === 'neither') return 'differs';
  return high < 0 === (better === 'low') ? 'better' : 'worse';
}
