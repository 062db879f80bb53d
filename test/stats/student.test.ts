import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../sim/stats/interval.ts';
import { studentQuantile } from '../../sim/stats/student.ts';

// R's qt(p, df); the digits are those of scipy.stats.t.ppf(p, df), SciPy 1.17.
const TABLE: readonly [probability: number, freedom: number, expected: number][] = [
  [0.975, 1, 12.7062047362],
  [0.975, 2, 4.30265272975],
  [0.975, 3, 3.18244630528],
  [0.975, 4, 2.7764451052],
  [0.975, 9, 2.2621571628],
  [0.975, 10, 2.22813885199],
  [0.975, 29, 2.04522964213],
  [0.975, 100, 1.98397151852],
  [0.975, 999, 1.96234146113],
  [0.995, 1, 63.6567411629],
  [0.995, 5, 4.03214298356],
  [0.9, 7, 1.41492392765],
  [0.6, 4, 0.270722294708],
  [0.9995, 3, 12.9239786367],
  [0.75, 1, 1],
];

describe('studentQuantile', () => {
  it.each(TABLE)('is what R gives: qt(%d, %d) = %d', (probability, freedom, expected) => {
    expect(Math.abs(studentQuantile(probability, freedom) / expected - 1)).toBeLessThan(1e-9);
  });

  it('is symmetric around 0', () => {
    expect(studentQuantile(0.5, 7)).toBe(0);
    expect(studentQuantile(0.25, 7)).toBe(-studentQuantile(0.75, 7));
  });
});

describe('meanInterval', () => {
  it('is what R gives for its sleep data', () => {
    // R: t.test(sleep$extra[1:10])$conf.int, on Student's own numbers (Biometrika 6, 1908).
    const extra = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const { mean, low, high } = meanInterval(extra);
    expect(mean).toBeCloseTo(0.75, 12);
    expect(low).toBeCloseTo(-0.5297804, 7);
    expect(high).toBeCloseTo(2.0297804, 7);
  });

  it('is wider for more confidence', () => {
    const ninety = meanInterval([1, 2, 3], 0.9);
    const ninetyNine = meanInterval([1, 2, 3], 0.99);
    expect(ninetyNine.high - ninetyNine.low).toBeGreaterThan(ninety.high - ninety.low);
  });

  it('has no width when all values are the same', () => {
    expect(meanInterval([5, 5])).toEqual({ mean: 5, low: 5, high: 5 });
  });

  it('refuses one value', () => {
    expect(() => meanInterval([5])).toThrow('expected two or more');
  });
});
