/** Gamma and beta variates. */
import { exp, log } from './math/index.ts';
import type { Random } from './random.ts';

/**
 * Mean `shape × scale`, variance `shape × scale²`.
 * Source: Marsaglia & Tsang, ACM TOMS 26(3), 2000; below shape 1 by their note 6.
 *
 * @param shape above 0. @param scale above 0.
 */
export function gamma(random: Random, shape: number, scale: number): number {
  if (shape >= 1) return scale * standardGamma(random, shape);
  // A uniform number to the power of 1 / shape.
  return scale * standardGamma(random, shape + 1) * exp(-random.exponential(1) / shape);
}

/** Between 0 and 1, with mean `a / (a + b)`. @param a above 0. @param b above 0. */
export function beta(random: Random, a: number, b: number): number {
  const x = gamma(random, a, 1);
  return x / (x + gamma(random, b, 1));
}

/** The cube of a shifted normal, of which few are rejected; shape 1 or more. */
function standardGamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const cube = root * root * root;
    const u = 1 - random.uniform();
    const square = x * x;
    // A cheap bound that settles most cases without a logarithm.
    if (u < 1 - 0.0331 * square * square) return d * cube;
    if (log(u) < 0.5 * square + d * (1 - cube + log(cube))) return d * cube;
  }
}
