/**
 * Draws from any list of weights in constant time. Source: Walker 1977; tables as built by Vose,
 * IEEE Trans. Software Eng. 17(9), 1991.
 */
import type { Random } from './random.ts';

export class Alias {
  readonly #keep: Float64Array;
  readonly #other: Int32Array;

  /** @param weights 0 or more, not all 0. @throws RangeError otherwise. */
  constructor(weights: ArrayLike<number>) {
    const all = Float64Array.from(weights);
    const sum = all.reduce((total, weight) => total + weight, 0);
    if (!(sum > 0) || all.some((weight) => weight < 0)) {
      throw new RangeError(`weights must be 0 or more and not all 0, got a sum of ${sum}`);
    }
    this.#keep = all.map((weight) => (weight / sum) * all.length);
    this.#other = Int32Array.from(all, (_, index) => index);
    this.#pair();
  }

  /** How many weights there are. */
  get size(): number {
    return this.#keep.length;
  }

  /** @returns an index into the weights. */
  sample(random: Random): number {
    const column = random.below(this.#keep.length);
    return random.uniform() < this.#keep[column]! ? column : this.#other[column]!;
  }

  /** Fills every column that is too low from one that is too high. */
  #pair(): void {
    const low: number[] = [];
    const high: number[] = [];
    for (const [column, part] of this.#keep.entries()) (part < 1 ? low : high).push(column);
    while (low.length > 0 && high.length > 0) {
      const poor = low.pop()!;
      const rich = high.pop()!;
      this.#other[poor] = rich;
      this.#keep[rich] = this.#keep[rich]! + this.#keep[poor]! - 1;
      (this.#keep[rich]! < 1 ? low : high).push(rich);
    }
    for (const column of [...low, ...high]) this.#keep[column] = 1;
  }
}
