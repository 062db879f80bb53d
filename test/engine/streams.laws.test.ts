import { describe, expect, it } from 'vitest';
import { Streams } from '../../sim/engine/streams.ts';

/** Names that differ as little as names of entities do. */
const NAMES = 1_000_000;
const CELLS = 1024;

/** First numbers of all streams of a family. */
function firsts(name: (k: number) => string): Float64Array {
  const streams = new Streams('stream quality', 0);
  return Float64Array.from({ length: NAMES }, (_, k) => streams.stream(name(k)).uniform());
}

/** Pearson's statistic over equal cells, in its standard deviations from its mean. */
function zOfChiSquare(values: Float64Array): number {
  const counts = new Float64Array(CELLS);
  for (const value of values) counts[Math.floor(value * CELLS)]! += 1;
  const expected = values.length / CELLS;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (statistic - (CELLS - 1)) / Math.sqrt(2 * (CELLS - 1));
}

/** Correlation of values a number of names apart, in its standard deviations. */
function zOfLag(values: Float64Array, lag: number): number {
  let product = 0;
  for (let k = lag; k < values.length; k += 1) {
    product += (values[k]! - 0.5) * (values[k - lag]! - 0.5);
  }
  return (product * 12) / Math.sqrt(values.length - lag);
}

describe('streams of a million similar names', () => {
  // 4 standard deviations: by chance one statistic in 16 000.
  it.each([
    ['client/k/think', (k: number) => `client/${k}/think`],
    ['k', (k: number) => String(k)],
  ])('%s have first numbers that are uniform, uncorrelated and distinct', (_name, name) => {
    const values = firsts(name);
    expect(Math.abs(zOfChiSquare(values))).toBeLessThan(4);
    for (const lag of [1, 2, 10, 100, 1000]) {
      expect(Math.abs(zOfLag(values, lag))).toBeLessThan(4);
    }
    // Of 2^53 numbers, a million have two alike with probability 6e-5.
    expect(new Set(values).size).toBe(NAMES);
  });
});
