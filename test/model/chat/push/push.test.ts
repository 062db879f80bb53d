import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** One phone that notifications are sent to each second, and what its traffic has beside. */
const one = (more = '', node = '') => `version: 1
title: notifications
run: { seed: 3, duration: 79s }
places: [paris]
nodes:
  phone: { kind: clients, count: 1, access: none }
  apns: { kind: push, service: 0ms, ${node} }
traffic:
  news: { kind: notifications, from: phone, to: apns, arrivals: { steady: 1rps }, ${more} }
timeline:
  - { at: 75s, do: ramp, traffic: news, to: 0rps }
`;

/** Without a network from 10 s to 70 s. */
const AWAY = 'offline: { every: 10s, lasts: 60s }';

const fates = (text: string) => {
  const result = runText(text);
  const count = (name: string) => total(result, name);
  return {
    result,
    all: count('pushes'),
    arrived: count('pushes_arrived'),
    expired: count('pushes_expired'),
    collapsed: count('pushes_collapsed'),
    dropped: count('pushes_dropped'),
  };
};

describe('a notification', () => {
  it('comes to a phone that has a network', () => {
    const { all, arrived, result } = fates(one());
    expect(all).toBeGreaterThanOrEqual(74);
    expect(arrived).toBe(all);
    // The service is in the same place: 0.05 ms.
    expect(figure(result, 'max', 'push_latency')).toBeCloseTo(0.05, 5);
  });

  it('waits for a phone that has none', () => {
    const { all, arrived, result } = fates(one(AWAY));
    expect(arrived).toBe(all);
    // Of those sent in the minute without, the first waited longest.
    expect(figure(result, 'max', 'push_latency')).toBeGreaterThan(59_000);
    expect(figure(result, 'max', 'push_latency')).toBeLessThanOrEqual(60_000.1);
    // One waits 59 s, one 58 s and so on: half of 60 · 59 s of waiting, or of 61 · 60.
    const keptMs = total(result, 'pushes_kept') * 79_000;
    expect(keptMs).toBeGreaterThanOrEqual((60 * 59 * 1000) / 2);
    expect(keptMs).toBeLessThanOrEqual((61 * 60 * 1000) / 2 + 60);
  });

  it('is worth nothing when its time is over', () => {
    const { all, arrived, expired } = fates(one(`${AWAY}, ttl: 20.5s`));
    expect(arrived + expired).toBe(all);
    // Twenty of the last 20.5 s before the network was back are worth something, of sixty.
    expect(expired).toBeGreaterThanOrEqual(39);
    expect(expired).toBeLessThanOrEqual(40);
  });

  it('takes the place of one with the same key', () => {
    const { all, arrived, collapsed } = fates(one(`${AWAY}, keys: 1`));
    expect(arrived + collapsed).toBe(all);
    // Of sixty the last one is left.
    expect(collapsed).toBeGreaterThanOrEqual(58);
    expect(collapsed).toBeLessThanOrEqual(60);
  });

  it('is dropped with all others when there are more than the service keeps', () => {
    const { all, arrived, dropped } = fates(one(AWAY, 'kept: 25'));
    expect(arrived + dropped).toBe(all);
    // FCM: beyond the limit all are discarded; of sixty, twice 25.
    expect(dropped).toBe(50);
  });

  it('has 4096 bytes at the most', () => {
    expect(fates(one('size: 4096B')).dropped).toBe(0);
    const { all, dropped } = fates(one('size: 4097B'));
    expect(dropped).toBe(all);
  });

  it('is lost with a service that is down, and one that is kept is not', () => {
    const crash = (atS: number) =>
      `${one(AWAY)}  - { at: ${atS}s, do: crash, node: apns/0, for: 5s }\n`;
    const { all, arrived, dropped } = fates(crash(30));
    expect(dropped).toBeGreaterThanOrEqual(4);
    expect(dropped).toBeLessThanOrEqual(6);
    expect(arrived + dropped).toBe(all);
  });
});

describe('notifications to phones that sleep', () => {
  it('take as long as RRC-Probe measured', () => {
    const result = runText(`version: 1
title: sleepers
run: { seed: 5, duration: 40m }
places: [paris]
nodes:
  phones: { kind: clients, count: 400, access: 4g, radio: lte }
  apns: { kind: push, service: 0ms }
traffic:
  news: { kind: notifications, from: phones, to: apns, arrivals: { poisson: 2rps } }
`);
    // Verizon LTE, idle, p5 / p50 / p95 (docs/access.md); some of these phones are still awake: 400 have one each 200 s.
    for (const [fn, ms] of [
      ['p50', 937],
      ['p95', 1540],
    ] as const) {
      expect(Math.abs(figure(result, fn, 'push_latency') / ms - 1), fn).toBeLessThan(0.06);
    }
    expect(total(result, 'radio_wakeups')).toBeGreaterThan(0.9 * total(result, 'pushes'));
  });
});
