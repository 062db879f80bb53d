import { describe, expect, it } from 'vitest';
import { heldMs } from '../../../sim/model/net/disturbance.ts';
import { figure, runText, total } from '../../run-scenario.ts';
import { CHAT } from '../chat/two-places.ts';

/** A device in Paris asks an origin in Tokyo ten times a second, 50 ms there and 50 ms back. */
const PLAIN = `
version: 1
title: faults
run: { seed: 1, duration: 60s }
places: [paris, tokyo, sydney]
nodes:
  people: { kind: clients, at: paris, access: none }
  origin: { kind: origin, at: tokyo, service: 0ms }
links:
  people -> origin: { latency: 50ms }
traffic:
  page:
    kind: web
    from: people
    to: origin
    transport: open
    arrivals: { steady: 10rps }
    catalog: { objects: 1, popularity: uniform, size: 1000B }
timeline:
`;

const latency = (result: ReturnType<typeof runText>, fn: 'min' | 'max', during: string) =>
  figure(result, fn, 'latency', { during });

describe('what is sent while a path is closed', () => {
  it.each([
    [0, 0],
    [0.1, 1000],
    [1000, 1000],
    [1001, 3000],
    [6999, 7000],
    [7001, 15_000],
    [60_000, 63_000],
    // 63 s and the longest timeout, 60 s, are more than 100 s.
    [63_001, Number.POSITIVE_INFINITY],
  ])('is closed for %d ms more: leaves after %d ms (RFC 6298 §5.5)', (closedMs, expectedMs) => {
    expect(heldMs(closedMs)).toBe(expectedMs);
  });
});

describe('a cut', () => {
  it('holds everything until TCP sends it again', () => {
    const result = runText(
      `${PLAIN}  - { at: 10s, do: cut, between: [people, origin], for: 5s, name: cut }`,
    );
    // Asked right after the cut: again after 1, 3 and 7 s. Asked just before the repair: after 1 s.
    expect(latency(result, 'max', 'cut')).toBe(7100);
    expect(latency(result, 'min', 'cut')).toBe(1100);
    expect(total(result, 'errors')).toBe(0);
    expect(figure(result, 'min', 'latency')).toBe(100);
  });

  it('is over when traffic has found a detour, which is longer', () => {
    const result = runText(
      `${PLAIN}  - { at: 10s, do: cut, between: [paris, tokyo], for: 20s, detour: 30ms, convergence: 2s, name: cut }`,
    );
    // 3 s, and 30 ms more each way. From 12 s on: 160 ms.
    expect(latency(result, 'max', 'cut')).toBe(3160);
    expect(latency(result, 'min', 'cut')).toBe(160);
    expect(figure(result, 'min', 'latency')).toBe(100);
  });

  it('lets requests fail that TCP gives up, after 100 s (RFC 9293 §3.8.3)', () => {
    const result = runText(
      `${PLAIN}  - { at: 10s, do: cut, between: [people, origin], for: 150s, name: cut }`,
      ['run.duration=300s'],
    );
    // Those that are sent again within the last 63 s of the cut get through.
    const failed = total(result, 'errors', { during: 'cut' });
    expect(failed).toBe(10 * (150 - 63));
    expect(total(result, 'errors')).toBe(failed);
  });

  it('leaves other paths alone', () => {
    const result = runText(
      `${PLAIN}  - { at: 10s, do: cut, between: [paris, sydney], for: 5s, name: cut }`,
    );
    expect(latency(result, 'max', 'cut')).toBe(100);
  });
});

describe('a degraded path', () => {
  it('takes longer, and as it was afterwards', () => {
    const result = runText(
      `${PLAIN}  - { at: 10s, do: degrade, between: [people, origin], latency: 25ms, for: 5s, name: slow }`,
    );
    // Both ways: the last of these asks 100 ms before it is over, and is answered 25 ms before.
    expect(latency(result, 'max', 'slow')).toBe(150);
    expect(latency(result, 'min', 'slow')).toBe(150);
    expect(figure(result, 'min', 'latency')).toBe(100);
  });

  it('adds to another fault on the same path', () => {
    const slow = (atS: number) =>
      `  - { at: ${atS}s, do: degrade, between: [people, origin], latency: 25ms, for: 10s, name: at ${atS} }\n`;
    const result = runText(`${PLAIN}${slow(10)}${slow(15)}`);
    expect(figure(result, 'max', 'latency')).toBe(200);
    expect(latency(result, 'min', 'at 10')).toBe(150);
  });

  it.each([
    ['without a limit', []],
    ['with more of it', ['links.people -> origin.bandwidth=1Gbps']],
  ])('has the bandwidth that cross traffic leaves, on a path %s', (_, set) => {
    const result = runText(
      `${PLAIN}  - { at: 10s, do: degrade, between: [people, origin], bandwidth: 1Mbps, for: 5s, name: busy }`,
      [...set, 'traffic.page.catalog.size=10000B'],
    );
    // 10 000 bytes at 1 Mbit/s are 80 ms, and the request of some hundred bytes comes on top.
    expect(latency(result, 'max', 'busy')).toBeGreaterThan(180);
    expect(latency(result, 'max', 'busy')).toBeLessThan(186);
    expect(figure(result, 'min', 'latency')).toBeLessThan(101);
  });
});

describe('transports that follow packets', () => {
  const FOLLOWED = PLAIN.replace('transport: open', 'transport: http-2')
    .replace('1000B', '200kB')
    .replace('steady: 10rps', 'steady: 1rps');
  const slowest = (during: string, entry: string) =>
    latency(
      runText(`${FOLLOWED}  - { at: 10s, ${entry}, for: 10s, name: ${during} }`),
      'max',
      during,
    );
  const plainMs = figure(runText(`${FOLLOWED}  []`), 'max', 'latency');

  it('lose packets in bursts while a fault says so', () => {
    const burst =
      'do: degrade, between: [people, origin], loss: { gilbert-elliott: { share: 5% } }';
    const result = runText(`${FOLLOWED}  - { at: 10s, ${burst}, for: 10s, name: burst }`);
    const after = '  - { at: 45s, do: ramp, traffic: page, to: 1rps, name: after }';
    const both = runText(`${FOLLOWED}  - { at: 10s, ${burst}, for: 10s, name: burst }\n${after}`);
    expect(latency(result, 'max', 'burst')).toBeGreaterThan(1.5 * plainMs);
    // 25 s later the window is as open as after slow start.
    expect(latency(both, 'max', 'after')).toBeLessThanOrEqual(plainMs);
  });

  it('send again, later and later, until a cut is repaired', () => {
    const cut = 'do: cut, between: [people, origin]';
    // What was on its way back is sent again after a timeout that doubles from some 300 ms.
    expect(slowest('cut', cut)).toBeGreaterThan(10_000);
    expect(slowest('cut', cut)).toBeLessThan(25_000);
  });
});

describe('cross traffic', () => {
  it.each(['http-1.1', 'http-2', 'http-3'])(
    'leaves transports that follow packets what it leaves, and as soon as it is over all, with %s',
    (transport) => {
      const busy =
        '  - { at: 10s, do: degrade, between: [people, origin], bandwidth: 1Mbps, for: 20s, name: busy }';
      const result = runText(`${PLAIN}${busy}`, [
        `traffic.page.transport=${transport}`,
        'traffic.page.catalog.size=100kB',
        'traffic.page.arrivals.steady=0.2rps',
      ]);
      // 100 kB and headers of 40 bytes in each 1500 at 1 Mbit/s; the other answers take four round trips.
      const leastMs = ((100_000 * 1500) / 1460) * (8 / 1000);
      expect(latency(result, 'min', 'busy')).toBeGreaterThan(leastMs);
      expect(latency(result, 'max', 'busy')).toBeLessThan(leastMs + 700);
      expect(figure(result, 'min', 'latency')).toBeLessThanOrEqual(500);
    },
  );

  it('fills a queue with those who share what is left: small answers wait behind large ones', () => {
    const small = `${PLAIN.replace('timeline:\n', '')}  small:
    kind: web
    from: people
    to: origin
    transport: { http-1.1: { tls: none } }
    arrivals: { steady: 5rps }
    catalog: { objects: 1, popularity: uniform, size: 100B }
timeline:
  - { at: 10s, do: degrade, between: [people, origin], bandwidth: 4Mbps, for: 30s, name: busy }
`;
    const result = runText(small, [
      'links.people -> origin.bandwidth=40Mbps',
      'links.people -> origin.queue=200ms',
      'traffic.page.transport=http-1.1',
      'traffic.page.catalog.size=1MB',
      'traffic.page.arrivals.steady=0.5rps',
    ]);
    const p90 = figure(result, 'p90', 'latency', { traffic: 'small', during: 'busy' });
    // A round trip of 100 ms, and up to 200 of queue; before there is next to none.
    expect(p90).toBeGreaterThan(150);
    expect(p90).toBeLessThan(320);
    expect(figure(result, 'p50', 'latency', { traffic: 'small' })).toBeLessThan(p90);
  });
});

describe('a partition', () => {
  const CACHED = PLAIN.replace('to: origin', 'to: edge').replace(
    '  origin: {',
    '  edge: { kind: cache, at: paris, capacity: 1MB, parent: origin }\n  origin: {',
  );

  it('separates nodes from the others and not from each other', () => {
    const at = '  - { at: 10s, do: partition, nodes: paris, for: 5s, name: apart }';
    const result = runText(`${CACHED}${at}`, ['traffic.page.freshness={max-age: 4s}']);
    // What is at the edge is served; what has to be renewed waits for more than a second.
    const edgeMs = figure(result, 'min', 'latency');
    expect(latency(result, 'min', 'apart')).toBe(edgeMs);
    expect(latency(result, 'max', 'apart')).toBeGreaterThan(1000);
    expect(total(result, 'errors')).toBe(0);
  });
});

describe('a region that is lost', () => {
  it('is a crash of all that is at a place', () => {
    const result = runText(`${PLAIN}  - { at: 10s, do: crash, node: tokyo, for: 5s, name: lost }`);
    expect(total(result, 'errors', { during: 'lost' })).toBe(50);
    expect(total(result, 'errors')).toBe(50);
  });

  it.each(['http-2', 'http-3'])('resets connections, which are made again with %s', (transport) => {
    const text = `${PLAIN}  - { at: 10050ms, do: crash, node: tokyo, for: 5s, name: lost }`;
    const result = runText(text, [`traffic.page.transport=${transport}`]);
    // One request is there already, one comes when it is up again.
    expect(total(result, 'errors')).toBeGreaterThanOrEqual(50);
    expect(total(result, 'errors')).toBeLessThanOrEqual(55);
    expect(total(result, 'requests') + total(result, 'unanswered')).toBe(600);
  });
});

describe('messages', () => {
  const TALK = CHAT.replace('duration: 20s', 'duration: 300s')
    .replace('count: 2,', 'count: 1,')
    .replace('steady: 50rps', 'steady: 20rps')
    .replace('share: 0%', 'share: 50%');
  const QUIET = `${TALK}timeline:\n  - { at: 150s, do: ramp, traffic: talk, to: 0rps }\n`;

  it('wait for a way between the continents, or are lost when there is none for too long', () => {
    const cut = (forS: number) =>
      runText(
        `${QUIET}  - { at: 10s, do: cut, between: [paris, tokyo], for: ${forS}s, name: cut }`,
      );
    const short = cut(5);
    expect(total(short, 'undelivered')).toBe(0);
    expect(figure(short, 'max', 'delivery')).toBe(7112);
    const long = cut(120);
    expect(total(long, 'undelivered')).toBeGreaterThan(0);
    expect(total(long, 'undelivered')).toBe(total(long, 'undelivered', { during: 'cut' }));
    // Everybody hears of it, or is counted as one who does not.
    const shares = total(long, 'deliveries') + total(long, 'undelivered');
    const sent = total(long, 'messages');
    expect(Number.isInteger((shares - sent) / 18)).toBe(true);
    expect(shares).toBe(total(short, 'deliveries'));
  });
});
