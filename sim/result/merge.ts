/** Joins the results of shards into what one run of all their replications leaves behind. */
import type { Result } from './result.ts';
import { judge } from './verdict.ts';
import { foldWindows } from './window-fold.ts';

/**
 * Replications side by side in the order of their index, verdicts judged anew; the same whatever
 * the order of `results`.
 *
 * @throws Error with a text for users when the results do not belong together
 */
export function mergeResults(results: readonly Result[]): Result {
  const [first, ...others] = results;
  if (first === undefined) throw new Error('nothing to merge: expected one result or more');
  if (others.length > 0 && results.some(({ precision }) => precision !== undefined)) {
    throw new Error('cannot merge: run.replications.until: expected a number of replications');
  }
  for (const other of others) refuseStrangers(first, other);
  const windowMs = Math.max(...results.map((result) => result.scenario.windowMs));
  const replications = results
    .flatMap((result) =>
      result.replications.map((one) => foldWindows(one, result.scenario.windowMs, windowMs)),
    )
    .sort((a, b) => a.index - b.index);
  refuseTwice(replications);
  const planned = Math.max(...results.map((result) => result.scenario.replications));
  const merged: Result = {
    ...first,
    scenario: { ...first.scenario, windowMs, replications: Math.max(planned, replications.length) },
    complete: results.every((result) => result.complete),
    replications,
    verdicts: [],
  };
  return { ...merged, verdicts: first.verdicts.map((verdict) => judge(merged, verdict)) };
}

function refuseStrangers(first: Result, other: Result): void {
  const differ = (what: string, a: unknown, b: unknown) => {
    if (isSame(a, b)) return;
    throw new Error(
      `cannot merge: ${what}: ${brief(b)}: expected ${brief(a)} as in the first result`,
    );
  };
  differ('version', first.version, other.version);
  differ('twinwing', first.twinwing, other.twinwing);
  for (const key of ['title', 'file', 'seed', 'durationMs', 'warmupMs'] as const) {
    differ(`scenario.${key}`, first.scenario[key], other.scenario[key]);
  }
  for (const key of ['topology', 'traffic', 'timeline', 'assumptions', 'prices'] as const) {
    differ(key, first[key], other[key]);
  }
  const claims = (result: Result) =>
    result.verdicts.map(({ text, line, column }) => ({ text, line, column }));
  differ('assertions', claims(first), claims(other));
}

function refuseTwice(replications: Result['replications']): void {
  replications.forEach(({ index }, i) => {
    if (index !== replications[i - 1]?.index) return;
    throw new Error(
      `cannot merge: replication ${index} is in two results: expected each index once`,
    );
  });
}

const LONGEST_QUOTE = 60;

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= LONGEST_QUOTE ? text : 'another one';
}

/** Whether two pieces of plain data are equal; the order of keys does not matter. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  if (left.length !== right.size || Array.isArray(a) !== Array.isArray(b)) return false;
  return left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)));
}
