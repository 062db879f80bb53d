import { describe, expect, it } from 'vitest';
import { Run, read, type Scenario } from '../../sim/index.ts';
import { firstDifference, firstOther } from '../../sim/lab/node/first-difference.ts';
import { type MarkedRun, markedRun } from '../../sim/lab/node/marked-run.ts';

function scenarioWith(set: readonly string[], timeline = ''): Scenario {
  const text = `version: 1
title: Parting
run: { seed: 3, duration: 8m, replications: 2 }
places: [virginia]
nodes:
  viewers: { kind: clients, count: 20, access: fibre }
  edge: { kind: cache, capacity: 1MiB, policy: lru, parent: origin }
  origin: { kind: origin, workers: 8, service: 5ms }
traffic:
  pages: { kind: web, from: viewers, to: edge, arrivals: { poisson: 50rps }, catalog: { objects: 300, popularity: { zipf: 0.9 }, size: 10KiB } }
${timeline}`;
  const { scenario, problems } = read(text, { file: 'parting.yaml', set });
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return scenario;
}

const staged = (scenario: Scenario) => ({ scenario, folder: '.' });

/** Every event of a replication, one after the other: slow, and nothing can go wrong. */
function eventsOf(scenario: Scenario, replication: number): string[] {
  const run = new Run({ ...scenario, run: { ...scenario.run, replications: 1 } }, replication);
  const events: string[] = [];
  run.watch(({ timeMs, name, a, b }) => events.push(`${timeMs} ${name} ${a} ${b}`));
  run.advance(Number.POSITIVE_INFINITY);
  return events;
}

const plain = scenarioWith([]);

describe('firstDifference', () => {
  it.each([
    // Among the first events.
    ['another service time', scenarioWith(['nodes.origin.service=6ms'])],
    // After a hundred thousand events, and so past marks of the fingerprint.
    ['a crash', scenarioWith([], 'timeline: [{ at: 7m, do: crash, node: edge, for: 1s }]')],
    ['a purge', scenarioWith([], 'timeline: [{ at: 3m, do: purge, nodes: edge }]')],
  ])('names the event that a comparison of all events finds: %s', async (_, changed) => {
    const stages = [staged(plain), staged(changed)] as const;
    const runs = [await markedRun(stages[0]), await markedRun(stages[1])] as const;
    const found = (await firstDifference(stages, runs))!;
    const [ours, theirs] = [eventsOf(plain, 0), eventsOf(changed, 0)];
    const at = ours.findIndex((event, index) => event !== theirs[index]);
    expect(found.replication).toBe(0);
    expect(found.event).toBe(at + 1);
    const texts = found.events.map((event) => {
      const { timeMs, name, a, b } = event!;
      return `${timeMs} ${name} ${a} ${b}`;
    });
    expect(texts).toEqual([ours[at], theirs[at]]);
  });

  it('finds nothing between two runs of one scenario', async () => {
    const stages = [staged(plain), staged(plain)] as const;
    const runs = [await markedRun(stages[0]), await markedRun(stages[1])] as const;
    expect(await firstDifference(stages, runs)).toBeUndefined();
  });

  it('finds nothing when runs that differed do not differ again', async () => {
    const stages = [staged(plain), staged(plain)] as const;
    const real = await markedRun(stages[0]);
    const replications = real.result.replications.map((each) => ({ ...each, fingerprint: '0' }));
    const fake: MarkedRun = { ...real, result: { ...real.result, replications } };
    expect(await firstDifference(stages, [real, fake])).toBeUndefined();
  });

  it('looks in the replication that differs', () => {
    const of = (...prints: string[]) => prints.map((fingerprint) => ({ fingerprint, events: 1 }));
    expect(firstOther(of('a', 'b', 'c'), of('a', 'x', 'y'))).toBe(1);
    expect(firstOther(of('a', 'b'), of('a', 'b', 'c'))).toBeUndefined();
  });
});

describe('the events that a watch shows', () => {
  it('have names', () => {
    const events = eventsOf(scenarioWith(['run.duration=5s']), 0);
    expect(events.length).toBeGreaterThan(100);
    expect(events.filter((event) => event.includes('unnamed'))).toEqual([]);
  });
});
