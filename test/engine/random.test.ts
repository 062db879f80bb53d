import { describe, expect, it } from 'vitest';
import { Alias } from '../../sim/engine/alias.ts';
import type { Random } from '../../sim/engine/random.ts';
import { Streams } from '../../sim/engine/streams.ts';
import { Zipf } from '../../sim/engine/zipf.ts';

const stream = (name: string, seed = 'random test', replication = 0) =>
  new Streams(seed, replication).stream(name);

const take = (random: Random, count: number) =>
  Array.from({ length: count }, () => random.uniform());

/** Pearson's statistic of values in 0 to 1 over equal cells. */
function chiSquare(values: readonly number[], cells: number): number {
  const counts = new Array(cells).fill(0);
  for (const value of values) counts[Math.floor(value * cells)] += 1;
  const expected = values.length / cells;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** How many standard errors the mean of a sample is from `mean`. */
function zOfMean(sample: () => number, mean: number, deviation: number, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += sample();
  return (sum / count - mean) / (deviation / Math.sqrt(count));
}

describe('streams', () => {
  it('give a name the same numbers whether or not another is used', () => {
    const one = new Streams('seed', 0);
    const alone = take(one.stream('a'), 5);
    const other = new Streams('seed', 0);
    take(other.stream('b'), 100);
    expect(take(other.stream('a'), 5)).toEqual(alone);
  });

  it('differ by seed, replication and name', () => {
    const firsts = [
      stream('a'),
      stream('b'),
      stream('a', 'other seed'),
      stream('a', 'random test', 1),
      stream('a', 'random test', 10),
      stream('a '),
    ].map((random) => random.uniform());
    expect(new Set(firsts).size).toBe(6);
  });

  it('of 100 000 similar names have first numbers that are uniform and uncorrelated', () => {
    const streams = new Streams('quality', 0);
    const firsts = Array.from({ length: 100_000 }, (_, k) =>
      streams.stream(`client/${k}/think`).uniform(),
    );
    // 1023 degrees of freedom: mean 1023, deviation 45; 4 deviations.
    expect(Math.abs(chiSquare(firsts, 1024) - 1023)).toBeLessThan(4 * Math.sqrt(2 * 1023));
    let product = 0;
    for (let k = 1; k < firsts.length; k += 1)
      product += (firsts[k]! - 0.5) * (firsts[k - 1]! - 0.5);
    expect(Math.abs((product * 12) / Math.sqrt(firsts.length))).toBeLessThan(4);
    expect(new Set(firsts).size).toBe(firsts.length);
  });
});

describe('distributions', () => {
  const COUNT = 400_000;

  // Mean and deviation by definition; |z| below 4 on a fixed seed.
  it.each([
    ['uniform', (random: Random) => random.uniform(), 0.5, Math.sqrt(1 / 12)],
    ['exponential', (random: Random) => random.exponential(3), 3, 3],
    ['exponential squared', (random: Random) => random.exponential(1) ** 2, 2, Math.sqrt(20)],
    ['normal', (random: Random) => random.normal(), 0, 1],
    ['normal squared', (random: Random) => random.normal() ** 2, 1, Math.SQRT2],
    ['normal to the fourth', (random: Random) => random.normal() ** 4, 3, Math.sqrt(96)],
    [
      'lognormal',
      (random: Random) => random.lognormal(1, 0.5),
      Math.exp(1.125),
      Math.exp(1.125) * Math.sqrt(Math.exp(0.25) - 1),
    ],
    ['Pareto', (random: Random) => random.pareto(2, 5), 2.5, Math.sqrt((4 * 5) / (16 * 3))],
  ])('%s has its mean', (name, sample, mean, deviation) => {
    const random = stream(name);
    expect(Math.abs(zOfMean(() => sample(random), mean, deviation, COUNT))).toBeLessThan(4);
  });

  it('exponential and normal have their shape to the tails', () => {
    const random = stream('shape');
    const exponential = Array.from({ length: COUNT }, () => 1 - Math.exp(-random.exponential(1)));
    // 255 degrees of freedom: deviation 22.6; 4 deviations.
    expect(Math.abs(chiSquare(exponential, 256) - 255)).toBeLessThan(4 * Math.sqrt(2 * 255));
    const beyond = Array.from({ length: COUNT }, () => random.normal()).filter(
      (x) => Math.abs(x) > 3.5,
    );
    // P(|Z| > 3.5) = 4.6526e-4: 186 expected, deviation 13.6.
    expect(Math.abs(beyond.length - 186.1)).toBeLessThan(4 * 13.6);
  });

  it('below is unbiased', () => {
    const random = stream('below');
    const values = Array.from({ length: COUNT }, () => (random.below(100) + 0.5) / 100);
    expect(Math.abs(chiSquare(values, 100) - 99)).toBeLessThan(4 * Math.sqrt(2 * 99));
    expect(random.below(1)).toBe(0);
    expect(random.below(1e9)).toBeLessThan(1e9);
  });

  it('alias draws by weight, and never what weighs nothing', () => {
    const alias = new Alias([1, 0, 3, 6]);
    const random = stream('alias');
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 100_000; draw += 1) counts[alias.sample(random)]! += 1;
    expect(counts[1]).toBe(0);
    // Binomial: deviations 95, 145, 155.
    expect(Math.abs(counts[0]! - 10_000)).toBeLessThan(4 * 95);
    expect(Math.abs(counts[2]! - 30_000)).toBeLessThan(4 * 145);
    expect(() => new Alias([0, 0])).toThrow(RangeError);
  });
});

describe('Zipf', () => {
  it.each([0, 0.5, 0.8, 1, 1.2, 2.5])('with exponent %f has the exact frequencies', (exponent) => {
    const ranks = 50;
    const weights = Array.from({ length: ranks }, (_, rank) => (rank + 1) ** -exponent);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const zipf = new Zipf(ranks, exponent);
    const random = stream(`zipf ${exponent}`);
    const counts = new Array(ranks).fill(0);
    const draws = 200_000;
    for (let draw = 0; draw < draws; draw += 1) counts[zipf.sample(random) - 1] += 1;
    const statistic = counts.reduce((total, count, rank) => {
      const expected = (draws * weights[rank]!) / sum;
      return total + (count - expected) ** 2 / expected;
    }, 0);
    expect(Math.abs(statistic - 49)).toBeLessThan(4 * Math.sqrt(2 * 49));
  });

  it.each([0.5, 0.8, 1, 1.2])(
    'with exponent %f has the shares of heads of 1e8 ranks',
    (exponent) => {
      // H(m) / H(1e8), H the sum of k^-s: directly up to 1000, beyond by Euler–Maclaurin to the first
      // derivative, whose next term is below 1e-12. Binomial; 4 standard errors of 200,000 draws.
      const integral = (x: number) =>
        exponent === 1 ? Math.log(x) : x ** (1 - exponent) / (1 - exponent);
      const [half, slope] = [
        (x: number) => x ** -exponent / 2,
        (x: number) => x ** (-exponent - 1),
      ];
      let thousand = 0;
      for (let rank = 1; rank <= 1000; rank += 1) thousand += rank ** -exponent;
      const upTo = (x: number) =>
        thousand +
        (integral(x) - integral(1000)) +
        (half(x) - half(1000)) -
        (exponent / 12) * (slope(x) - slope(1000));
      const zipf = new Zipf(1e8, exponent);
      const random = stream(`zipf 1e8 ${exponent}`);
      const ranks = Float64Array.from({ length: 200_000 }, () => zipf.sample(random));
      for (const last of [1000, 30_000, 1e6, 3e7]) {
        const share = upTo(last) / upTo(1e8);
        const found =
          ranks.reduce((count, rank) => count + (rank <= last ? 1 : 0), 0) / ranks.length;
        const standardError = Math.sqrt((share * (1 - share)) / ranks.length);
        expect(Math.abs(found - share)).toBeLessThan(4 * standardError);
      }
    },
  );

  it('reaches the last of 1e8 ranks', () => {
    const zipf = new Zipf(1e8, 0);
    const random = stream('large');
    const largest = Math.max(...Array.from({ length: 1000 }, () => zipf.sample(random)));
    expect(largest).toBeGreaterThan(9.9e7);
    expect(largest).toBeLessThanOrEqual(1e8);
    expect(new Zipf(1, 0.9).sample(random)).toBe(1);
  });
});
