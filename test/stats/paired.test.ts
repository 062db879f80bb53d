import { describe, expect, it } from 'vitest';
import { pairedInterval } from '../../sim/stats/paired.ts';

/** Hours of sleep that two drugs gave the same ten patients: Student, Biometrika 6(1), 1908. */
const ONE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const OTHER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('a paired interval', () => {
  it('is the one of Student’s patients', () => {
    // R 4: t.test(extra ~ group, data = sleep, paired = TRUE) gives 0.7001142 to 2.4598858.
    const { mean, low, high } = pairedInterval(ONE, OTHER);
    expect(mean).toBeCloseTo(1.58, 12);
    expect(low).toBeCloseTo(0.7001142, 7);
    expect(high).toBeCloseTo(2.4598858, 7);
  });

  it('changes its sign with the order of the two', () => {
    const [there, back] = [pairedInterval(ONE, OTHER), pairedInterval(OTHER, ONE)];
    expect([back.mean, back.low, back.high]).toEqual([-there.mean, -there.high, -there.low]);
  });

  it('has no width when all pairs differ by the same', () => {
    expect(pairedInterval([1, 2, 5], [3, 4, 7])).toEqual({ mean: 2, low: 2, high: 2 });
  });

  it('is refused for what makes no pairs', () => {
    expect(() => pairedInterval([1, 2], [1])).toThrow('2 and 1 values: expected pairs');
    expect(() => pairedInterval([1], [1])).toThrow('expected two or more');
  });
});
