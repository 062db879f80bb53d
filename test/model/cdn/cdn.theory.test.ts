import { describe, expect, it } from 'vitest';
import { figure, runText } from '../../run-scenario.ts';

// Whole scenarios against formulas. Tolerances: the stated multiple of the standard error.

const scenario = (parts: {
  seed: number;
  edge: string;
  origin: string;
  traffic: string;
  run?: string;
}) => `
version: 1
title: theory
run: { seed: ${parts.seed}, duration: ${parts.run ?? '2000s, warmup: 200s'} }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  edge: { kind: cache, parent: origin, ${parts.edge} }
  origin: { kind: origin, ${parts.origin} }
links:
  people -> edge: { latency: 0ms }
  people -> origin: { latency: 0ms }
  edge -> origin: { latency: 0ms }
traffic:
  page: { kind: web, from: people, transport: open, ${parts.traffic} }
`;

describe('an origin with Poisson arrivals', () => {
  it('is an M/M/1 station: mean response 1 / (mu - lambda)', () => {
    // Kleinrock 1975: 1 / (100/s - 80/s) = 50 ms. Response times correlate over ~2/(mu(1-rho)²) s,
    // so that 1800 s hold ~3600 independent samples: 4 standard errors are 6.7 %.
    const result = runText(
      scenario({
        seed: 101,
        edge: 'capacity: 1MB',
        origin: 'workers: 1, service: { exponential: 10ms }',
        traffic:
          'to: origin, arrivals: { poisson: 80rps }, catalog: { objects: 1, popularity: uniform, size: 1B }',
      }),
    );
    const mean = figure(result, 'mean', 'latency');
    expect(mean).toBeGreaterThan(50 * (1 - 0.067));
    expect(mean).toBeLessThan(50 * (1 + 0.067));
  });
});

describe('a cache with expiry', () => {
  it('hits 1 - 1/(1 + lambda T) of the requests for one object', () => {
    // Domain oracle 8: lambda T = 6 gives 0.8571 when the lifetime counts from the fetch.
    const result = runText(
      scenario({
        seed: 102,
        edge: 'capacity: 1MB',
        origin: 'service: 0ms',
        traffic:
          'to: edge, arrivals: { poisson: 60rps }, freshness: { max-age: 100ms }, catalog: { objects: 1, popularity: uniform, size: 1B }',
      }),
    );
    // 108 000 requests in ~15 400 cycles; the ratio's standard error is below 0.0012.
    expect(Math.abs(figure(result, 'value', 'hit_ratio') - 6 / 7)).toBeLessThan(0.004);
  });
});

describe('a cache under independent references', () => {
  // Domain oracle 7: Che's approximation, Zipf 0.8 over 1e5 objects of one size; simulation there
  // 0.2039 (LRU) and 0.1788 (FIFO). 400 000 requests: standard error 0.0007, 4 of them 0.0026.
  it.each([
    ['lru', 1000, 0.2043],
    ['fifo', 1000, 0.1792],
    ['lru', 10_000, 0.4687],
    ['fifo', 10_000, 0.4284],
  ])('with %s and room for %i objects hits %f of the requests', (policy, room, expected) => {
    const result = runText(
      scenario({
        seed: 103 + room,
        edge: `capacity: ${room}B, policy: ${policy}`,
        origin: 'service: 0ms',
        traffic:
          'to: edge, arrivals: { poisson: 1000rps }, catalog: { objects: 100k, popularity: { zipf: 0.8 }, size: 1B }',
        run: '500s, warmup: 100s',
      }),
    );
    expect(Math.abs(figure(result, 'value', 'hit_ratio') - expected)).toBeLessThan(0.0035);
  });
});
