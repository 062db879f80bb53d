import { describe, expect, it } from 'vitest';
import { nextLook, type Result, replicationsNeeded } from '../../sim/index.ts';
import { resultOf, scenarioOf, scenarioText } from './scenario-text.ts';

const run = (replications: string) =>
  `{ seed: 7, duration: 4s, warmup: 1s, replications: ${replications} }`;
const scenario = (replications: string) => scenarioOf(scenarioText({ run: run(replications) }));

const GOAL = 'p95(latency) ± 2%';
const sequential = scenario(`{ min: 4, max: 60, until: ${GOAL} }`);
const stopped = resultOf(sequential);
const all = resultOf(scenario('60'));

const first = (result: Result, count: number): Result => ({
  ...result,
  replications: result.replications.slice(0, count),
});

describe('looks at the precision of a run', () => {
  it.each([
    [0, 4],
    [3, 4],
    [4, 9],
    [9, 14],
    [13, 14],
    [54, 59],
    [59, 60],
  ])('after %i replications come next after %i', (done, next) => {
    expect(nextLook(sequential.run, done)).toBe(next);
  });
});

describe('a run until a figure is known', () => {
  it('stops at the first look that finds it known well enough', () => {
    const { precision, replications, complete } = stopped;
    expect(complete).toBe(true);
    expect(precision).toMatchObject({ text: GOAL, askedRatio: 0.02, isReached: true });
    expect(precision!.foundRatio).toBeLessThanOrEqual(0.02);
    expect(replications.length).toBeGreaterThan(4);
    expect((replications.length - 4) % 5).toBe(0);
    expect(replicationsNeeded(first(all, replications.length - 1), sequential.run)).toBe(
      replications.length - 1,
    );
  });

  it('is the beginning of a run of more replications', () => {
    expect(stopped.replications).toEqual(first(all, stopped.replications.length).replications);
  });

  it('needs as many, however many more the workers have done meanwhile', () => {
    const needed = stopped.replications.length;
    for (const done of [needed, needed + 1, needed + 4, 60]) {
      expect(replicationsNeeded(first(all, done), sequential.run)).toBe(needed);
    }
  });

  it('ends at its maximum and says that the goal was not reached', () => {
    const { precision, replications, complete } = resultOf(
      scenario('{ min: 2, max: 4, until: p99(latency) ± 0.1% }'),
    );
    expect({ complete, done: replications.length }).toEqual({ complete: true, done: 4 });
    expect(precision!.isReached).toBe(false);
    expect(precision!.foundRatio).toBeGreaterThan(0.001);
  });

  it('stops after the fewest when the figure is the same in all of them', () => {
    const { precision, replications } = resultOf(
      scenario('{ min: 3, max: 9, until: error_ratio ± 1% }'),
    );
    expect(precision).toMatchObject({ isReached: true, foundRatio: 0 });
    expect(replications.length).toBe(3);
  });

  it('does not take a figure without samples for known', () => {
    const { precision, replications } = resultOf(
      scenario('{ min: 2, max: 3, until: p99(delivery) ± 5% }'),
    );
    expect(replications.length).toBe(3);
    expect(precision).toMatchObject({ isReached: false });
    expect(precision).not.toHaveProperty('foundRatio');
  });
});
