import { BINS } from './log-bins.ts';
import { SplitSearch } from './split-search.ts';

export interface BoostingOptions {
  /** Features of a row. */
  readonly features: number;
  readonly trees: number;
  /** Questions on the way to a leaf, 1 to 8; a tree has 2^depth leaves. */
  readonly depth: number;
  /** Part of what a tree has found that is added, above 0, at most 1. */
  readonly learningRatio: number;
}

/** What is learned from, feature by feature: feature f of row i is `columns[f * stride + i]`. */
export interface Examples {
  /** 0 to `BINS` - 1. */
  readonly columns: Uint8Array;
  readonly stride: number;
  readonly rows: number;
  readonly targets: Float64Array;
}

/**
 * Regression by gradient boosting for squared errors: each tree is fitted to what the trees before
 * it left over, and a part of it is added. Questions are found from histograms of small features.
 * All nodes of one depth ask the same question, so that no tree has to be walked: a table tells for
 * each value of a feature its answers in all trees, and a row's answers are an index into leaves.
 *
 * Source: Friedman, Annals of Statistics 29(5), 2001; histograms as in Ke et al., LightGBM, NIPS
 * 2017; the shape of the trees as in Prokhorenkova et al., CatBoost, NeurIPS 2018.
 */
export class BoostedTrees {
  readonly #options: BoostingOptions;
  readonly #search: SplitSearch;
  /** Where estimates start: the mean of the targets. */
  #base = 0;
  /** Feature · BINS + threshold of each question; a larger feature goes right. */
  readonly #questions: Int32Array;
  readonly #leaves: Float64Array;
  /** `depth` bits for each tree, as many trees as fit into a word; (word, feature, bin). */
  readonly #answers: Int32Array;
  readonly #treesInWord: number;
  readonly #words: number;
  /** While fitting: what is left of each target, and the node that each row has come to. */
  #residuals = new Float64Array(0);
  #nodes = new Uint8Array(0);

  constructor(options: BoostingOptions) {
    const { features, trees, depth } = options;
    this.#options = options;
    this.#search = new SplitSearch(features, depth);
    this.#questions = new Int32Array(trees * depth);
    this.#leaves = new Float64Array(trees << depth);
    this.#treesInWord = Math.floor(31 / depth);
    this.#words = Math.ceil(trees / this.#treesInWord);
    this.#answers = new Int32Array(this.#words * features * BINS);
  }

  /** Forgets what was learned, and learns the examples. There is at least one. */
  fit(examples: Examples): void {
    const { rows, targets } = examples;
    if (this.#nodes.length < rows) {
      this.#residuals = new Float64Array(rows);
      this.#nodes = new Uint8Array(rows);
    }
    let sum = 0;
    for (let row = 0; row < rows; row += 1) sum += targets[row]!;
    this.#base = sum / rows;
    for (let row = 0; row < rows; row += 1) this.#residuals[row] = targets[row]! - this.#base;
    for (let tree = 0; tree < this.#options.trees; tree += 1) this.#grow(tree, examples);
    this.#tabulate();
  }

  /** The estimate for the features that start at `offset` of `row`; 0 before anything is learned. */
  predict(row: Uint8Array, offset = 0): number {
    const { trees, depth, features } = this.#options;
    const leaves = this.#leaves;
    const answers = this.#answers;
    const treesInWord = this.#treesInWord;
    const mask = (1 << depth) - 1;
    const end = offset + features;
    let estimate = this.#base;
    let cell = 0;
    for (let tree = 0; tree < trees; ) {
      let bits = 0;
      for (let place = offset; place < end; place += 1) {
        bits |= answers[cell + row[place]!]!;
        cell += BINS;
      }
      for (const last = Math.min(trees, tree + treesInWord); tree < last; tree += 1) {
        estimate += leaves[(tree << depth) | (bits & mask)]!;
        bits >>= depth;
      }
    }
    return estimate;
  }

  #grow(tree: number, examples: Examples): void {
    const { depth } = this.#options;
    const nodes = this.#nodes.fill(0, 0, examples.rows);
    for (let level = 0; level < depth; level += 1) {
      const question = this.#search.best(examples, this.#residuals, nodes, level);
      this.#questions[tree * depth + level] = question;
      descend(nodes, examples, question);
    }
    this.#fillLeaves(tree << depth, examples.rows);
  }

  /** Gives each leaf a part of the mean of its residuals, and takes that from each of them. */
  #fillLeaves(first: number, rows: number): void {
    const { depth, learningRatio } = this.#options;
    const residuals = this.#residuals;
    const nodes = this.#nodes;
    const leaves = this.#leaves.subarray(first, first + (1 << depth)).fill(0);
    const counts = new Int32Array(leaves.length);
    for (let row = 0; row < rows; row += 1) {
      leaves[nodes[row]!]! += residuals[row]!;
      counts[nodes[row]!]! += 1;
    }
    for (let leaf = 0; leaf < leaves.length; leaf += 1) {
      leaves[leaf]! *= learningRatio / Math.max(1, counts[leaf]!);
    }
    for (let row = 0; row < rows; row += 1) residuals[row]! -= leaves[nodes[row]!]!;
  }

  #tabulate(): void {
    const { trees, depth, features } = this.#options;
    this.#answers.fill(0);
    for (let tree = 0; tree < trees; tree += 1) {
      const word = Math.floor(tree / this.#treesInWord) * features * BINS;
      const lowestBit = (tree % this.#treesInWord) * depth;
      for (let level = 0; level < depth; level += 1) {
        const question = this.#questions[tree * depth + level]!;
        const bit = 1 << (lowestBit + depth - 1 - level);
        const end = question - (question % BINS) + BINS;
        for (let cell = question + 1; cell < end; cell += 1) this.#answers[word + cell]! |= bit;
      }
    }
  }
}

/** Moves every row from its node to one of the two below it. */
function descend(nodes: Uint8Array, { columns, stride, rows }: Examples, question: number): void {
  const first = Math.floor(question / BINS) * stride;
  const threshold = question % BINS;
  for (let row = 0; row < rows; row += 1) {
    nodes[row] = (nodes[row]! << 1) | ((threshold - columns[first + row]!) >>> 31);
  }
}
