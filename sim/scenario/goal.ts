/** Reads goals such as `p99(latency) ± 5%`: how well a figure is to be known. */
import { parseQuantity, RATIO } from '../part/units.ts';
import type { Query } from '../result/query.ts';
import { readQuestion, type Selected } from './assertion.ts';
import { type AssertionProblem, AssertionText, Misfit } from './assertion-text.ts';

/** How well a run is to know a figure before it stops. */
export interface Goal {
  /** As the user wrote it. */
  readonly text: string;
  readonly query: Query;
  /** Half of the 95 % interval over the mean, above 0. */
  readonly marginRatio: number;
}

const PLUS_MINUS = /±|\+-|\+\/-/y;
const SHARE = /[+-]?(?:\d+\.?\d*|\.\d+)(?:\s*[^\s\d]\S*)?/y;

export function parseGoal(
  text: string,
): { readonly goal: Goal; readonly selected: readonly Selected[] } | AssertionProblem {
  try {
    const scan = new AssertionText(text);
    const { query, selected } = readQuestion(scan);
    scan.piece(PLUS_MINUS, '± and a share, as in p99(latency) ± 5%');
    const marginRatio = readShare(scan);
    scan.end();
    return { goal: { text: text.trim(), query, marginRatio }, selected };
  } catch (thrown) {
    if (thrown instanceof Misfit) return thrown.problem;
    throw thrown;
  }
}

function readShare(scan: AssertionText): number {
  const { text, at } = scan.piece(SHARE, `a share such as ${RATIO.examples}`);
  const parsed = parseQuantity(text, RATIO);
  const place = { at, length: text.length };
  if ('value' in parsed) {
    if (parsed.value > 0 && parsed.value < 1) return parsed.value;
    throw new Misfit({ message: `${text}: expected more than 0% and less than 100%`, ...place });
  }
  const hint = Number.isNaN(Number(text)) ? parsed.hint : `write e.g. ${text}%`;
  throw new Misfit({ message: parsed.message, ...place, ...(hint !== undefined && { hint }) });
}
