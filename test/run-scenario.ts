/** Runs a scenario given as text, for tests that look at what comes out at the end. */
import { evaluate, type Labels, type Query, type Result, Run, read } from '../sim/index.ts';

/** @throws Error with all problems when the scenario has any. */
export function runText(text: string, set: readonly string[] = []): Result {
  const { scenario, problems } = read(text, { file: 'test.yaml', set });
  if (scenario === undefined) {
    throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  }
  const run = new Run(scenario);
  while (!run.advance(Number.POSITIVE_INFINITY));
  return run.result();
}

/** One figure of a Result; 0 when there is nothing to count. */
export function figure(
  result: Result,
  fn: Query['fn'],
  metric: string,
  labels: Labels = {},
): number {
  return evaluate(result, { fn, metric, labels }).value ?? 0;
}

/** A counter's total over all labels. */
export const total = (result: Result, metric: string, labels: Labels = {}): number =>
  figure(result, 'total', metric, labels);
