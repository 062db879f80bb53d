/**
 * Draws from weights that change, in a time that grows with the logarithm of their number.
 * Source: Fenwick, Software: Practice and Experience 24(3), 1994; here as a complete binary tree of sums,
 * which no rounding can bring apart from its leaves.
 */
import type { Random } from './random.ts';

export class WeightTree {
  readonly #leaves: number;
  /** Node n has the children 2n and 2n + 1; leaves are at the end. */
  readonly #sums: Float64Array;

  /** @param size how many weights there are, all 0 at first. */
  constructor(size: number) {
    let leaves = 1;
    while (leaves < size) leaves *= 2;
    this.#leaves = leaves;
    this.#sums = new Float64Array(2 * leaves);
  }

  /** @param weight 0 or more. */
  set(index: number, weight: number): void {
    const sums = this.#sums;
    let node = this.#leaves + index;
    sums[node] = weight;
    for (node >>= 1; node >= 1; node >>= 1) sums[node] = sums[2 * node]! + sums[2 * node + 1]!;
  }

  /** Multiplies all weights by a power of two, which is exact. */
  scale(factor: number): void {
    for (let node = 0; node < this.#sums.length; node += 1) this.#sums[node]! *= factor;
  }

  /** @returns an index, as likely as its weight is of all; one weight must be above 0. */
  sample(random: Random): number {
    const sums = this.#sums;
    let left = random.uniform() * sums[1]!;
    let node = 1;
    while (node < this.#leaves) {
      node *= 2;
      const first = sums[node]!;
      // Rounding may leave a remainder where there is no weight on the other side.
      if (left >= first && sums[node + 1]! > 0) {
        left -= first;
        node += 1;
      }
    }
    return node - this.#leaves;
  }
}
