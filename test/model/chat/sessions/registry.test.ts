import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** A hundred people with ten contacts each at four gateways, 1 ms from a registry. */
const HUNDRED = `
version: 1
title: a hundred people
run: { seed: 1, duration: 10m }
places: [paris]
nodes:
  phones: { kind: clients, count: 100, access: none }
  gateway: { kind: gateway, count: 4, accept: 1Mrps, service: 0ms, per-delivery: 0ms }
  registry: { kind: registry, service: 1ms, per-key: 1ms }
links:
  phones -> gateway: { latency: 10ms }
  gateway -> gateway: { latency: 5ms }
  gateway -> registry: { latency: 1ms }
traffic:
  hold:
    kind: sessions
    from: phones
    to: gateway
    round-trips: 1
    heartbeat: none
    arrivals: { poisson: 1rps }
    stay: { exponential: 50s }
    online: 50%
    presence: { contacts: 10, list: false }
    registry: { at: registry }
`;

describe('a registry', () => {
  it('is asked for all contacts of who comes or goes, and takes the way and the work', () => {
    const result = runText(HUNDRED);
    const changes = total(result, 'presence_changes');
    expect(changes).toBeGreaterThan(1000);
    // Two at the end are under way at the most.
    expect(total(result, 'registry_queries')).toBe(changes);
    expect(total(result, 'registry_keys')).toBe(10 * changes);
    // 1 ms there, 1 + 10 of work, 1 ms back.
    expect(figure(result, 'min', 'registry_time')).toBe(13);
    expect(total(result, 'registry_stale')).toBe(0);
    // 13 + 10 ms at the same gateway, 5 ms more at another; a queue at the registry beside.
    expect(figure(result, 'min', 'presence_delay')).toBe(23);
    expect(figure(result, 'mean', 'presence_delay')).toBeGreaterThan(25);
  });

  it('is asked less by gateways that remember', () => {
    const result = runText(HUNDRED, ['traffic.hold.registry={ at: registry, ttl: 60s }']);
    // At each of four gateways a device is asked for every 60 s, and wanted 10 * 2 / 100 / 4 times a second.
    const perDevice = (10 * figure(result, 'rate', 'presence_changes')) / 100 / 4;
    const expected = 1 - 1 / (1 + perDevice * 60);
    // A TTL cache that does not renew: hit ratio 1 - 1 / (1 + rate * TTL). Reference page, oracle 8.
    expect(Math.abs(figure(result, 'value', 'registry_hit_ratio') - expected)).toBeLessThan(0.06);
  });

  it('says where devices were until a lease has ended, or they have connected anew', () => {
    const crash = `timeline:\n  - { at: 300s, do: crash, node: gateway/0, for: 250s, name: crash }\n`;
    const slow = ['traffic.hold.reconnect={ at-once: 100s }', 'traffic.hold.presence.linger=1s'];
    const stale = (lease: string) =>
      total(
        runText(`${HUNDRED}${crash}`, [...slow, `traffic.hold.registry.lease=${lease}`]),
        'registry_stale',
      );
    const [short, long] = [stale('10s'), stale('90s')];
    // A quarter of the contacts of each change, some 2 a second, for as long as the lease lasts.
    expect(short).toBeGreaterThan(0.6 * 10 * 2 * 2.5);
    expect(short).toBeLessThan(1.6 * 10 * 2 * 2.5);
    expect(long).toBeGreaterThan(5 * short);
  });

  it('leaves everybody without news when it is down', () => {
    const crash = `timeline:\n  - { at: 0s, do: crash, node: registry, for: 20m }\n`;
    const result = runText(`${HUNDRED}${crash}`);
    expect(total(result, 'presence_notices')).toBe(0);
    expect(total(result, 'registry_failed')).toBe(total(result, 'registry_queries'));
  });

  it('is written whenever a device connects', () => {
    const result = runText(HUNDRED, ['traffic.hold.keep=0s']);
    expect(total(result, 'registry_writes')).toBe(total(result, 'connections'));
  });
});
