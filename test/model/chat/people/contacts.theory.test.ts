import { describe, expect, it } from 'vitest';
import { clustering, degreesOf, distanceOf, exponentOf, graphOf, pathLength } from './graphs.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

/** The graph of figure 2 of Watts & Strogatz, Nature 393, 1998: 1000 people with 10 contacts each. */
const ring = (rewire: string, seed = '1') =>
  graphOf('small-world', 1000, { contacts: 10, rewire }, seed);

describe('a small world', () => {
  it('is a ring when nothing is rewired, to the last digit', () => {
    const graph = ring('0%');
    expect(new Set(degreesOf(graph))).toEqual(new Set([10]));
    // 3 (k - 2) / 4 (k - 1): Barrat & Weigt, Eur. Phys. J. B 13, 2000.
    expect(clustering(graph)).toBeCloseTo(2 / 3, 12);
    // Steps of five: the sum over distances 1 to 999 of ceil(min(d, 1000 - d) / 5), over 999.
    const steps = Array.from({ length: 999 }, (_, at) => Math.ceil(Math.min(at + 1, 999 - at) / 5));
    expect(pathLength(graph, 10)).toBeCloseTo(mean(steps), 12);
    expect(mean(steps)).toBeCloseTo(50.4505, 4);
  });

  it('is the ring of a few people whom one can count', () => {
    // Five people with two contacts each: a pentagon, without triangles, and 1.5 steps in the mean.
    const pentagon = graphOf('small-world', 5, { contacts: 2, rewire: '0%' });
    expect(clustering(pentagon)).toBe(0);
    expect(pathLength(pentagon)).toBe(1.5);
    // With four each, everybody knows everybody.
    const all = graphOf('small-world', 5, { contacts: 4, rewire: '100%' });
    expect(clustering(all)).toBe(1);
    expect(pathLength(all)).toBe(1);
  });

  // networkx 3.6.1, watts_strogatz_graph(1000, 10, p), 20 graphs each: mean and standard deviation of one graph.
  it.each([
    ['0.1%', 0.66469, 0.00073, 27.54, 4.63],
    ['1%', 0.64721, 0.0036, 8.982, 0.645],
    ['10%', 0.49087, 0.00744, 4.4365, 0.0433],
    ['100%', 0.00891, 0.00075, 3.2681, 0.0014],
  ] as const)('of which %s are rewired is clustered and short as another program’s', (...row) => {
    const [rewire, clustered, spread, steps, stepSpread] = row;
    const graphs = ['1', '2', '3', '4', '5', '6'].map((seed) => ring(rewire, seed));
    // Four standard errors of the difference of both means.
    const error = (one: number) => 4 * one * Math.sqrt(1 / 6 + 1 / 20);
    expect(Math.abs(mean(graphs.map(clustering)) - clustered)).toBeLessThan(error(spread));
    const lengths = graphs.map((graph) => pathLength(graph, 100));
    expect(Math.abs(mean(lengths) - steps)).toBeLessThan(error(stepSpread) + 0.02 * steps);
  });

  it('loses its triangles as (1 - p)^3', () => {
    // Barrat & Weigt 2000, up to terms of the order of 1 / n.
    for (const p of [0.1, 0.3]) {
      const graph = graphOf('small-world', 5000, { contacts: 10, rewire: `${100 * p}%` });
      expect(Math.abs(clustering(graph) / ((2 / 3) * (1 - p) ** 3) - 1)).toBeLessThan(0.06);
    }
  });
});

describe('contacts by a power law', () => {
  it.each([2.2, 2.5, 3])('have the exponent %f that they are told', (exponent) => {
    const most = { least: 6, most: 100_000 };
    const degrees = degreesOf(graphOf('power-law', 60_000, { exponent, ...most }));
    // Pairs that come twice are left out, which takes contacts from those who have very many (exponents near 2).
    const { alpha, error } = exponentOf(degrees, 6);
    expect(Math.abs(alpha - exponent)).toBeLessThan(exponent < 2.5 ? 0.04 : 4 * error + 0.01);
    // Kolmogorov–Smirnov at 0.1 % is 1.95 / √n for a law that was not fitted; left-out pairs come on top.
    expect(distanceOf(degrees, 6)).toBeLessThan(1.95 / Math.sqrt(60_000) + 0.01);
  });

  it('are at the most as many as they are told', () => {
    const degrees = degreesOf(graphOf('power-law', 5000, { exponent: 2, least: 3, most: 50 }));
    expect(Math.max(...degrees)).toBeLessThanOrEqual(50);
    expect(mean(degrees)).toBeGreaterThan(5);
  });
});

describe('preferential attachment', () => {
  const degrees = degreesOf(graphOf('preferential', 60_000, { each: 5 }));

  it('has the frequencies 2 m (m + 1) / k (k + 1) (k + 2)', () => {
    // Dorogovtsev, Mendes & Samukhin, Phys. Rev. Lett. 85, 2000; Bollobás et al. 2001. Four standard deviations.
    for (const k of [5, 6, 8, 12, 20]) {
      const expected = (60_000 * 2 * 5 * 6) / (k * (k + 1) * (k + 2));
      const found = degrees.filter((degree) => degree === k).length;
      expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected) + 6);
    }
  });

  it('has exponent 3 in its tail', () => {
    // Barabási & Albert, Science 286, 1999: 3 for large k; at 40, k + 1 and k + 2 still matter by a few per cent.
    const { alpha, error } = exponentOf(degrees, 40);
    expect(Math.abs(alpha - 3)).toBeLessThan(4 * error + 0.05);
  });
});
