import { exp } from '../../../engine/math/index.ts';

/** No expert is ever trusted more than this. The authors' figure. */
const MOST = 0.99;

/** How far each of two experts is trusted; who regrets loses. */
export class ExpertWeights {
  /** Of the first expert, 0 … 1; the second has the rest. */
  first = 0.5;

  /** @param lossOfFirst @param lossOfSecond 0 or more. */
  regret(lossOfFirst: number, lossOfSecond: number, learningRate: number): void {
    const one = this.first * exp(-learningRate * lossOfFirst);
    const other = (1 - this.first) * exp(-learningRate * lossOfSecond);
    this.first = Math.max(1 - MOST, Math.min(MOST, one / (one + other)));
  }
}
