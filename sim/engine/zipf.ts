/**
 * Ranks whose probability falls as rank^-exponent, by rejection-inversion: no table, however many
 * ranks. Source: Hörmann & Derflinger, ACM TOMACS 6(3), 1996.
 */
import { exp, expm1, log, log1p } from './math/index.ts';
import type { Random } from './random.ts';

/** Nearer to exponent 1 than this, the logarithm takes the place of the power. */
const NEAR_ONE = 1e-9;

export class Zipf {
  readonly #ranks: number;
  readonly #least: number;
  readonly #exponent: number;
  readonly #first: number;
  readonly #last: number;
  readonly #surely: number;

  /** @param ranks 1 or more. @param exponent 0 (all alike) or more. @param least the first rank there is. */
  constructor(ranks: number, exponent: number, least = 1) {
    this.#ranks = ranks;
    this.#least = least;
    this.#exponent = exponent;
    this.#first = this.#area(least + 0.5) - this.#height(least);
    this.#last = this.#area(ranks + 0.5);
    this.#surely = least + 1 - this.#inverse(this.#area(least + 1.5) - this.#height(least + 1));
  }

  /** @returns the first rank, which is the most likely, up to the number of ranks. */
  sample(random: Random): number {
    for (;;) {
      const u = this.#last + random.uniform() * (this.#first - this.#last);
      const x = this.#inverse(u);
      const rank = Math.min(this.#ranks, Math.max(this.#least, Math.floor(x + 0.5)));
      if (rank - x <= this.#surely) return rank;
      if (u >= this.#area(rank + 0.5) - this.#height(rank)) return rank;
    }
  }

  /** The hat function x^-exponent. */
  #height(x: number): number {
    return exp(-this.#exponent * log(x));
  }

  /** Its integral from 1 to x, in a form that stays exact when the exponent is near 1. */
  #area(x: number): number {
    const power = 1 - this.#exponent;
    const logX = log(x);
    return Math.abs(power) < NEAR_ONE ? logX : expm1(power * logX) / power;
  }

  #inverse(area: number): number {
    const power = 1 - this.#exponent;
    if (Math.abs(power) < NEAR_ONE) return exp(area);
    // Rounding can bring the argument just below -1, where the logarithm ends.
    return exp(log1p(Math.max(-1, area * power)) / power);
  }
}
