import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_DEVICE } from './one-device.ts';

const RAMP = 'timeline:\n  - { at: 5s, do: ramp, traffic: page, to: 0rps }\n';
const TRANSPORTS = ['http-1.1', 'http-2', 'http-3'];

const run = (set: string[], text = ONE_DEVICE) => runText(text, set);

describe('what devices upload over transports that follow packets', () => {
  const plain = 'traffic.page.transport={ http-1.1: { tls: none } }';

  // Oracle 14 of domain §9: rounds of slow start; one round trip of handshake, none more for the answer,
  // whose half is what the last round lacks.
  it.each([
    [10_000, 1],
    [29_000, 2],
    [100_000, 3],
  ])('takes the rounds of slow start: %i bytes take %i, and a handshake', (bytes, rounds) => {
    const result = run([plain, `traffic.page.upload=${bytes}B`, 'run.duration=1900ms']);
    expect(figure(result, 'max', 'latency')).toBeCloseTo((1 + rounds) * 20, 1);
  });

  const large = [
    'traffic.page.upload=1MB',
    'traffic.page.arrivals.steady=0.1rps',
    'run.duration=19s',
  ];
  const wireMs = (mbit: number) => ((1e6 * 1500) / 1460) * (8 / (mbit * 1000));

  it.each(TRANSPORTS)('has the bandwidth of the link, with %s', (transport) => {
    const set = [
      ...large,
      `traffic.page.transport=${transport}`,
      'links.people -> origin.bandwidth=8Mbps',
    ];
    const ms = figure(run(set), 'max', 'latency');
    expect(ms).toBeGreaterThan(wireMs(8));
    // Handshake, request and answer, slow start.
    expect(ms).toBeLessThan(wireMs(8) * 1.03 + 5 * 20);
  });

  it('has the rate up of the device, which cable has least of', () => {
    // 10 to 40 Mbit/s up, 200 to 1000 down.
    const set = [...large, 'traffic.page.transport=http-2', 'nodes.people.access=cable'];
    const ms = figure(run(set), 'max', 'latency');
    expect(ms).toBeGreaterThan(wireMs(40));
    expect(ms).toBeLessThan(wireMs(10) + 10 * 60);
  });

  it('shares a link with what others upload, and not with what they download', () => {
    const set = [
      'nodes.people.count=4',
      'traffic.page.upload=1MB',
      'traffic.page.transport=http-2',
      'traffic.page.arrivals.steady=2rps',
      'links.people -> origin.bandwidth=8Mbps',
      'run.duration=60s',
    ];
    // Ten uploads of a second each.
    const result = run(set, `${ONE_DEVICE}${RAMP}`);
    expect(total(result, 'unanswered')).toBe(0);
    expect(figure(result, 'max', 'latency')).toBeGreaterThan(4000);
  });

  it.each(TRANSPORTS)(
    'is neither lost nor counted twice when packets are, with %s',
    (transport) => {
      const set = [
        `traffic.page.transport=${transport}`,
        'traffic.page.upload=50kB',
        'traffic.page.arrivals.steady=50rps',
        'nodes.people.count=10',
        'links.people -> origin.loss={ independent: 3% }',
        'run.duration=60s',
      ];
      const moves = `${ONE_DEVICE}${RAMP}  - { at: 4s, do: migrate, node: people }\n`;
      const result = run(set, moves);
      expect(total(result, 'requests')).toBe(250);
      expect(total(result, 'unanswered')).toBe(0);
      expect(total(result, 'errors')).toBe(0);
    },
  );

  it('begins anew at once when its device gets another address, over TCP', () => {
    const moves = `${ONE_DEVICE}timeline:\n  - { at: 10500ms, do: migrate, node: people }\n`;
    const set = [
      ...large,
      'traffic.page.transport=http-2',
      'links.people -> origin.bandwidth=8Mbps',
    ];
    const moreMs = figure(run(set, moves), 'max', 'latency') - figure(run(set), 'max', 'latency');
    // What had come in half a second is lost.
    expect(moreMs).toBeGreaterThan(450);
    expect(moreMs).toBeLessThan(550);
  });

  it('fails when the node dies before all of it has come', () => {
    const dies = `${ONE_DEVICE}timeline:\n  - { at: 10500ms, do: crash, node: origin/0, for: 100ms }\n`;
    const set = [
      'traffic.page.transport=http-2',
      'traffic.page.upload=1MB',
      'traffic.page.arrivals.steady=0.1rps',
      'links.people -> origin.bandwidth=8Mbps',
      'run.duration=15s',
    ];
    expect(total(run(set, dies), 'errors')).toBe(1);
  });
});

describe('what devices upload over transports that count round trips', () => {
  it('takes the time that the link needs for it', () => {
    const set = [
      'traffic.page.transport=open',
      'traffic.page.upload=1MB',
      'links.people -> origin.bandwidth=80Mbps',
    ];
    // 328 bytes of request, 1000 of answer.
    expect(figure(run(set), 'max', 'latency')).toBeCloseTo(20 + (1_001_328 * 8) / 80_000, 0);
  });

  it('passes balancers with its request', () => {
    const balanced = ONE_DEVICE.replace('to: origin', 'to: lb')
      .replace('  origin: {', '  lb: { kind: balancer, backends: origin }\n  origin: {')
      .replace('people -> origin', 'lb -> origin');
    const set = [
      'traffic.page.transport=open',
      'traffic.page.upload=1MB',
      'links.lb -> origin.bandwidth=80Mbps',
    ];
    expect(figure(run(set, balanced), 'max', 'latency')).toBeGreaterThan(100);
  });
});
