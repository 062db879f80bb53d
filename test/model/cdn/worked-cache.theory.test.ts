import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';

/** A cache that has everything from the first requests on, and one worker. */
const CACHE = `
version: 1
title: a cache that works
run: { seed: 12, duration: 2000s, warmup: 100s }
places: [paris]
nodes:
  people: { kind: clients, count: 50, access: none }
  edge: { kind: cache, capacity: 1GiB, parent: origin, cpu: { workers: 1, service: { exponential: 10ms } } }
  origin: { kind: origin, workers: 1000, service: 0ms }
traffic:
  page:
    kind: web
    from: people
    to: edge
    transport: open
    arrivals: { poisson: 50rps }
    catalog: { objects: 5, popularity: uniform, size: 1kB }
`;

describe('a cache with a cpu', () => {
  it('is an M/M/1 queue for what it has (W = 1 / (μ − λ), as domain oracle 1)', () => {
    const result = runText(CACHE);
    expect(total(result, 'origin_requests')).toBe(0);
    // 95,000 requests that hang together: the deviation of the mean is 0.9 %, four of them.
    expect(Math.abs(figure(result, 'mean', 'latency') / 20 - 1)).toBeLessThan(0.036);
    expect(figure(result, 'mean', 'cache_busy')).toBeCloseTo(0.5, 1);
    expect(figure(result, 'mean', 'cache_workers')).toBe(1);
    // Little's law.
    const inside = figure(result, 'mean', 'cache_busy') + figure(result, 'mean', 'cache_waiting');
    const perSecond = total(result, 'requests') / 1900;
    expect(inside / ((perSecond * figure(result, 'mean', 'latency')) / 1000)).toBeCloseTo(1, 2);
  });

  const FEW = [
    'traffic.page.arrivals.poisson=1rps',
    'nodes.edge.cpu={ workers: 1, service: 10ms }',
  ];

  it('is seven times as slow when a fault says so', () => {
    const slow = 'timeline=[{ at: 0s, do: slow, node: edge, for: 2000s, slowdown: 7 }]';
    const result = runText(CACHE, [...FEW, 'traffic.page.arrivals.poisson=0.1rps', slow]);
    expect(figure(result, 'p50', 'latency')).toBeCloseTo(70, 0);
    expect(figure(result, 'min', 'latency')).toBeCloseTo(70, 0);
  });

  it('is busy with jobs of others', () => {
    const jobs = 'timeline=[{ at: 0s, do: overload, node: edge, rate: 60rps, for: 2000s }]';
    // 60 a second of 10 ms, and one a second.
    const result = runText(CACHE, [...FEW, jobs]);
    expect(figure(result, 'mean', 'cache_busy')).toBeCloseTo(0.61, 1);
    expect(Math.abs(figure(result, 'mean', 'cache_busy') - 0.61)).toBeLessThan(0.02);
  });

  it('forgets whom it works for when it crashes, and each of them hears of it', () => {
    const crash = 'timeline=[{ at: 500s, do: crash, node: edge, for: 1s, name: crash }]';
    const result = runText(CACHE, [crash]);
    expect(total(result, 'unanswered')).toBeLessThan(30);
    // What was inside, and what came while it was down.
    const lost = total(result, 'errors');
    expect(lost).toBeGreaterThan(50 - 4 * 7);
    expect(lost).toBeLessThan(50 + 4 * 7 + 20);
    expect(total(result, 'origin_requests')).toBe(5);
  });

  it('says how much of a server it uses to who reckons energy', () => {
    const price =
      'price={ nodes: { edge: bunny }, carbon: { server-power: { idle: 0, slope: 100, pue: 1 } } }';
    const result = runText(`${CACHE}${price.replace('=', ': ')}\n`);
    const watts = figure(result, 'value', 'energy_per_month', { node: 'edge' }) / 0.73;
    expect(Math.abs(watts - 50)).toBeLessThan(2);
  });
});
