/** Counts of independent events: Poisson variates. */
import { exp, lgamma, log } from './math/index.ts';
import type { Random } from './random.ts';

/** Below this mean it is fastest to multiply uniform numbers; what rejects needs 10 or more. */
const FEW = 10;

/**
 * How many of many independent, rare things happen; mean and variance are `mean`.
 * Source: Hörmann, The transformed rejection method for generating Poisson random variables, Insurance:
 * Mathematics and Economics 12(1), 1993 (PTRS); below a mean of 10 Knuth, TAOCP 2, §3.4.1.
 *
 * @param mean 0 or more.
 */
export function poisson(random: Random, mean: number): number {
  return mean < FEW ? byProducts(random, mean) : byRejection(random, mean);
}

function byProducts(random: Random, mean: number): number {
  const least = exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > least; product *= random.uniform()) count += 1;
  return count;
}

function byRejection(random: Random, mean: number): number {
  const logMean = log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const surely = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= surely) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const left = log((v * inverseAlpha) / (a / (us * us) + b));
    if (left <= k * logMean - mean - lgamma(k + 1)) return k;
  }
}
