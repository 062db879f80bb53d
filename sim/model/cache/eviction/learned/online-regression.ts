import { BoostedTrees, type BoostingOptions } from './boosted-trees.ts';

export interface OnlineOptions extends BoostingOptions {
  /** Newest examples that a training learns from. */
  readonly examples: number;
  /** New examples after which training is due; at most `examples`. */
  readonly trainEvery: number;
}

/** Boosted trees that can be trained again and again, on the newest examples. */
export class OnlineRegression {
  readonly #options: OnlineOptions;
  readonly #trees: BoostedTrees;
  readonly #columns: Uint8Array;
  readonly #targets: Float64Array;
  #seen = 0;
  /** Examples since the last training. */
  #fresh = 0;
  trainings = 0;

  constructor(options: OnlineOptions) {
    this.#options = options;
    this.#trees = new BoostedTrees(options);
    this.#columns = new Uint8Array(options.features * options.examples);
    this.#targets = new Float64Array(options.examples);
  }

  /**
   * Takes an example in, in place of the oldest.
   *
   * @param row features, from `offset` on.
   */
  learn(row: Uint8Array, offset: number, target: number): void {
    const { features, examples } = this.#options;
    const place = this.#seen % examples;
    for (let feature = 0; feature < features; feature += 1) {
      this.#columns[feature * examples + place] = row[offset + feature]!;
    }
    this.#targets[place] = target;
    this.#seen += 1;
    this.#fresh += 1;
  }

  /** Whether there are enough new examples to train, or to `postpone` that until there are as many again. */
  get isDue(): boolean {
    return this.#fresh >= this.#options.trainEvery;
  }

  train(): void {
    const { examples } = this.#options;
    const rows = Math.min(this.#seen, examples);
    this.#trees.fit({ columns: this.#columns, stride: examples, rows, targets: this.#targets });
    this.trainings += 1;
    this.#fresh = 0;
  }

  postpone(): void {
    this.#fresh = 0;
  }

  /** The estimate for the features that start at `offset` of `row`. */
  predict(row: Uint8Array, offset = 0): number {
    return this.#trees.predict(row, offset);
  }
}
