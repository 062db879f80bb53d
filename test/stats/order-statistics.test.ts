import { describe, expect, it } from 'vitest';
import { Histogram } from '../../sim/stats/histogram.ts';
import { quantileInterval, quantileRanks } from '../../sim/stats/order-statistics.ts';
import { coverage, random } from './samples.ts';

function lognormals(run: number, count: number) {
  const values = random('order statistics', run);
  const histogram = new Histogram();
  for (let i = 0; i < count; i++) histogram.record(values.lognormal(0, 1));
  return histogram.data();
}

describe('the ranks around a quantile', () => {
  // Conover, Practical Nonparametric Statistics, 3rd ed., table A3: binomial with one half.
  it.each([
    [6, 1, 6],
    [10, 2, 9],
    [20, 6, 15],
    [50, 18, 33],
    [100, 40, 61],
  ])('are those of the sign test for the median of %i values', (n, low, high) => {
    expect(quantileRanks(n, 0.5)).toEqual({ low, high });
  });

  it.each([
    // Exact sums of binomial terms.
    [100, 0.9, 84, 96],
    [500, 0.99, 490, 500],
  ])('are exact for %i values and the share %d', (n, q, low, high) => {
    expect(quantileRanks(n, q)).toEqual({ low, high });
  });

  it('do not exist for too few values', () => {
    // 1 − 2 · 0.5⁵ is 93.75 %.
    expect(quantileRanks(5, 0.5)).toBeUndefined();
    // Wilks, Annals of Mathematical Statistics 12(1), 1941: 59 values bound the 95 % point, 95 %.
    expect(quantileRanks(58, 0.95, 0.9)).toBeUndefined();
    expect(quantileRanks(59, 0.95, 0.9)?.high).toBe(59);
  });

  it('come near those of the normal approximation for very many values', () => {
    const [n, q] = [5_000_000, 0.999];
    const { low, high } = quantileRanks(n, q)!;
    const half = 1.959964 * Math.sqrt(n * q * (1 - q));
    expect(Math.abs(low - (n * q - half))).toBeLessThan(3);
    expect(Math.abs(high - (n * q + half))).toBeLessThan(3);
  });
});

describe('the interval of a quantile', () => {
  it('holds the p99 of independent values at least as often as it says', () => {
    // p99 of a lognormal: exp of the normal's 2.3263479. A prototype in another program: 96.7 %.
    const covered = coverage(
      500,
      10.240473656,
      (run) => quantileInterval(lognormals(run, 5000), 0.99)!,
    );
    expect(covered).toBeGreaterThan(0.93);
    expect(covered).toBeLessThan(0.985);
  });

  it('does not exist where the ranks do not', () => {
    expect(quantileInterval(lognormals(0, 200), 0.99)).toBeUndefined();
    expect(quantileInterval(lognormals(0, 0), 0.5)).toBeUndefined();
  });
});
