/** A cache whose clock ticks serves by the rules that were read from, or measured of, real servers. */
import { describe, expect, it } from 'vitest';
import { ageMs } from '../../../sim/model/cache/freshness.ts';
import { runText, total } from '../../run-scenario.ts';

const SECOND = 1000;

describe('a clock that ticks', () => {
  it.each([
    // nginx: valid_sec = floor(t0) + TTL, fresh while valid_sec >= floor(now): ngx_http_file_cache.c, 1.22
    [
      'late',
      false,
      (t0: number, now: number, ttl: number) => Math.floor(now) <= Math.floor(t0) + ttl,
    ],
    // Squid and HAProxy, measured: docs/live.md
    [
      'early',
      true,
      (t0: number, now: number, ttl: number) => Math.floor(now) < Math.floor(t0) + ttl,
    ],
  ])('is fresh by its rule: %s', (_name, isEarly, isFresh) => {
    for (const t0 of [0, 0.2, 1, 1.999, 7.5]) {
      for (let age = 0; age < 6; age += 0.125) {
        for (const ttl of [1, 2, 4]) {
          const clock = { tickMs: SECOND, isEarly };
          const fresh = ageMs(t0 * SECOND, (t0 + age) * SECOND, clock) < ttl * SECOND;
          expect(fresh, `${t0} ${age} ${ttl}`).toBe(isFresh(t0, t0 + age, ttl));
        }
      }
    }
  });

  it('moves the hit ratio of short lifetimes as renewal theory has it', () => {
    const text = (clock: string) => `version: 1
title: clocks
run: { seed: 3, duration: 200s }
places: [frankfurt]
nodes:
  people: { kind: clients, at: frankfurt, count: 10 }
  edge: { kind: cache, at: frankfurt, capacity: 64MiB, parent: origin${clock} }
  origin: { kind: origin, at: frankfurt, workers: 64, service: 1ms }
traffic:
  web:
    kind: web
    from: people
    to: edge
    arrivals: { poisson: 100rps }
    catalog: { objects: 20, popularity: uniform, size: 1KiB }
    freshness: { max-age: 2s }
`;
    const ratioOf = (clock: string) => {
      const result = runText(text(clock));
      return total(result, 'cache_hits') / total(result, 'cache_requests');
    };
    const ratePerSecond = 5;
    // Exact: a fetch, then a mean of λT hits while it is fresh. A clock that ticks: copies go when a second begins, the
    // next fetch comes m whole seconds after that, P(m ≥ j) = exp(-λj), and its copy lasts for T or T + 1 ticks.
    const exact = 1 - 1 / (1 + ratePerSecond * 2);
    const waits = 1 / (Math.exp(ratePerSecond) - 1);
    const ticking = (ticks: number) => 1 - 1 / (ratePerSecond * (ticks + waits));
    expect(ratioOf('')).toBeCloseTo(exact, 2);
    expect(ratioOf(', clock: 1s')).toBeCloseTo(ticking(3), 2);
    expect(ratioOf(', clock: 1s, expires: early')).toBeCloseTo(ticking(2), 2);
  });
});
