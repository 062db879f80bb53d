import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_DEVICE } from './one-device.ts';

/** One device that connects anew for each request, every two seconds. */
const ONE = ONE_DEVICE.replace('duration: 10s', 'duration: 600s').replace(
  'arrivals: { steady: 1rps }',
  `transport: tcp
    idle: 0ms
    dns: { ttl: 60s, resolver: 4ms, lookup: 50ms }
    arrivals: { steady: 0.5rps }`,
);

describe('a name', () => {
  it.each(['tcp', '{ http-1.1: { tls: none } }'])(
    'costs a look-up, or nothing for as long as it is kept, with %s',
    (transport) => {
      const result = runText(ONE, [`traffic.page.transport=${transport}`]);
      // Handshake and request, after 4 ms to the resolver and 50 ms that it needs itself.
      expect(figure(result, 'max', 'latency')).toBeCloseTo(54 + 40, 6);
      expect(figure(result, 'min', 'latency')).toBeCloseTo(40, 6);
      // At 2 s, and when 60 s are over after each look-up: every 62 s.
      expect(total(result, 'dns_queries')).toBe(10);
      expect(total(result, 'dns_lookups')).toBe(10);
    },
  );

  it('is asked for as often as a cache with a time to live misses (domain oracle 8)', () => {
    // Poisson requests, six in a time to live: 1 - 1 / (1 + 6) = 85.71 % of them need no query.
    const result = runText(ONE, [
      'traffic.page.arrivals={ poisson: 6rps }',
      // Answered at once, so that each request connects anew.
      'traffic.page.transport=open',
      'links.people -> origin.latency=0ms',
      'traffic.page.dns={ ttl: 1s, resolver: 0ms, lookup: 0ms }',
      'run.duration=6000s',
    ]);
    const ratio = 1 - total(result, 'dns_queries') / total(result, 'connections');
    // 36,000 requests in some 5,100 cycles: standard error 0.0018 (renewal theory, CV below 1).
    expect(Math.abs(ratio - 6 / 7)).toBeLessThan(4 * 0.0018);
  });

  it('is looked up once for all devices of a place', () => {
    const result = runText(ONE, [
      'nodes.people.count=50',
      'traffic.page.arrivals.steady=50rps',
      'run.duration=30s',
    ]);
    expect(total(result, 'dns_lookups')).toBe(1);
    expect(total(result, 'dns_queries')).toBe(50);
  });

  it('is passed on with what is left of its time to live (RFC 1035 §3.2.1)', () => {
    // All devices ask again when the resolver's own time is over, not 60 s after they asked.
    const result = runText(ONE, [
      'nodes.people.count=50',
      'traffic.page.arrivals.steady=50rps',
      'run.duration=90s',
    ]);
    expect(total(result, 'dns_lookups')).toBe(2);
    expect(total(result, 'dns_queries')).toBeGreaterThan(95);
    expect(total(result, 'dns_queries')).toBeLessThanOrEqual(100);
  });

  it('is not asked for while connections stay open', () => {
    const result = runText(ONE, ['traffic.page.idle=1h']);
    expect(total(result, 'dns_queries')).toBe(1);
  });
});
