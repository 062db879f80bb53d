import { describe, expect, it } from 'vitest';
import type { Result } from '../../../../sim/index.ts';
import { figure, runText } from '../../../run-scenario.ts';

/** A million watchers at one gateway of goim, without a network. */
const goim = (workers: number, comments: number) => `
version: 1
title: goim
run: { seed: 1, duration: 12s, warmup: 2s }
places: [shanghai]
nodes:
  people: { kind: clients, count: 1M, access: none }
  gateway: { kind: gateway, workers: ${workers}, service: 0ms, per-delivery: 0.6us }
traffic:
  room:
    kind: danmaku
    from: people
    to: gateway
    arrivals: { steady: ${comments}rps }
    merge: 0s
    most: 1krps
    text: 15B
    frame: 0B
    behind: 200ms
    followed: 16
`;

describe('oracle 24: a gateway that a million watchers share', () => {
  const rate = (result: Result) => figure(result, 'rate', 'deliveries');

  it('delivers what comes until its cores are busy, and then as much as they can', () => {
    // reference/domain.md §9, 24: a million watchers and 40 comments a second are 35.9 M deliveries/s on 20–23 cores.
    const offered = [10, 35, 40, 60];
    const found = offered.map((comments) => rate(runText(goim(22, comments))) / 1e6);
    for (const [index, comments] of offered.entries()) {
      if (comments <= 35) expect(Math.abs(found[index]! / comments - 1)).toBeLessThan(0.02);
    }
    expect(found[2]!).toBeGreaterThan(35.9 * 0.98);
    expect(found[2]!).toBeLessThan(35.9 * 1.05);
    expect(Math.abs(found[3]! / found[2]! - 1)).toBeLessThan(0.02);
  });

  it.each([20, 23])('does 1.6 to 1.8 M deliveries a second with each of %i cores', (workers) => {
    const perCore = rate(runText(goim(workers, 60))) / 1e6 / workers;
    expect(perCore).toBeGreaterThan(1.6);
    expect(perCore).toBeLessThan(1.8);
  });
});
