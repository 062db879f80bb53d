/** Makes two scenarios meet the same customers, or says why they cannot. */
import { CODE, type Path, type Problem } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';

/**
 * Both with the seed and the replications of A: the same chance for both (common random numbers).
 *
 * @param replications for both, instead of A's; as many, whatever A would stop at
 */
export function onSameCustomers(
  a: Scenario,
  b: Scenario,
  replications?: number,
): [Scenario, Scenario] {
  const { until, ...settings } = a.run;
  const run = replications === undefined ? a.run : { ...settings, replications };
  return [
    { ...a, run },
    { ...b, run },
  ];
}

/** @returns what stands against a comparison, as problems of B; nothing when it makes sense. */
export function pairingProblems(a: Scenario, b: Scenario): Problem[] {
  return [
    ...timeProblem(a, b, 'durationMs', ['run', 'duration']),
    ...timeProblem(a, b, 'warmupMs', ['run', 'warmup']),
    ...customerProblem(a, b),
  ];
}

function timeProblem(
  a: Scenario,
  b: Scenario,
  key: 'durationMs' | 'warmupMs',
  path: Path,
): Problem[] {
  if (a.run[key] === b.run[key]) return [];
  const found = b.source.textAt(path) ?? 'missing';
  const wanted = a.source.textAt(path);
  const expected = wanted === undefined ? 'none' : wanted;
  const message = `${found}: expected ${expected} as in ${a.source.file}`;
  const hint = wanted === undefined ? {} : { hint: `--set ${path.join('.')}=${wanted} sets both` };
  return [b.source.problem(CODE.otherTime, path, message, hint)];
}

function customerProblem(a: Scenario, b: Scenario): Problem[] {
  const isIn = ({ traffic }: Scenario, name: string, kind: string) =>
    traffic.some((other) => other.name === name && other.kind.name === kind);
  if (b.traffic.some(({ name, kind }) => isIn(a, name, kind.name))) return [];
  const list = (scenario: Scenario) =>
    scenario.traffic.map(({ name, kind }) => `${name} (${kind.name})`).join(', ');
  const message = `${list(b)}: expected traffic of ${a.source.file}: ${list(a)}`;
  return [b.source.problem(CODE.otherCustomers, ['traffic'], message, { target: 'key' })];
}
