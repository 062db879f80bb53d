import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_CACHE } from './one-cache.ts';
import { inTurn, ONE_TRACE, runRequests } from './sequence.ts';

const CACHE = 'nodes.people.cache=1MB';
const fresh = (text: string) => `traffic.page.freshness={${text}}`;
const browsers = (set: readonly string[] = []) => runText(ONE_CACHE, [CACHE, ...set]);

describe('a browser cache', () => {
  it('asks for an object once and has it ever after, in no time', () => {
    const result = browsers([
      'links.people -> edge.latency=10ms',
      'traffic.page.arrivals.steady=10rps',
    ]);
    expect(total(result, 'cache_requests', { node: 'edge' })).toBe(1);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(20, 9);
    expect(figure(result, 'p90', 'latency')).toBeLessThan(0.001);
    expect(total(result, 'connections')).toBe(1);
  });

  it('is a tier of its own, in requests and bytes', () => {
    const result = browsers();
    expect(figure(result, 'value', 'hit_ratio', { node: 'people' })).toBe(0.999);
    expect(figure(result, 'value', 'byte_hit_ratio', { node: 'people' })).toBe(0.999);
    expect(total(result, 'cache_request_bytes', { node: 'edge' })).toBe(1000);
    expect(figure(result, 'value', 'origin_offload')).toBe(0.999);
    expect(figure(result, 'value', 'byte_origin_offload')).toBe(0.999);
    expect(total(result, 'response_bytes')).toBe(1_000_000);
  });

  it('belongs to one device: each of 20 asks the edge once', () => {
    // With 1000 requests the chance that one of 20 never asks is 20 · 0.95^1000, 1e-21.
    const result = browsers(['nodes.people.count=20']);
    expect(total(result, 'cache_requests', { node: 'edge' })).toBe(20);
    expect(total(result, 'origin_requests')).toBe(1);
    expect(total(result, 'cache_fills', { node: 'people' })).toBe(20);
  });

  it('evicts what was used longest ago: of a b a c b the third is here, the fifth gone', () => {
    const result = runRequests(ONE_TRACE, { log: inTurn('abacb', 100) }, [
      'nodes.people.cache=2kB',
    ]);
    expect(total(result, 'cache_hits', { node: 'people' })).toBe(1);
    expect(total(result, 'cache_evictions', { node: 'people' })).toBe(2);
    expect(total(result, 'cache_hits', { node: 'edge' })).toBe(1);
    expect(total(result, 'origin_requests')).toBe(3);
  });

  it('keeps nothing that is larger than all of it', () => {
    expect(total(browsers(['nodes.people.cache=999B']), 'cache_hits', { node: 'people' })).toBe(0);
  });

  it('is not reached by purges, and goes on while everything behind it is down', () => {
    const result = browsers([
      'timeline=[{at: 2s, do: purge, nodes: "*"}, {at: 3s, do: crash, node: edge/0, for: 5s}]',
    ]);
    expect(total(result, 'origin_requests')).toBe(1);
    expect(total(result, 'errors')).toBe(0);
  });

  it('keeps no errors', () => {
    const result = browsers(['timeline=[{at: 0s, do: crash, node: edge/0, for: 1005ms}]']);
    expect(total(result, 'errors')).toBe(100);
    expect(total(result, 'cache_hits', { node: 'people' })).toBe(899);
  });
});

describe('freshness in browsers', () => {
  const asked = (text: string) => browsers([fresh(text)]);
  const bytesToPeople = (text: string) =>
    total(asked(text), 'call_bytes', { node: 'people', to: 'edge' });

  it('keeps what is private, which shared caches do not: RFC 9111 §5.2.2.7', () => {
    const result = asked('private: true');
    expect(total(result, 'cache_fills', { node: 'edge' })).toBe(0);
    expect(total(result, 'cache_hits', { node: 'people' })).toBe(999);
    expect(total(result, 'origin_requests')).toBe(1);
  });

  it('keeps nothing of no-store: RFC 9111 §5.2.2.5', () => {
    const result = asked('no-store: true');
    expect(total(result, 'cache_hits')).toBe(0);
    expect(total(result, 'origin_requests')).toBe(1000);
  });

  it('ignores s-maxage: RFC 9111 §5.2.2.10', () => {
    // Without max-age a copy does not expire.
    expect(total(asked('s-maxage: 1s'), 'cache_hits', { node: 'people' })).toBe(999);
    // The edge's copy is an hour good, so that it is older than max-age when a browser gets it again:
    // requests of 20 ms to 1 s hit, the 900 after that are answered by 304s of 300 bytes.
    const result = asked('max-age: 1s, s-maxage: 1h');
    expect(total(result, 'cache_hits', { node: 'people' })).toBe(99);
    expect(total(result, 'cache_revalidated', { node: 'people' })).toBe(900);
    expect(total(result, 'origin_requests')).toBe(1);
    expect(bytesToPeople('max-age: 1s, s-maxage: 1h')).toBe(1000 + 900 * 300);
  });

  it('renews expired copies by their validators', () => {
    // As in freshness.test.ts: every copy has one age, and lasts one second, ten times.
    const result = asked('max-age: 1s');
    expect(total(result, 'cache_requests', { node: 'edge' })).toBe(10);
    expect(total(result, 'cache_revalidated', { node: 'people' })).toBe(9);
    expect(bytesToPeople('max-age: 1s')).toBe(1000 + 9 * 300);
    expect(total(result, 'origin_bytes')).toBe(1000 + 9 * 300);
  });

  it('renews private copies through shared caches, which pass validators on: RFC 9111 §4.3.1', () => {
    const result = asked('private: true, max-age: 1s');
    expect(total(result, 'origin_requests')).toBe(10);
    expect(total(result, 'origin_bytes')).toBe(1000 + 9 * 300);
    expect(bytesToPeople('private: true, max-age: 1s')).toBe(1000 + 9 * 300);
  });

  it('gives a device only the bytes of a 304 to take down its line', () => {
    // 300 bytes at NB-IoT's 26 kbit/s are 92 ms less than 1000 bytes are 308 ms.
    const slow = ['nodes.people.access=nb-iot', 'traffic.page.arrivals.steady=1rps'];
    const text = 'max-age: 1ms, s-maxage: 1h';
    const renewed = runText(ONE_CACHE, [CACHE, ...slow, fresh(text), 'run.duration=100s']);
    const whole = runText(ONE_CACHE, [...slow, fresh(text), 'run.duration=100s']);
    const saved = figure(whole, 'mean', 'latency') - figure(renewed, 'mean', 'latency');
    expect(saved).toBeGreaterThan(100);
  });
});
