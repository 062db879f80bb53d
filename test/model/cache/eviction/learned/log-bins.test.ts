import { describe, expect, it } from 'vitest';
import { logBin, UNKNOWN_BIN } from '../../../../../sim/model/cache/eviction/learned/log-bins.ts';

describe('bins of wide quantities', () => {
  it('tell small numbers apart', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(logBin)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('are four for each power of two', () => {
    expect([8, 10, 12, 14, 16, 32, 64].map(logBin)).toEqual([8, 9, 10, 11, 12, 16, 20]);
  });

  it('never fall, and keep free what stands for the unknown', () => {
    let last = 0;
    for (let quantity = 0; quantity < 1e15; quantity = Math.ceil(quantity * 1.01 + 0.5)) {
      const bin = logBin(quantity);
      expect(bin).toBeGreaterThanOrEqual(last);
      last = bin;
    }
    expect(logBin(Number.POSITIVE_INFINITY)).toBe(last);
    expect(last).toBeLessThan(UNKNOWN_BIN);
  });
});
