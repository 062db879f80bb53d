import { describe, expect, it } from 'vitest';
import { DeviceTable } from '../../../../sim/model/chat/sessions/device-table.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

const PEOPLE = `
version: 1
title: people who come and go
run: { seed: 4, duration: 1h, warmup: 5m }
places: [paris, tokyo]
nodes:
  phones: { kind: clients, count: 1000, access: none }
  gateway: { kind: gateway, at: each }
traffic:
  hold:
    kind: sessions
    from: phones
    to: gateway
    arrivals: { poisson: 4rps }
    stay: { exponential: 100s }
    online: 20%
`;

describe('people who come and go', () => {
  it('are there as many as Little’s law says', () => {
    const result = runText(PEOPLE);
    // 4 a second for 100 s each are 400 of 2000. M/G/∞: the mean over 55 minutes has a standard deviation
    // of sqrt(2 * 400 * 100 s / 3300 s) = 4.9.
    expect(Math.abs(figure(result, 'mean', 'online') - 400)).toBeLessThan(4 * 4.9);
    // Connections are kept in the background: all of them, all the time.
    expect(figure(result, 'mean', 'connected')).toBeCloseTo(2000, 6);
  });

  it('are connected as long as they are there and for what connections are kept', () => {
    const result = runText(PEOPLE, ['traffic.hold.keep=50s', 'run.warmup=10m']);
    // 150 s after each coming, unless somebody looks again meanwhile, which 4 / 1600 a second do: a twentieth.
    const connected = figure(result, 'mean', 'connected');
    expect(connected).toBeGreaterThan(400 + 0.9 * 200);
    expect(connected).toBeLessThan(400 + 1.1 * 200);
  });

  it('lose what they switch off, and gateways hold what has vanished without a word', () => {
    const set = ['traffic.hold.off=50%', 'traffic.hold.heartbeat={ fixed: 60s }'];
    const abrupt = runText(PEOPLE, [...set, 'traffic.hold.abrupt=100%']);
    const polite = runText(PEOPLE, [...set, 'traffic.hold.abrupt=0%']);
    expect(figure(polite, 'mean', 'half_open')).toBe(0);
    // 2 vanish in a second, and the last heartbeat was 30 s before in the mean: held for 60 s more.
    const halfOpen = figure(abrupt, 'mean', 'half_open');
    expect(halfOpen).toBeGreaterThan(0.85 * 2 * 60);
    expect(halfOpen).toBeLessThan(1.15 * 2 * 60);
  });

  it('hear of each other as often as they come and go', () => {
    const result = runText(PEOPLE, ['traffic.hold.presence={ contacts: 40 }']);
    // Somebody comes 4 times a second and somebody goes; of 40 contacts a fifth is there to hear of it.
    const changes = figure(result, 'rate', 'presence_changes');
    expect(Math.abs(changes - 8)).toBeLessThan(0.4);
    const fanOut = figure(result, 'value', 'presence_fan_out');
    expect(Math.abs(fanOut - 8)).toBeLessThan(0.8);
  });

  it('end each attempt to connect in one of the ways that are counted', () => {
    const result = runText(PEOPLE, [
      'traffic.hold.keep=1s',
      'traffic.hold.stay={ exponential: 2s }',
      'traffic.hold.timeout=1s',
      'nodes.gateway.accept=1rps',
      'run.warmup=0s',
      'run.duration=1000s',
    ]);
    const ended = ['connections', 'connects_refused', 'connects_timed_out', 'connects_cancelled'];
    const sum = ended.reduce((all, metric) => all + total(result, metric), 0);
    const open = total(result, 'connects') - sum;
    expect(total(result, 'connects_cancelled')).toBeGreaterThan(100);
    expect(total(result, 'connects_timed_out')).toBeGreaterThan(100);
    // Those of the last second are not decided.
    expect(open).toBeGreaterThanOrEqual(0);
    expect(open).toBeLessThanOrEqual(20);
  });
});

describe('the table of a million devices', () => {
  it('takes 35 bytes a device', () => {
    const table = new DeviceTable(1_000_000);
    const bytes = Object.values(table).reduce(
      (sum, column) => sum + (column as Uint8Array).byteLength,
      0,
    );
    expect(bytes).toBe(35e6);
  });
});
