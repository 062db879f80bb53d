/** Variates whose tails are what matters about them: lighter or heavier than the exponential's. */
import { exp, log, log1p, pow } from './math/index.ts';
import type { Random } from './random.ts';

/**
 * P(X > x) = exp(-(x / scale)^shape): a tail heavier than the exponential's below shape 1, lighter
 * above. Source: Weibull, J. Applied Mechanics 18, 1951; by inversion.
 *
 * @param shape above 0. @param scale above 0.
 */
export const weibull = (random: Random, shape: number, scale: number): number =>
  scale * exp(log(random.exponential(1)) / shape);

/**
 * A Pareto variate known to be at most `max`. Source: Harchol-Balter, Performance Modeling and
 * Design of Computer Systems, 2013, §10; by inversion.
 *
 * @param min above 0. @param max above `min`. @param alpha exponent of the tail, above 0.
 */
export function boundedPareto(random: Random, min: number, max: number, alpha: number): number {
  const below = 1 - pow(min / max, alpha);
  return Math.min(max, min * exp(-log1p(-random.uniform() * below) / alpha));
}

/** One of the exponentials of a hyperexponential. */
export interface Phase {
  /** How likely it is; those of all phases sum to 1. */
  readonly probability: number;
  readonly mean: number;
}

/** An exponential variate whose own mean is drawn first: squared coefficient of variation above 1. */
export function hyperexponential(random: Random, phases: readonly Phase[]): number {
  let left = random.uniform();
  for (const { probability, mean } of phases) {
    if (left < probability) return random.exponential(mean);
    left -= probability;
  }
  // Rounding may leave the probabilities a hair short of 1.
  return random.exponential(phases[phases.length - 1]!.mean);
}

/**
 * Two phases with balanced means, the usual choice to give a mean and a variability.
 * Source: Allen, Probability, Statistics and Queueing Theory, 2nd ed. 1990, §3.2.9.
 *
 * @param scv squared coefficient of variation, 1 or more.
 */
export function balancedPhases(mean: number, scv: number): readonly [Phase, Phase] {
  const probability = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  return [
    { probability, mean: mean / (2 * probability) },
    { probability: 1 - probability, mean: mean / (2 * (1 - probability)) },
  ];
}
