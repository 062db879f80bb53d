/**
 * Draws from a sample: straight lines between its values in order, so that what lies between two
 * of them can occur and nothing beyond the ends does.
 * Source: Law, Simulation Modeling and Analysis, 5th ed. 2015, §6.2.4 and §8.3.16.
 */
import type { Random } from './random.ts';

export class Empirical {
  readonly #sorted: Float64Array;

  /** @param values one or more, in any order. @throws RangeError for none, or for NaN. */
  constructor(values: ArrayLike<number>) {
    this.#sorted = Float64Array.from(values).sort((one, other) => one - other);
    if (values.length === 0 || this.#sorted.some(Number.isNaN)) {
      throw new RangeError('an empirical distribution has one or more values, all of them numbers');
    }
  }

  sample(random: Random): number {
    const at = random.uniform() * (this.#sorted.length - 1);
    const below = Math.floor(at);
    const low = this.#sorted[below]!;
    const high = this.#sorted[below + 1] ?? low;
    return low + (at - below) * (high - low);
  }
}
