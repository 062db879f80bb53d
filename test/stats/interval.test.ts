import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../sim/stats/interval.ts';
import { coverage, series, waits } from './samples.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** How often the interval of twenty replications holds the wait of M/M/1 (Kleinrock 1975). */
const covered = (load: number, warmup: number): number =>
  coverage(200, load / (1 - load), (run) =>
    meanInterval(
      series(20, (replication) =>
        mean(waits(`${load} ${warmup}`, run * 20 + replication, load, warmup + 1000).slice(warmup)),
      ),
    ),
  );

// 95 % of 200 runs, give or take three standard deviations of 1.5 %.
describe('the interval of replications', () => {
  const [light, busy, warm] = [covered(0.5, 0), covered(0.9, 0), covered(0.9, 1000)];

  it('holds the wait at a light load, even from the first customer on', () => {
    expect(Math.abs(light - 0.95)).toBeLessThan(0.046);
  });

  it('misses the wait of a busy queue that was empty when measuring began', () => {
    // A prototype in another program had 73.5 %.
    expect(busy).toBeLessThan(0.8);
  });

  it('holds it far more often after a warm-up', () => {
    // Not quite 95 %: means of a thousand customers of such a queue are still far from normal.
    expect(warm).toBeGreaterThan(busy + 0.1);
    expect(warm).toBeGreaterThan(0.85);
  });
});
