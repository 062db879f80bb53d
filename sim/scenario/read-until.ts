/** Reads `run.replications.until`, once the names that it may use are known. */
import { unknownValues } from './assertion.ts';
import { type Goal, parseGoal } from './goal.ts';
import { CODE } from './problem.ts';
import type { WrittenRun } from './read-run.ts';
import type { Reading } from './reading.ts';
import type { RunSettings } from './scenario.ts';

const PATH = ['run', 'replications', 'until'];

type Known = Readonly<Record<string, readonly string[]>>;

/** @param known by label, the values there are; labels without an entry are not checked. */
export function withGoal(
  reading: Reading,
  run: WrittenRun | undefined,
  known: Known,
): RunSettings | undefined {
  if (run === undefined) return undefined;
  const { until, ...settings } = run;
  if (until === undefined) return settings;
  const goal = readGoal(reading, until.until, known);
  return goal && { ...settings, until: { ...goal, min: until.min } };
}

function readGoal({ findings }: Reading, text: string, known: Known): Goal | undefined {
  const parsed = parseGoal(text);
  if ('message' in parsed) {
    findings.within(CODE.goal, PATH, text, parsed);
    return undefined;
  }
  const unknown = unknownValues(parsed.selected, known);
  for (const problem of unknown) findings.within(CODE.label, PATH, text, problem);
  return parsed.goal;
}
