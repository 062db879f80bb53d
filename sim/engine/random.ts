/** Random numbers of one stream, and the distributions drawn from it. */
import { exp, log } from './math/index.ts';
import { EXPONENTIAL, NORMAL } from './ziggurat.ts';

const TWO_21 = 2_097_152;
const TWO_32 = 4_294_967_296;
const TWO_MINUS_53 = 1 / 9_007_199_254_740_992;

/** Generator sfc32. Source: Chris Doty-Humphrey, PractRand; public domain. */
export class Random {
  readonly #state: Int32Array;

  /** @param state four words, taken over and changed; see `Streams` for making them from a name. */
  constructor(state: Int32Array) {
    this.#state = state;
  }

  /** 0 to 2^32 - 1. */
  uint32(): number {
    const state = this.#state;
    const b = state[1]!;
    const c = state[2]!;
    const counter = state[3]!;
    const sum = (((state[0]! + b) | 0) + counter) | 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** At least 0, below 1; 53 random bits. */
  uniform(): number {
    const high = this.uint32();
    return (high * TWO_21 + (this.uint32() >>> 11)) * TWO_MINUS_53;
  }

  /**
   * A whole number, at least 0 and below `bound`, all equally likely.
   * Source: Lemire, ACM TOMACS 29(1), 2019, for bounds up to 2^21; above, 53 bits leave a bias
   * below 2^-21.
   */
  below(bound: number): number {
    if (bound > TWO_21) return Math.floor(this.uniform() * bound);
    let product = this.uint32() * bound;
    let fraction = product % TWO_32;
    if (fraction < bound) {
      const threshold = TWO_32 % bound;
      while (fraction < threshold) {
        product = this.uint32() * bound;
        fraction = product % TWO_32;
      }
    }
    return (product - fraction) / TWO_32;
  }

  exponential(mean: number): number {
    return mean * this.#standardExponential();
  }

  /** Mean 0, standard deviation 1. */
  normal(): number {
    const { edge, ratio, tail } = NORMAL;
    for (;;) {
      const high = this.uint32();
      const low = this.uint32();
      const layer = low & 127;
      const u = 2 * (high * TWO_21 + (low >>> 11)) * TWO_MINUS_53 - 1;
      if (Math.abs(u) < ratio[layer]!) return u * edge[layer]!;
      if (layer === 0) return this.#normalTail(tail, u < 0);
      const x = u * edge[layer]!;
      const upper = exp(-0.5 * (edge[layer]! * edge[layer]! - x * x));
      const lower = exp(-0.5 * (edge[layer + 1]! * edge[layer + 1]! - x * x));
      if (lower + this.uniform() * (upper - lower) < 1) return x;
    }
  }

  /** @param mu @param sigma mean and standard deviation of the logarithm. */
  lognormal(mu: number, sigma: number): number {
    return exp(mu + sigma * this.normal());
  }

  /** @param min lowest value. @param alpha exponent of the tail, above 0. */
  pareto(min: number, alpha: number): number {
    return min * exp(this.#standardExponential() / alpha);
  }

  #standardExponential(): number {
    const { edge, ratio, density, tail } = EXPONENTIAL;
    let beyond = 0;
    for (;;) {
      const high = this.uint32();
      const low = this.uint32();
      const layer = low & 255;
      const u = (high * TWO_21 + (low >>> 11)) * TWO_MINUS_53;
      const x = u * edge[layer]!;
      if (u < ratio[layer]!) return beyond + x;
      // The tail of an exponential is the exponential again, further out.
      if (layer === 0) beyond += tail;
      else {
        const low = density[layer]!;
        const high = density[layer + 1]!;
        if (low + this.uniform() * (high - low) < exp(-x)) return beyond + x;
      }
    }
  }

  /** Beyond the outermost layer. Source: Marsaglia, Technometrics 6(1), 1964. */
  #normalTail(tail: number, isNegative: boolean): number {
    for (;;) {
      const x = -log(1 - this.uniform()) / tail;
      const y = -log(1 - this.uniform());
      if (2 * y >= x * x) return isNegative ? -(tail + x) : tail + x;
    }
  }
}
