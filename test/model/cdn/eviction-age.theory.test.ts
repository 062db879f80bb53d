import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';

const cdn = (traffic: string) => `
version: 1
run: { seed: 31, duration: 400s, warmup: 100s }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  edge: { kind: cache, capacity: 1000B, parent: origin }
  origin: { kind: origin, service: 0ms }
links:
  people -> edge: { latency: 0ms }
  edge -> origin: { latency: 0ms }
traffic:
  page: { kind: web, from: people, to: edge, transport: open, ${traffic} }
`;

/** Objects asked for in the time T, each with the chance 1 − exp(−rate T): Che's equation in T. */
function characteristicMs(objects: number, room: number, ratePerSecond: number): number {
  const perMs = ratePerSecond / objects / 1000;
  return -Math.log(1 - room / objects) / perMs;
}

describe('eviction age', () => {
  it('with LRU is the characteristic time', () => {
    // Che, Tung and Wang 2002 for equally popular objects. Ages of a cache with room for 1000 spread by
    // some 1/sqrt(1000) = 3 %; their median over 100,000 evictions is a bucket (0.8 %) wide.
    const result = runText(
      cdn('arrivals: { poisson: 500rps }, catalog: { objects: 4k, popularity: uniform, size: 1B }'),
    );
    const expectedMs = characteristicMs(4000, 1000, 500);
    const foundMs = figure(result, 'p50', 'eviction_age', { node: 'edge' });
    expect(Math.abs(foundMs / expectedMs - 1)).toBeLessThan(0.01);
  });

  it('is measured once for each eviction', () => {
    const result = runText(
      cdn('arrivals: { steady: 100rps }, catalog: { objects: 4k, popularity: uniform, size: 1B }'),
    );
    expect(figure(result, 'count', 'eviction_age')).toBe(total(result, 'cache_evictions'));
  });
});
