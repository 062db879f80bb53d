/** Judges assertions: pass, fail, or inconclusive when the replications cannot tell. */
import type { MeanInterval } from '../stats/interval.ts';
import { samplesNeeded } from '../stats/quantile.ts';
import { type Answer, evaluate, interval } from './evaluate.ts';
import { type Comparison, percentileShare, type Query } from './query.ts';
import type { Outcome, Result, Unit, Verdict } from './result.ts';

/** An assertion as far as a Result is concerned. */
export interface Claim {
  /** As the user wrote it. */
  readonly text: string;
  readonly query: Query;
  readonly op: Comparison;
  /** In the base unit. */
  readonly limit: number;
  readonly unit: Unit;
  readonly line: number;
  readonly column: number;
}

/** Without samples an assertion fails: one that nothing can break would be no assertion. */
export function judge(result: Result, claim: Claim): Verdict {
  const { text, line, column, query, op, limit, unit } = claim;
  const said = { text, line, column, query, op, limit, unit };
  const answer = evaluate(result, query);
  const { value } = answer;
  if (value === undefined) return { ...said, outcome: 'fail', reason: whyNoValue(query, answer) };
  const range = interval(result, query);
  if (range === undefined) return { ...said, outcome: outcomeOf(holds(value, op, limit)), value };
  const { low, high } = range;
  const outcome = isExact(claim)
    ? outcomeOf(holds(value, op, limit))
    : outcomeOfRange(range, op, limit);
  if (outcome !== 'inconclusive') return { ...said, outcome, value, low, high };
  const reason = 'the 95 % interval contains the limit: more replications may settle it';
  return { ...said, outcome, value, low, high, reason };
}

const outcomeOf = (good: boolean): Outcome => (good ? 'pass' : 'fail');

function whyNoValue({ fn }: Query, { samples }: Answer): string {
  const share = percentileShare(fn);
  if (samples === 0 || share === undefined) return 'no samples';
  return `${fn} needs ${samplesNeeded(share)} samples or more and there are ${samples}`;
}

function holds(value: number, op: Comparison, limit: number): boolean {
  if (op === '<') return value < limit;
  if (op === '<=') return value <= limit;
  if (op === '>') return value > limit;
  if (op === '>=') return value >= limit;
  return value === limit;
}

/**
 * Whether a claim leaves nothing to estimate: one error disproves `errors == 0` and
 * `error_ratio <= 0%`, though an interval around a small mean still reaches 0.
 */
function isExact({ op, limit, unit }: Claim): boolean {
  if (op === '==') return true;
  return (op === '<=' && limit === 0) || (op === '>=' && limit === 1 && unit === 'ratio');
}

function outcomeOfRange({ low, high }: MeanInterval, op: Comparison, limit: number): Outcome {
  const lowGood = holds(low, op, limit);
  const highGood = holds(high, op, limit);
  return lowGood === highGood ? outcomeOf(lowGood) : 'inconclusive';
}
