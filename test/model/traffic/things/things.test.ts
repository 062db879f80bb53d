import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

interface Given {
  readonly access?: string;
  readonly protocol?: string;
  readonly more?: string;
  readonly run?: string;
  readonly server?: string;
  readonly timeline?: string;
  readonly count?: number;
  readonly reports?: string;
}

const things = (given: Given) =>
  runText(`version: 1
title: things
run: { seed: 3, duration: ${given.run ?? '10m'} }
places: [frankfurt]
nodes:
  things: { kind: clients, count: ${given.count ?? 200}, access: ${given.access ?? 'none'} }
  broker: { kind: broker, service: 0ms, per-delivery: 0ms, ${given.server ?? ''} }
traffic:
  reports:
    kind: telemetry
    from: things
    to: broker
    reports: ${given.reports ?? '{ periodic: 1m }'}
    size: 20B
    protocol: ${given.protocol ?? '{ mqtt: 1 }'}
    ${given.more ?? ''}
${given.timeline === undefined ? '' : `timeline:\n  - ${given.timeline}\n`}`);

describe('things that report over MQTT', () => {
  // MQTT 3.1.1 §4.3.
  it.each([
    [0, 1],
    [1, 2],
    [2, 4],
  ])('take with QoS %i %i packets for a report', (qos, packets) => {
    const result = things({ protocol: `{ mqtt: ${qos} }`, reports: '{ periodic: 61s }' });
    const messages = total(result, 'messages');
    // 600 s hold 9 or 10 reports each; the last ones may be under way at the end.
    expect(messages).toBeGreaterThan(9 * 200);
    expect(Math.abs(total(result, 'protocol_packets') - packets * messages)).toBeLessThan(4);
    expect(total(result, 'deliveries')).toBeGreaterThanOrEqual(messages - 1);
  });

  it('lose with QoS 0 what comes while their broker is down, and with QoS 1 nothing', () => {
    const timeline = '{ at: 2m, do: crash, node: broker/0, for: 3m, name: crash }';
    const none = things({ protocol: '{ mqtt: 0 }', timeline });
    const once = things({ protocol: '{ mqtt: 1 }', timeline });
    // A report that finds the broker gone is lost, and with it the connection; those that follow wait for the next.
    expect(total(none, 'undelivered')).toBeGreaterThan(150);
    expect(total(once, 'undelivered')).toBe(0);
    expect(total(once, 'deliveries')).toBeGreaterThan(total(once, 'messages') - 5);
    expect(figure(once, 'max', 'delivery')).toBeGreaterThan(120_000);
    expect(total(once, 'openings')).toBeGreaterThanOrEqual(200);
  });

  it('hand a report on once with QoS 2, though connections are cut all the time', () => {
    const cuts = Array.from(
      { length: 40 },
      (_, index) =>
        `{ at: ${15 * index + 7}s, do: herd, traffic: reports, requests: 1, reconnect: true }`,
    );
    for (const [qos, again] of [
      [1, true],
      [2, false],
    ] as const) {
      const result = things({
        protocol: `{ mqtt: ${qos} }`,
        access: 'geo',
        reports: '{ periodic: 3s }',
        timeline: cuts.join('\n  - '),
      });
      expect(total(result, 'undelivered')).toBe(0);
      expect(total(result, 'resent_messages')).toBeGreaterThan(100);
      if (again) expect(total(result, 'wire_duplicates')).toBeGreaterThan(50);
      else expect(total(result, 'wire_duplicates')).toBe(0);
    }
  });

  it('say that they are there, and are taken for gone when the power fails', () => {
    const connection = 'connection: { keep-alive: 30s }';
    const well = things({ more: connection, reports: '{ periodic: 1h }' });
    // Twenty heartbeats in ten minutes, each with its answer; a few reports.
    const packets = total(well, 'protocol_packets') - 2 * total(well, 'messages');
    expect(packets / 200).toBeGreaterThan(2 * 19);
    expect(packets / 200).toBeLessThanOrEqual(2 * 20);
    expect(total(well, 'wills')).toBe(0);
    const cut = things({
      more: `${connection}\n    outage: { from: 5m, lasts: 1h }`,
      reports: '{ periodic: 1h }',
      timeline: '{ at: 330s, do: ramp, traffic: reports, to: 0rps, name: half a minute later }',
    });
    expect(total(cut, 'wills')).toBe(200);
    // Heard last up to 30 s before the cut: the server knows 15 to 45 s after it.
    expect(total(cut, 'wills', { during: 'half a minute later' })).toBeLessThan(200);
  });

  it('report when they have their power back, and connect anew', () => {
    const result = things({
      more: 'outage: { from: 2m, lasts: 3m, restart: { uniform: { min: 0s, max: 1m } } }',
      reports: '{ burst: { within: 1s, from: 0s } }',
    });
    expect(total(result, 'messages')).toBe(400);
    expect(total(result, 'deliveries')).toBe(400);
    expect(total(result, 'openings')).toBe(200);
  });
});

describe('commands', () => {
  const commands = (arrivals: string, ttl = '') =>
    `commands: { arrivals: { steady: ${arrivals} }, size: 20B${ttl === '' ? '' : `, ttl: ${ttl}`} }`;

  it('come to devices that are awake at once', () => {
    const result = things({ more: commands('2rps') });
    expect(total(result, 'commands')).toBeGreaterThan(1190);
    expect(total(result, 'commands_done')).toBeGreaterThanOrEqual(total(result, 'commands') - 1);
    expect(figure(result, 'max', 'command_time')).toBeLessThan(1);
  });

  it('wait for those that sleep until they listen (eDRX), or wake by themselves (PSM)', () => {
    const cell = (sleep: string) =>
      things({
        run: '2h',
        count: 60,
        access: `{ nb-iot-cell: { robust: 0%, extreme: 0%, ${sleep} } }`,
        reports: '{ periodic: 30m }',
        more: `${commands('0.02rps')}\n    connection: { patience: 1h }`,
      });
    const cycle = cell('edrx: 81.92s');
    const saving = cell('update: 2h');
    // A command comes anywhere in a cycle of 82 s; or in the half hour between two reports.
    expect(figure(cycle, 'p50', 'command_time')).toBeGreaterThan(20_000);
    expect(figure(cycle, 'max', 'command_time')).toBeLessThan(81_920 + 20_000);
    expect(figure(saving, 'p50', 'command_time')).toBeGreaterThan(10 * 60_000);
    expect(figure(saving, 'max', 'command_time')).toBeLessThan(31 * 60_000);
  });

  it('are not sent when they are too old, and are kept up to the queue', () => {
    const outage = 'outage: { from: 1m, lasts: 4m }';
    const base = { count: 2, reports: '{ periodic: 1h }' };
    const connection = 'connection: { keep-alive: 10s }';
    const more = (ttl: string) => `${commands('1rps', ttl)}\n    ${outage}\n    ${connection}`;
    const all = things({ ...base, more: more('') });
    expect(total(all, 'commands_lost') + total(all, 'commands_expired')).toBe(0);
    const young = things({ ...base, more: more('60.5s') });
    // Of 225 s for which the broker knew that they were gone, those of the last minute are young enough.
    expect(total(young, 'commands_expired')).toBeGreaterThan(150);
    expect(total(young, 'commands_expired')).toBeLessThan(182);
    const few = things({ ...base, more: more(''), server: 'queue: 20' });
    // Two devices with twenty each, of 240 commands; one more or less at each end of the outage.
    expect(Math.abs(total(few, 'commands_lost') - 200)).toBeLessThanOrEqual(2);
  });
});

describe('a meter on NB-IoT', () => {
  it('pays for its heartbeats', () => {
    const kept = (keepAlive: string) =>
      things({
        run: '4h',
        count: 40,
        access: '{ nb-iot-cell: { robust: 0%, extreme: 0% } }',
        reports: '{ periodic: 2h }',
        more: `connection: { keep-alive: ${keepAlive} }`,
      });
    const seldom = kept('2h');
    const often = kept('5m');
    // A heartbeat wakes the radio as a report does: 24 times as often.
    const ratio = total(often, 'radio_power') / total(seldom, 'radio_power');
    expect(ratio).toBeGreaterThan(8);
    expect(total(often, 'radio_wakeups')).toBeGreaterThan(40 * 45);
  });
});
