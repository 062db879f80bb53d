/** A small scenario with one cache, and its pieces to change. */
import { type Result, Run, read, type Scenario } from '../../sim/index.ts';

interface Pieces {
  readonly run?: string;
  readonly policy?: string;
  /** Mean of the origin's. */
  readonly service?: string;
  readonly traffic?: string;
}

export const scenarioText = ({
  run = '{ seed: 7, duration: 20s, warmup: 4s, replications: 6 }',
  policy = 'lru',
  service = '20ms',
  traffic = 'pages: { kind: web, from: viewers, to: edge, arrivals: { poisson: 200rps }, catalog: { objects: 2000, popularity: { zipf: 0.9 }, size: 10KiB } }',
}: Pieces = {}) => `version: 1
title: Small
run: ${run}
places: [virginia]
nodes:
  viewers: { kind: clients, count: 10, access: fibre }
  edge: { kind: cache, capacity: 1MiB, policy: ${policy}, parent: origin }
  origin: { kind: origin, workers: 8, service: { exponential: { mean: ${service} } } }
traffic:
  ${traffic}
assert:
  - error_ratio < 1%
`;

/** @throws Error with all problems when the text has any. */
export function scenarioOf(text: string, options: { file?: string; seed?: string } = {}): Scenario {
  const { scenario, problems } = read(text, { file: 'test.yaml', ...options });
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return scenario;
}

export function resultOf(scenario: Scenario): Result {
  const run = new Run(scenario);
  while (!run.advance(Number.POSITIVE_INFINITY));
  return run.result();
}
