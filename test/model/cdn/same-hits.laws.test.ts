import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { evaluate, Run, read } from '../../../sim/index.ts';
import { replay } from '../../../sim/lab/cache/replay.ts';
import { readLog } from '../../../sim/lab/cache/request-log.ts';
import { driveRun } from '../../../sim/lab/node/drive.ts';
import { openTrace } from '../../../sim/lab/node/trace-file.ts';
import { evictionPolicies } from '../../../sim/model/cache/eviction/index.ts';
import { evictionTraits } from '../../../sim/model/cache/eviction/policy.ts';
import { choose } from '../../../sim/part/choice.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinwing-same-hits-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Requests whose popularity drifts, for objects of up to 500 bytes, some of which change their size. */
function writeTrace(): string {
  const random = new Streams('same hits', 0).stream('requests');
  const lines = Array.from({ length: 12_000 }, (_, at) => {
    const object = Math.min(random.below(600), random.below(600)) + Math.floor(at / 3000) * 100;
    const bytes = 1 + ((object * 37) % 500) + (random.below(50) === 0 ? 7 : 0);
    return `${at},object-${object},${bytes}`;
  });
  const path = join(folder, 'trace.csv');
  writeFileSync(path, `time,key,size\n${lines.join('\n')}\n`);
  return path;
}

const trace = writeTrace();
const CAPACITY_BYTES = 20_000;

/** Nothing takes time, nothing expires, nothing has an overhead. */
const scenario = (policy: string) => `
version: 1
run: { seed: 5 }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  edge: { kind: cache, capacity: ${CAPACITY_BYTES}B, policy: ${policy}, parent: origin }
  origin: { kind: origin, service: 0ms }
links:
  people -> edge: { latency: 0ms }
  edge -> origin: { latency: 0ms }
traffic:
  log: { kind: trace, from: people, to: edge, file: trace.csv, transport: open }
`;

async function inScenario(policy: string): Promise<{ misses: number; missBytes: number }> {
  const { scenario: found, problems } = read(scenario(policy), { file: 'same-hits.yaml' });
  expect(problems).toEqual([]);
  const run = new Run(found!);
  await driveRun(run, { folder });
  const result = run.result();
  const total = (metric: string) => evaluate(result, { fn: 'total', metric, labels: {} }).value!;
  return { misses: total('origin_requests'), missBytes: total('origin_bytes') };
}

const inScenarios = evictionPolicies.parts.filter((part) => !evictionTraits({ part }).needsFuture);

describe('a cache in a scenario without time', () => {
  it.each(inScenarios.map((part) => [part.name, part] as const))(
    'misses with %s what it misses alone',
    async (name, part) => {
      const log = await readLog(openTrace(trace, { format: 'auto' }));
      const choice = choose(part, part.params.parse({}));
      const options = { capacity: CAPACITY_BYTES, unitSize: false, seed: '5' };
      const alone = replay(log, choice, { ...options, stream: 'edge/0/eviction' });
      expect(await inScenario(name)).toEqual(alone);
    },
  );

  it('refuses bounds, which no cache can have', () => {
    const { problems } = read(scenario('belady'), { file: 'same-hits.yaml' });
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'nodes.edge.policy: a bound that knows the future: expected a policy; twinwing cache can replay it',
    ]);
  });
});
