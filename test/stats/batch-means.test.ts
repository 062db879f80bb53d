import { describe, expect, it } from 'vitest';
import { batchMeans } from '../../sim/stats/batch-means.ts';
import { meanInterval } from '../../sim/stats/interval.ts';
import { mser5 } from '../../sim/stats/mser.ts';
import { coverage, random, series, waits } from './samples.ts';

describe('batch means', () => {
  it('are the values themselves when there are as many', () => {
    const values = series(20, (i) => (i * 7) % 11);
    expect(batchMeans(values)).toMatchObject(meanInterval(values));
  });

  it('leave out the beginning that fills no batch', () => {
    const values = series(60, (i) => (i * 7) % 11);
    expect(batchMeans([1e9, 1e9, ...values])).toEqual(batchMeans(values));
  });

  it('need a value for each batch', () => {
    expect(batchMeans(series(19, (i) => i))).toBeUndefined();
  });

  it('know the lag-1 correlation of a line and of an alternation', () => {
    // Von Neumann: of 1…n steps are 1 and squares n(n² − 1)/12, so 1 − 6 / (n(n + 1)) = 69/70.
    expect(batchMeans(series(20, (i) => i))!.lag1).toBeCloseTo(1 - 6 / 420, 12);
    expect(batchMeans(series(20, (i) => i))!.isCorrelated).toBe(true);
    // Of ±1 steps are 4 and squares n: 1 − 4(n − 1) / 2n.
    expect(batchMeans(series(20, (i) => (i % 2) * 2 - 1))!.lag1).toBeCloseTo(1 - 76 / 40, 12);
    expect(batchMeans(series(20, () => 4))).toMatchObject({ lag1: 0, isCorrelated: false });
  });

  it('take one series in twenty of independent values for correlated', () => {
    let found = 0;
    for (let run = 0; run < 2000; run++) {
      const noise = random('independent', run);
      if (batchMeans(series(100, () => noise.exponential(1)))!.isCorrelated) found += 1;
    }
    // 5 % of 2000 is 100, give or take 3 standard deviations of 9.7.
    expect(found).toBeGreaterThan(70);
    expect(found).toBeLessThan(130);
  });

  it('find most series correlated whose batches are as short as their memory', () => {
    let found = 0;
    for (let run = 0; run < 100; run++) {
      if (batchMeans(waits('short', run, 0.9, 1000))!.isCorrelated) found += 1;
    }
    expect(found).toBeGreaterThan(50);
  });

  // Expected waits of M/M/1: load / (1 − load) (Kleinrock 1975). A prototype in another program
  // had 95.0 % and 82.3 % of 400 runs: 20 batches of a thousand customers are too short at 0.9.
  it.each([
    [0.5, 0.92, 0.98],
    [0.9, 0.77, 0.88],
  ])('hold the wait at load %d as often as batches this long can', (load, least, most) => {
    const covered = coverage(400, load / (1 - load), (run) => {
      const values = waits(`coverage at ${load}`, run, load, 20_000);
      return batchMeans(values.slice(mser5(values).cut))!;
    });
    expect(covered).toBeGreaterThan(least);
    expect(covered).toBeLessThan(most);
  });
});
