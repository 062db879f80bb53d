import { exp } from '../../../engine/math/index.ts';

/** How far each of two experts is trusted; who regrets loses. */
export class ExpertWeights {
  /** Of the first expert, 0 … 1; the second has the rest. */
  first = 0.5;
  readonly #least: number;

  /** @param least trust that each expert keeps. */
  constructor(least: number) {
    this.#least = least;
  }

  /** @param lossOfFirst @param lossOfSecond 0 or more. */
  regret(lossOfFirst: number, lossOfSecond: number, learningRate: number): void {
    const one = this.first * exp(-learningRate * lossOfFirst);
    const other = (1 - this.first) * exp(-learningRate * lossOfSecond);
    this.first = Math.max(this.#least, Math.min(1 - this.#least, one / (one + other)));
  }
}
