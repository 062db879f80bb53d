import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../../sim/engine/streams.ts';
import {
  BoostedTrees,
  type BoostingOptions,
} from '../../../../../sim/model/cache/eviction/learned/boosted-trees.ts';
import { plainBoosting } from './plain-boosting.ts';

const streams = new Streams('boosted trees', 0);

function randomRows(name: string, rows: number, features: number, bins: number): number[][] {
  const random = streams.stream(name);
  return Array.from({ length: rows }, () =>
    Array.from({ length: features }, () => random.below(bins)),
  );
}

function fitted(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  options: Partial<BoostingOptions> = {},
): (row: readonly number[]) => number {
  const features = rows[0]!.length;
  const defaults = { features, trees: 32, depth: 5, learningRatio: 0.2 };
  const trees = new BoostedTrees({ ...defaults, ...options });
  const columns = new Uint8Array(features * rows.length);
  rows.forEach((row, index) => {
    row.forEach((value, feature) => {
      columns[feature * rows.length + index] = value;
    });
  });
  const examples = { columns, stride: rows.length, rows: rows.length };
  trees.fit({ ...examples, targets: Float64Array.from(targets) });
  return (row) => trees.predict(Uint8Array.from(row));
}

/** Part of the targets' variance that the estimates leave unexplained. */
function unexplained(
  estimate: (row: readonly number[]) => number,
  truth: (row: readonly number[]) => number,
  rows: readonly (readonly number[])[],
): number {
  const mean = rows.reduce((total, row) => total + truth(row), 0) / rows.length;
  let [left, whole] = [0, 0];
  for (const row of rows) {
    left += (truth(row) - estimate(row)) ** 2;
    whole += (truth(row) - mean) ** 2;
  }
  return left / whole;
}

describe('boosted trees', () => {
  it('find a step, and its two heights', () => {
    const rows = Array.from({ length: 128 }, (_, value) => [value]);
    const step = (value: number) => (value > 49 ? 5 : 1);
    const estimate = fitted(
      rows,
      rows.map(([value]) => step(value!)),
      { trees: 1, depth: 1, learningRatio: 1 },
    );
    expect(rows.map(([value]) => estimate([value!]))).toEqual(
      rows.map(([value]) => expect.closeTo(step(value!), 12)),
    );
  });

  it('give a constant target back, whatever the features are', () => {
    const rows = randomRows('constant', 300, 4, 128);
    const estimate = fitted(
      rows,
      rows.map(() => 7.25),
    );
    expect(estimate([0, 1, 2, 3])).toBe(7.25);
  });

  it('estimate 0 before they have learned', () => {
    const trees = new BoostedTrees({ features: 2, trees: 4, depth: 3, learningRatio: 1 });
    expect(trees.predict(Uint8Array.of(1, 2))).toBe(0);
  });

  it('recover a sum of functions on rows they have not seen', () => {
    const truth = ([a, b, c]: readonly number[]) => 2 * a! - b! + (c! > 64 ? 100 : 0);
    const seen = randomRows('seen', 8000, 5, 128);
    const estimate = fitted(seen, seen.map(truth));
    expect(unexplained(estimate, truth, randomRows('unseen', 2000, 5, 128))).toBeLessThan(0.02);
  });

  it('recover a product, in which features act together', () => {
    const truth = ([a, b]: readonly number[]) => a! * b!;
    const seen = randomRows('seen products', 8000, 3, 128);
    const estimate = fitted(seen, seen.map(truth));
    expect(unexplained(estimate, truth, randomRows('more products', 2000, 3, 128))).toBeLessThan(
      0.05,
    );
  });

  it('explain nothing of unseen rows when targets are chance', () => {
    const random = streams.stream('noise');
    const rows = randomRows('noise rows', 8000, 3, 128);
    const estimate = fitted(
      rows,
      rows.map(() => random.normal()),
    );
    const unseen = randomRows('more noise rows', 2000, 3, 128).map((row) => estimate(row));
    const meanSquare = unseen.reduce((total, value) => total + value * value, 0) / unseen.length;
    expect(meanSquare).toBeLessThan(0.05);
  });

  it('rise with a feature that the target rises with', () => {
    const random = streams.stream('rising');
    const rows = randomRows('rising rows', 4000, 2, 128);
    const estimate = fitted(
      rows,
      rows.map(([a]) => a! * a! + 500 * random.normal()),
    );
    const steps = [0, 32, 64, 96, 127].map((a) => estimate([a, 60]));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it.each([
    { trees: 8, depth: 4 },
    { trees: 3, depth: 1 },
    { trees: 13, depth: 5 },
  ])('agree with the definition for $trees trees of depth $depth', ({ trees, depth }) => {
    const bins = 12;
    const random = streams.stream(`twin ${depth}`);
    const rows = randomRows(`twin rows ${depth}`, 250, 3, bins);
    const targets = rows.map(([a, b]) => a! * b! + 3 * random.normal());
    const options = { trees, depth, learningRatio: 0.3 };
    const fast = fitted(rows, targets, options);
    const slow = plainBoosting(rows, targets, { ...options, bins, leastRows: 4 });
    // Leaves that no row came to differ: they are 0 in both.
    for (const row of [...rows, ...randomRows('twin unseen', 50, 3, bins)]) {
      expect(fast(row)).toBeCloseTo(slow(row), 9);
    }
  });
});
