/** The shapes behind the distribution parts, also for models that need one without a scenario. */

import { Empirical } from '../../engine/empirical.ts';
import { beta, gamma } from '../../engine/gamma.ts';
import { exp, lgamma, log } from '../../engine/math/index.ts';
import { balancedPhases, boundedPareto, hyperexponential, weibull } from '../../engine/tails.ts';
import { Zipf } from '../../engine/zipf.ts';
import type { Distribution } from './distribution.ts';

/** Standard normal quantiles, from any table. */
export const Z_95 = 1.6448536269514722;
export const Z_99 = 2.3263478740408408;

export const constant = (value: number): Distribution => ({ sample: () => value });

export const uniform = (min: number, max: number): Distribution => ({
  sample: (random) => min + (max - min) * random.uniform(),
});

export const exponential = (mean: number): Distribution => ({
  sample: (random) => random.exponential(mean),
});

/** @param z the standard normal quantile to which `high` belongs. */
export function lognormal(median: number, high: number, z = Z_99): Distribution {
  const mu = log(median);
  const sigma = Math.max(0, (log(high) - mu) / z);
  return { sample: (random) => exp(mu + sigma * random.normal()) };
}

/** @param max no value lies above it; Infinity: the tail goes on for ever. */
export const pareto = (min: number, alpha: number, max: number): Distribution => ({
  sample: (random) => boundedPareto(random, min, max, alpha),
});

/** Whole numbers from `min` to `max` whose frequencies fall as a power. */
export function discretePareto(min: number, alpha: number, max: number): Distribution {
  const ranks = new Zipf(Math.max(min, max), alpha, min);
  return { sample: (random) => ranks.sample(random) };
}

/** Values above `max` become `max`. */
export const cut = (shape: Distribution, max: number): Distribution => ({
  sample: (random) => Math.min(max, shape.sample(random)),
});

/** The mean of a Weibull variate is scale · Γ(1 + 1 / shape). */
export function weibullOf(mean: number, shape: number): Distribution {
  const scale = mean / exp(lgamma(1 + 1 / shape));
  return { sample: (random) => weibull(random, shape, scale) };
}

export const gammaOf = (mean: number, shape: number): Distribution => ({
  sample: (random) => gamma(random, shape, mean / shape),
});

/** A beta variate stretched over the range from `min` to `max`. */
export const betaOf = (min: number, max: number, a: number, b: number): Distribution => ({
  sample: (random) => min + (max - min) * beta(random, a, b),
});

/** @param scv squared coefficient of variation, 1 or more. */
export function hyperexponentialOf(mean: number, scv: number): Distribution {
  const phases = balancedPhases(mean, scv);
  return { sample: (random) => hyperexponential(random, phases) };
}

export const sampleOf = (values: readonly number[]): Distribution => new Empirical(values);
