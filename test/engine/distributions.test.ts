import { describe, expect, it } from 'vitest';
import { Empirical } from '../../sim/engine/empirical.ts';
import { beta, gamma } from '../../sim/engine/gamma.ts';
import { MarkovPoisson } from '../../sim/engine/markov-poisson.ts';
import type { Random } from '../../sim/engine/random.ts';
import { Streams } from '../../sim/engine/streams.ts';
import {
  balancedPhases,
  boundedPareto,
  hyperexponential,
  weibull,
} from '../../sim/engine/tails.ts';
import { expectOracle, REPLICATIONS } from './oracles.ts';

/*
 * Each distribution against its definition, twice: its mean within 4 standard errors, and its
 * distribution function by Kolmogorov's statistic, whose limit K has P(K > 1.95) = 0.001
 * (Kolmogorov 1933). Seeds are fixed, so that a test that passes keeps passing.
 */
const COUNT = 100_000;
const MOST_STANDARD_ERRORS = 4;
const MOST_KOLMOGOROV = 1.95;

const stream = (name: string) => new Streams('distributions', 0).stream(name);

const draw = (name: string, sample: (random: Random) => number): number[] => {
  const random = stream(name);
  return Array.from({ length: COUNT }, () => sample(random));
};

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function standardErrors(values: readonly number[], expected: number, variance: number): number {
  return Math.abs(mean(values) - expected) / Math.sqrt(variance / values.length);
}

/** sqrt(n) times the largest distance of the sample's distribution function from `below`. */
function kolmogorov(values: readonly number[], below: (x: number) => number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const largest = sorted.reduce((most, x, rank) => {
    const p = below(x);
    return Math.max(most, p - rank / sorted.length, (rank + 1) / sorted.length - p);
  }, 0);
  return largest * Math.sqrt(values.length);
}

interface Known {
  readonly sample: (random: Random) => number;
  readonly mean: number;
  readonly variance: number;
  /** P(X <= x). */
  readonly below: (x: number) => number;
}

const phases = balancedPhases(2, 4);

/** Abramowitz & Stegun 26.2.17, error below 7.5e-8. */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const [b1, b2, b3, b4, b5] = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const series = t * (b1 + t * (b2 + t * (b3 + t * (b4 + t * b5))));
  const upper = (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - upper : upper;
}

// Moments and distribution functions: Law 2015, §6.2.2, or by integration of the definition.
const KNOWN: Readonly<Record<string, Known>> = {
  uniform: { sample: (random) => random.uniform(), mean: 0.5, variance: 1 / 12, below: (x) => x },
  exponential: {
    sample: (random) => random.exponential(3),
    mean: 3,
    variance: 9,
    below: (x) => 1 - Math.exp(-x / 3),
  },
  normal: { sample: (random) => random.normal(), mean: 0, variance: 1, below: normalBelow },
  lognormal: {
    sample: (random) => random.lognormal(1, 0.5),
    mean: Math.exp(1.125),
    variance: Math.exp(2.25) * (Math.exp(0.25) - 1),
    below: (x) => normalBelow((Math.log(x) - 1) / 0.5),
  },
  Pareto: {
    sample: (random) => random.pareto(2, 5),
    mean: 2.5,
    variance: 20 / 48,
    below: (x) => 1 - (2 / x) ** 5,
  },
  'bounded Pareto': {
    sample: (random) => boundedPareto(random, 1, 100, 1.5),
    // E X^k = a / (a - k) (1 - 100^(k-a)) / (1 - 100^-a).
    mean: (3 * (1 - 0.1)) / (1 - 0.001),
    variance: (-3 * (1 - 10)) / (1 - 0.001) - ((3 * (1 - 0.1)) / (1 - 0.001)) ** 2,
    below: (x) => (1 - x ** -1.5) / (1 - 0.001),
  },
  'Weibull with shape 1/2': {
    sample: (random) => weibull(random, 0.5, 3),
    // Γ(1 + 2) = 2, Γ(1 + 4) = 24.
    mean: 6,
    variance: 9 * (24 - 4),
    below: (x) => 1 - Math.exp(-Math.sqrt(x / 3)),
  },
  'Weibull with shape 2': {
    sample: (random) => weibull(random, 2, 1),
    mean: Math.sqrt(Math.PI) / 2,
    variance: 1 - Math.PI / 4,
    below: (x) => 1 - Math.exp(-x * x),
  },
  'gamma with shape 3': {
    sample: (random) => gamma(random, 3, 2),
    mean: 6,
    variance: 12,
    below: (x) => 1 - Math.exp(-x / 2) * (1 + x / 2 + (x * x) / 8),
  },
  'gamma with shape 1': {
    sample: (random) => gamma(random, 1, 2),
    mean: 2,
    variance: 4,
    below: (x) => 1 - Math.exp(-x / 2),
  },
  'gamma with shape 1/2': {
    // Half the square of a standard normal.
    sample: (random) => gamma(random, 0.5, 1),
    mean: 0.5,
    variance: 0.5,
    below: (x) => 2 * normalBelow(Math.sqrt(2 * x)) - 1,
  },
  'beta with 2 and 3': {
    sample: (random) => beta(random, 2, 3),
    mean: 0.4,
    variance: 0.04,
    below: (x) => x * x * (6 - 8 * x + 3 * x * x),
  },
  'beta with 1/2 and 1/2': {
    // The arcsine law.
    sample: (random) => beta(random, 0.5, 0.5),
    mean: 0.5,
    variance: 1 / 8,
    below: (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x)),
  },
  hyperexponential: {
    sample: (random) => hyperexponential(random, phases),
    mean: 2,
    variance: 16,
    below: (x) =>
      phases.reduce((sum, phase) => sum + phase.probability * (1 - Math.exp(-x / phase.mean)), 0),
  },
  empirical: {
    // 1 to 2 and 2 to 6, half of the time each.
    sample: (
      (known) => (random: Random) =>
        known.sample(random)
    )(new Empirical([2, 6, 1])),
    mean: (1.5 + 4) / 2,
    variance: (1 / 12 + 16 / 12) / 2 + 1.25 * 1.25,
    below: (x) => (x < 2 ? (x - 1) / 2 : 0.5 + (x - 2) / 8),
  },
};

describe.each(Object.entries(KNOWN))('%s', (name, known) => {
  const values = draw(name, known.sample);

  it('has its mean', () => {
    expect(standardErrors(values, known.mean, known.variance)).toBeLessThan(MOST_STANDARD_ERRORS);
  });

  it('has its distribution', () => {
    expect(kolmogorov(values, known.below)).toBeLessThan(MOST_KOLMOGOROV);
  });
});

describe('an empirical distribution', () => {
  it('of one value is that value, and of none is refused', () => {
    expect(new Empirical([7]).sample(stream('one'))).toBe(7);
    expect(() => new Empirical([])).toThrow(RangeError);
    expect(() => new Empirical([1, Number.NaN])).toThrow(RangeError);
  });
});

describe('a Markov-modulated Poisson process', () => {
  const [calm, burst] = [0.5, 5];
  const [toBurst, toCalm] = [0.05, 0.2];
  const states = [
    { perMs: calm, changesPerMs: [0, toBurst] },
    { perMs: burst, changesPerMs: [toCalm, 0] },
  ];

  it('has in windows the mean and the variance of the theory', () => {
    const windowMs = 20;
    const windows = 2000;
    const runs = Array.from({ length: REPLICATIONS }, (_, replication) => {
      const random = new Streams('MMPP', replication).stream('gaps');
      const process = new MarkovPoisson(states);
      const counts = new Array<number>(windows).fill(0);
      for (let at = process.gapMs(random); at < windows * windowMs; at += process.gapMs(random)) {
        counts[Math.floor(at / windowMs)]! += 1;
      }
      return counts;
    });
    // Fischer & Meier-Hellstern 1993: the mean is that of the rates over the stationary states;
    // Var = mean + 2 p q (difference of rates / s)² (s t - 1 + exp(-s t)), s the sum of changes.
    const s = toBurst + toCalm;
    const [p, q] = [toCalm / s, toBurst / s];
    const expected = (p * calm + q * burst) * windowMs;
    const bursts = 2 * p * q * ((burst - calm) / s) ** 2;
    const variance = expected + bursts * (s * windowMs - 1 + Math.exp(-s * windowMs));
    expectOracle(expected, runs.map(mean));
    expectOracle(
      variance,
      runs.map((counts) => mean(counts.map((count) => (count - expected) ** 2))),
    );
  });

  it('is a Poisson process when all states are alike', () => {
    const random = stream('alike');
    const process = new MarkovPoisson([
      { perMs: 2, changesPerMs: [9, 1, 0] },
      { perMs: 2, changesPerMs: [0, 0, 1] },
      { perMs: 2, changesPerMs: [1, 1, 0] },
    ]);
    const gaps = Array.from({ length: COUNT }, () => process.gapMs(random));
    expect(kolmogorov(gaps, (x) => 1 - Math.exp(-2 * x))).toBeLessThan(MOST_KOLMOGOROV);
    expect([0, 1, 2]).toContain(process.state);
  });

  it('refuses a state that is silent for ever', () => {
    expect(() => new MarkovPoisson([{ perMs: 0, changesPerMs: [5] }])).toThrow('state 0 has nei');
  });
});
