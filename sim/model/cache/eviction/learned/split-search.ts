import type { Examples } from './boosted-trees.ts';
import { BINS } from './log-bins.ts';

/** A question that sends all rows left. */
const NO_QUESTION = BINS - 1;
/** A node that gets fewer rows than this has a mean that says little. Assumption. */
const LEAST_ROWS = 4;

/**
 * Finds the question (feature, threshold) that takes most from the squared residuals when all nodes
 * of one depth ask it: the one with the largest sum of (sum of residuals)² / rows over the nodes
 * that it makes.
 */
export class SplitSearch {
  readonly #features: number;
  /** Sum of residuals, and number of rows, of each (node, bin) of one feature, in turn. */
  readonly #histogram: Float64Array;
  /** What each threshold of one feature gains, over all nodes. */
  readonly #gains = new Float64Array(BINS);

  constructor(features: number, depth: number) {
    this.#features = features;
    this.#histogram = new Float64Array((2 * BINS) << (depth - 1));
  }

  /** @returns feature · BINS + threshold; the first of those that are equally good. */
  best(examples: Examples, residuals: Float64Array, nodes: Uint8Array, level: number): number {
    let best = NO_QUESTION;
    let bestGain = 0;
    for (let feature = 0; feature < this.#features; feature += 1) {
      const firstRow = feature * examples.stride;
      const column = examples.columns.subarray(firstRow, firstRow + examples.rows);
      this.#fillHistogram(column, residuals, nodes, (2 * BINS) << level);
      this.#gains.fill(0);
      for (let node = 0; node < 1 << level; node += 1) this.#addGains(node * 2 * BINS);
      for (let threshold = 0; threshold < NO_QUESTION; threshold += 1) {
        if (this.#gains[threshold]! <= bestGain) continue;
        bestGain = this.#gains[threshold]!;
        best = feature * BINS + threshold;
      }
    }
    return best;
  }

  #fillHistogram(
    column: Uint8Array,
    residuals: Float64Array,
    nodes: Uint8Array,
    cells: number,
  ): void {
    const histogram = this.#histogram.fill(0, 0, cells);
    for (let row = 0; row < column.length; row += 1) {
      const cell = (nodes[row]! * BINS + column[row]!) << 1;
      histogram[cell]! += residuals[row]!;
      histogram[cell + 1]! += 1;
    }
  }

  /** Adds what each threshold gains in the node whose part of the histogram starts at `first`. */
  #addGains(first: number): void {
    const histogram = this.#histogram;
    let sum = 0;
    let rows = 0;
    for (let cell = first; cell < first + 2 * BINS; cell += 2) {
      sum += histogram[cell]!;
      rows += histogram[cell + 1]!;
    }
    let left = 0;
    let leftRows = 0;
    for (let bin = 0; bin < BINS; bin += 1) {
      left += histogram[first + 2 * bin]!;
      leftRows += histogram[first + 2 * bin + 1]!;
      if (leftRows < LEAST_ROWS) continue;
      if (rows - leftRows < LEAST_ROWS) return;
      const right = sum - left;
      this.#gains[bin]! +=
        (left * left) / leftRows + (right * right) / (rows - leftRows) - (sum * sum) / rows;
    }
  }
}
