import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { ONE_DEVICE as ONE } from '../../node/one-device.ts';

describe('handshakes', () => {
  // Round trips before the first response byte: domain §2.3.
  it.each([
    ['{ http-1.1: { tls: none } }', 2],
    ['{ http-1.1: { tls: tls-1.2 } }', 4],
    ['http-1.1', 3],
    ['http-2', 3],
    ['http-3', 2],
  ])('of %s bring the first answer after %i round trips', (transport, trips) => {
    const result = runText(ONE, [`traffic.page.transport=${transport}`]);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(trips * 20, 6);
    expect(figure(result, 'min', 'latency')).toBeCloseTo(20, 6);
    expect(total(result, 'connections')).toBe(1);
  });

  it.each([
    ['{ http-2: { early-data: true } }', 2],
    ['{ http-3: { early-data: true } }', 1],
  ])('of %s are shorter for a device that comes back: %i round trips', (transport, trips) => {
    const set = [
      `traffic.page.transport=${transport}`,
      'traffic.page.idle=500ms',
      'run.duration=9500ms',
    ];
    const result = runText(ONE, set);
    expect(total(result, 'connections')).toBe(total(result, 'requests'));
    expect(figure(result, 'min', 'latency')).toBeCloseTo(trips * 20, 6);
  });
});

describe('losses of single packets', () => {
  const lossy = [
    'traffic.page.transport={ http-1.1: { tls: none } }',
    'traffic.page.idle=0ms',
    'run.duration=20000s',
    'links.people -> origin.loss={ independent: 10% }',
  ];

  it('cost a handshake a second: 19 % of the handshakes (RFC 6298 §2.1)', () => {
    // Request lost in 10 %, answer lost in 10 %: 66 % of all come through in two round trips.
    const result = runText(ONE, lossy);
    expect(figure(result, 'p50', 'latency')).toBeLessThan(41);
    // 19 % of the SYN or its answer are lost; others wait for a timeout of 220 ms or so.
    expect(figure(result, 'p75', 'latency')).toBeLessThan(1000);
    expect(figure(result, 'p90', 'latency')).toBeGreaterThan(1000);
  });
});

describe('connections of a device', () => {
  const burst = (transport: string, set: string[] = []) =>
    runText(ONE, [
      `traffic.page.transport=${transport}`,
      'traffic.page.arrivals.steady=200rps',
      'nodes.origin.service=1s',
      ...set,
    ]);

  it('are six with HTTP/1.1, each with one request at a time', () => {
    const result = burst('{ http-1.1: { tls: none } }');
    expect(total(result, 'connections')).toBe(6);
    // Six answers in each 1020 ms, the first after a round trip more.
    expect(total(result, 'requests')).toBe(6 * Math.floor((10_000 - 20) / 1020));
  });

  it('are as many as HTTP/1.1 is told', () => {
    const result = burst('{ http-1.1: { connections: 2 } }');
    expect(total(result, 'connections')).toBe(2);
  });

  it('are one with HTTP/2, with a hundred requests at a time', () => {
    const result = burst('{ http-2: { tls: none } }');
    expect(total(result, 'connections')).toBe(1);
    // The origin has a hundred workers: 100 answers a second.
    expect(total(result, 'requests')).toBeGreaterThan(850);
  });

  it('do not survive a crash of the node, and answers that it was sending fail', () => {
    const text = `${ONE}timeline:
  - { at: 5500ms, do: crash, node: origin/0, for: 100ms }
`;
    const slow = [
      'traffic.page.transport=http-1.1',
      'traffic.page.catalog.size=1MB',
      // 1 MB in 2 s, once every 4 s: one is half there when the node crashes.
      'links.people -> origin.bandwidth=4Mbps',
      'traffic.page.arrivals.steady=0.25rps',
    ];
    const result = runText(text, slow);
    expect(total(result, 'errors')).toBe(1);
    expect(total(result, 'connections')).toBe(2);
  });
});

describe('a shared link', () => {
  /** Two places whose devices load the same origin over links of their own. */
  const LOADED = ONE.replace('workers: 100', 'workers: 10000').replace(
    'objects: 1, popularity: uniform, size: 1000B',
    'objects: 1, popularity: uniform, size: 1MB',
  );
  const set = [
    'links.people -> origin.bandwidth=80Mbps',
    'nodes.people.count=50',
    'run.duration=20s',
  ];

  it.each(['http-1.1', 'http-2', 'http-3'])('is full until the last answer, with %s', (name) => {
    const text = `${LOADED}timeline:
  - { at: 10s, do: ramp, traffic: page, to: 0rps }
`;
    const open = (untilMs: number) =>
      total(
        runText(text, [
          ...set,
          `traffic.page.transport=${name}`,
          'traffic.page.arrivals.steady=15rps',
          `run.duration=${untilMs}ms`,
        ]),
        'unanswered',
      );
    // 150 MB, of each 1500 B 1460, at 80 Mbit/s; the first one is asked for after 67 ms, in 30 ms.
    const fullMs = 67 + 30 + (150e6 * (1500 / 1460) * 8) / 80_000;
    expect(open(fullMs - 100)).toBeGreaterThan(0);
    expect(open(1.15 * fullMs)).toBe(0);
  });

  it('carries transfers of round-trip transports in its queue, and no more than its bandwidth', () => {
    const mixed = `${LOADED}  other:
    kind: web
    from: people
    to: origin
    transport: open
    arrivals: { steady: 15rps }
    catalog: { objects: 1, popularity: uniform, size: 1MB }
`;
    const result = runText(mixed, [
      ...set,
      'traffic.page.transport=http-2',
      'traffic.page.arrivals.steady=15rps',
    ]);
    expect(total(result, 'response_bytes')).toBeLessThanOrEqual(200e6);
    expect(total(result, 'response_bytes')).toBeGreaterThan(0.5 * 200e6);
  });

  it('delays small answers by its queue while large ones fill it: bufferbloat', () => {
    const small = `${LOADED}  small:
    kind: web
    from: people
    to: origin
    transport: { http-1.1: { tls: none } }
    idle: 1h
    arrivals: { steady: 20rps }
    catalog: { objects: 1, popularity: uniform, size: 100B }
`;
    const p50 = (queue: string) => {
      const result = runText(small, [
        ...set,
        `links.people -> origin.queue=${queue}`,
        'run.warmup=5s',
        'traffic.page.transport=http-2',
        'traffic.page.arrivals.steady=11rps',
      ]);
      return figure(result, 'p50', 'latency', { traffic: 'small' });
    };
    const [shallow, deep] = [p50('5ms'), p50('300ms')];
    expect(shallow).toBeLessThan(20 + 20);
    expect(deep).toBeGreaterThan(2 * shallow);
    expect(deep).toBeGreaterThan(20 + 50);
    expect(deep).toBeLessThan(20 + 300 + 20 + 1);
  });
});
