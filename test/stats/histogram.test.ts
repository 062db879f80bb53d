import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketCount, bucketLow, bucketOf } from '../../sim/stats/buckets.ts';
import { Histogram, type HistogramData, mergeHistograms } from '../../sim/stats/histogram.ts';
import { HistogramWindows } from '../../sim/stats/histogram-windows.ts';
import { fractionBelow, mean, quantile, samplesNeeded } from '../../sim/stats/quantile.ts';

const LOWEST = 2 ** -12;
const HIGHEST = 2 ** 40;

const onScale = fc.double({ min: LOWEST, max: HIGHEST, maxExcluded: true, noNaN: true });
const milliseconds = fc.double({ min: 0, max: 1e6, noNaN: true });
const anywhere = fc.oneof(onScale, milliseconds, fc.constantFrom(0, 1e-9, 2 ** 41, 1e300));

function histogramOf(values: readonly number[], bits = 7): HistogramData {
  const histogram = new Histogram(bits);
  for (const value of values) histogram.record(value);
  return histogram.data();
}

describe('buckets', () => {
  it.each([4, 5, 7, 10])('hold a value between their ends, with %d bits', (bits) => {
    fc.assert(
      fc.property(onScale, (value) => {
        const bucket = bucketOf(value, bits);
        expect(bucketLow(bucket, bits)).toBeLessThanOrEqual(value);
        expect(bucketLow(bucket + 1, bits)).toBeGreaterThan(value);
      }),
    );
  });

  it.each([4, 7])('are at most 2^-%d of their values wide and leave no gap', (bits) => {
    for (let bucket = 1; bucket < bucketCount(bits) - 1; bucket++) {
      const low = bucketLow(bucket, bits);
      expect(bucketLow(bucket + 1, bits) - low).toBeLessThanOrEqual(low * 2 ** -bits);
      expect(bucketOf(low, bits)).toBe(bucket);
    }
  });

  it('keep values off the scale at its ends', () => {
    expect([0, LOWEST / 2].map((value) => bucketOf(value, 7))).toEqual([0, 0]);
    expect(bucketOf(LOWEST, 7)).toBe(1);
    const last = bucketCount(7) - 1;
    expect([HIGHEST, 1e300, Infinity].map((value) => bucketOf(value, 7))).toEqual([
      last,
      last,
      last,
    ]);
  });
});

describe('Histogram', () => {
  it('knows count, sum, minimum and maximum exactly', () => {
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 1 }), (values) => {
        const data = histogramOf(values);
        expect(data.count).toBe(values.length);
        expect(data.sum).toBe(values.reduce((sum, value) => sum + value, 0));
        expect(data.min).toBe(Math.min(...values));
        expect(data.max).toBe(Math.max(...values));
        expect(data.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      }),
    );
  });

  it('is plain data that survives JSON, also without values', () => {
    for (const data of [histogramOf([]), histogramOf([0, 3, 1e300])]) {
      expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    }
    expect(histogramOf([])).toEqual({
      bits: 7,
      count: 0,
      sum: 0,
      min: 0,
      max: 0,
      buckets: [],
      counts: [],
    });
  });

  it('is as new after it was cleared', () => {
    const histogram = new Histogram();
    histogram.record(5);
    histogram.clear();
    expect(histogram.data()).toEqual(histogramOf([]));
  });

  it('refuses to add one of another resolution', () => {
    expect(() => new Histogram(7).add(histogramOf([1], 4))).toThrow('cannot add 4 bits to 7');
  });
});

describe('mergeHistograms', () => {
  // Whole numbers, whose sums are exact, so that equality can be asked of the sum too.
  const values = fc.array(fc.integer({ min: 0, max: 1e6 }));

  it('gives what recording all values in one histogram gives', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(mergeHistograms([histogramOf(a), histogramOf(b)])).toEqual(
          histogramOf([...a, ...b]),
        );
      }),
    );
  });

  it('is commutative and associative', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)];
        const all = mergeHistograms([x, y, z]);
        expect(mergeHistograms([z, x, y])).toEqual(all);
        expect(mergeHistograms([mergeHistograms([x, y]), z])).toEqual(all);
        expect(mergeHistograms([x, mergeHistograms([y, z])])).toEqual(all);
      }),
    );
  });
});

describe('quantile', () => {
  const sample = fc.array(onScale, { minLength: 1, maxLength: 300 });
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });

  it('is within 2^-bits of the exact one of the sorted values', () => {
    fc.assert(
      fc.property(sample, share, fc.constantFrom(4, 7), (values, q, bits) => {
        const found = quantile(histogramOf(values, bits), q);
        fc.pre(found !== undefined);
        // Nearest rank: the smallest value with at least the share q of all at or below it.
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(q * values.length * (1 - 1e-12)) - 1)]!;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 2 ** -bits);
      }),
      { numRuns: 1000 },
    );
  });

  it('never falls as the share rises, and stays between minimum and maximum', () => {
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 2 }), share, share, (values, p, q) => {
        const data = histogramOf(values);
        const [low, high] = [quantile(data, Math.min(p, q)), quantile(data, Math.max(p, q))];
        fc.pre(low !== undefined && high !== undefined);
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(data.min);
        expect(high).toBeLessThanOrEqual(data.max);
      }),
    );
  });

  it('is the exact minimum at 0 and maximum at 1', () => {
    const data = histogramOf([30.1, 20.7, 1e300]);
    expect([quantile(data, 0), quantile(data, 1)]).toEqual([20.7, 1e300]);
  });

  it.each([
    [0.5, 2],
    [0.9, 10],
    [0.99, 100],
    [0.01, 100],
    [99.9 / 100, 1000],
    [99.99 / 100, 10_000],
  ])('of %d is refused below %d values', (q, needed) => {
    const values = Array.from({ length: needed }, (_, i) => i + 1);
    expect(samplesNeeded(q)).toBe(needed);
    expect(quantile(histogramOf(values), q)).toBeDefined();
    expect(quantile(histogramOf(values.slice(1)), q)).toBeUndefined();
  });

  it('says nothing about no values', () => {
    expect([0, 0.5, 1].map((q) => quantile(histogramOf([]), q))).toEqual(Array(3).fill(undefined));
    expect(mean(histogramOf([]))).toBeUndefined();
    expect(fractionBelow(histogramOf([]), 1)).toBeUndefined();
  });
});

describe('fractionBelow', () => {
  it('counts what is below, within the bucket that holds the limit', () => {
    fc.assert(
      fc.property(fc.array(onScale, { minLength: 1 }), onScale, (values, x) => {
        const share = fractionBelow(histogramOf(values), x)!;
        const bucket = bucketOf(x, 7);
        const surely = values.filter((value) => bucketOf(value, 7) < bucket).length;
        const atMost = values.filter((value) => bucketOf(value, 7) <= bucket).length;
        expect(share).toBeGreaterThanOrEqual(surely / values.length - 1e-12);
        expect(share).toBeLessThanOrEqual(atMost / values.length + 1e-12);
      }),
    );
  });

  it('is 0 at the minimum and 1 above the maximum', () => {
    const data = histogramOf([10, 20, 30]);
    expect([fractionBelow(data, 10), fractionBelow(data, 30.1)]).toEqual([0, 1]);
  });
});

describe('HistogramWindows', () => {
  const events = fc.array(fc.tuple(fc.nat(9), anywhere));

  it('holds in each window what a histogram of its values holds', () => {
    fc.assert(
      fc.property(events, (list) => {
        const windows = new HistogramWindows(4);
        for (const [window, value] of list) windows.record(window, value);
        for (let window = 0; window < 12; window++) {
          const values = list.filter(([at]) => at === window).map(([, value]) => value);
          expect(windows.data(window)).toEqual(histogramOf(values, 4));
        }
      }),
    );
  });

  it('gives fresh data after more was recorded', () => {
    const windows = new HistogramWindows(4);
    windows.record(2, 10);
    const before = windows.data(2);
    windows.record(2, 20);
    expect(before.count).toBe(1);
    expect(windows.data(2)).toEqual(histogramOf([10, 20], 4));
  });

  it('folds two windows into one without losing a value', () => {
    fc.assert(
      fc.property(events, (list) => {
        const windows = new HistogramWindows(4);
        for (const [window, value] of list) windows.record(window, value);
        windows.fold();
        for (let window = 0; window < 12; window++) {
          const parts = [2 * window, 2 * window + 1].map((part) =>
            histogramOf(
              list.filter(([at]) => at === part).map(([, value]) => value),
              4,
            ),
          );
          expect(windows.data(window)).toEqual(mergeHistograms(parts));
        }
      }),
    );
  });
});
