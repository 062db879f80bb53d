import { describe, expect, it } from 'vitest';
import {
  type Heartbeats,
  heartbeatPlans,
  type Learned,
} from '../../../../sim/model/chat/sessions/heartbeat.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

/** One device without delays, whose network forgets connections that are silent for 400 s. */
const ONE = `
version: 1
title: one device
run: { seed: 1, duration: 2h }
places: [paris]
nodes:
  phones: { kind: clients, count: 1, access: none }
  gateway: { kind: gateway, accept: 1Mrps }
links:
  phones -> gateway: { latency: 0ms }
traffic:
  hold:
    kind: sessions
    from: phones
    to: gateway
    begin: cold
    nat: 400s
    heartbeat-timeout: 10s
    reconnect: at-once
    heartbeat: { fixed: 300s }
`;

describe('a heartbeat', () => {
  it('keeps a connection open when it is shorter than what the network remembers', () => {
    const result = runText(ONE);
    // At 300, 600, …, 7200 s; the first of them is a microsecond late, as the gateway's work is.
    expect(total(result, 'heartbeats')).toBe(23);
    expect(total(result, 'heartbeats_missed')).toBe(0);
    expect(total(result, 'connections')).toBe(1);
  });

  it('finds out that the connection is dead when it is longer, and costs a new one each time', () => {
    const result = runText(ONE, ['traffic.hold.heartbeat={ fixed: 500s }']);
    // Each connection lasts for 500 s until its first heartbeat and 10 s until that is given up: 14 in 2 h.
    expect(total(result, 'heartbeats_missed')).toBe(14);
    expect(total(result, 'connections_lost', { cause: 'heartbeat' })).toBe(14);
    expect(total(result, 'connections')).toBe(15);
  });

  it('has the bytes of its protocol, which an answer adds', () => {
    const mqtt = runText(ONE, ['traffic.hold.protocol=mqtt']);
    // PINGREQ and PINGRESP of 2 bytes (MQTT 3.1.1 §3.12), 22 of TLS 1.3, 40 of TCP and IP: reference protocols.
    expect(total(mqtt, 'heartbeat_bytes')).toBe(23 * 2 * (2 + 22 + 40));
  });

  it('wakes the radio of a phone each time', () => {
    const phone = ['nodes.phones.access=5g-embb', 'nodes.phones.radio=lte'];
    const often = runText(ONE, [...phone, 'traffic.hold.heartbeat={ fixed: 120s }']);
    const seldom = runText(ONE, [...phone, 'traffic.hold.heartbeat={ fixed: 360s }']);
    // Both are longer than a radio stays connected (10 s): a wake-up for each heartbeat, and for the connection.
    expect(total(often, 'radio_wakeups')).toBe(total(often, 'heartbeats') + 1);
    expect(total(seldom, 'radio_wakeups')).toBe(total(seldom, 'heartbeats') + 1);
    expect(total(often, 'heartbeats')).toBe(59);
    expect(total(seldom, 'heartbeats')).toBe(19);
  });
});

const adaptive = (params: object = {}): Heartbeats => {
  const part = heartbeatPlans.find('adaptive')!;
  return choose(part, part.params.parse(params)).make(undefined);
};

/** Intervals that a device goes through whose network remembers for so long. */
function intervals(plan: Heartbeats, natMs: number, beats: number): number[] {
  const learned: Learned = {
    intervalMs: plan.firstMs,
    answered: 0,
    missed: 0,
    isSettled: false,
  };
  return Array.from({ length: beats }, () => {
    const used = learned.intervalMs;
    plan.learn!(learned, used <= natMs);
    return used / 1000;
  });
}

describe('adaptive heartbeats (Tencent Mars, smart_heartbeat)', () => {
  it('go up by a minute after three answers, and stay 20 s below the longest that worked', () => {
    const seen = intervals(adaptive(), 400_000, 14);
    expect(seen).toEqual([270, 270, 270, 330, 330, 330, 390, 390, 390, 450, 370, 370, 370, 370]);
  });

  it('end 20 s below the longest interval where nothing forgets', () => {
    const seen = intervals(adaptive(), 1e9, 40);
    expect(Math.max(...seen)).toBe(590);
    expect(seen.at(-1)).toBe(570);
  });

  it('go back to the shortest after three misses in a row', () => {
    const plan = adaptive();
    const learned = { intervalMs: 370_000, answered: 0, missed: 0, isSettled: true };
    for (const expected of [370_000, 370_000, 270_000]) {
      plan.learn!(learned, false);
      expect(learned.intervalMs).toBe(expected);
    }
  });

  it('double when they are told to', () => {
    const doubling = adaptive({
      from: '60s',
      step: '0s',
      factor: 2,
      to: '960s',
      margin: '0s',
      answers: 1,
    });
    expect(intervals(doubling, 300_000, 6)).toEqual([60, 120, 240, 480, 240, 240]);
  });

  it('cost one connection to find the interval, and fewer heartbeats from then on', () => {
    const result = runText(ONE, ['traffic.hold.heartbeat=adaptive']);
    // 3 * (270 + 330 + 390) + 450 + 10 s of patience = 3430 s, then (7200 - 3430) / 370 = 10 more.
    expect(total(result, 'connections_lost')).toBe(1);
    expect(total(result, 'heartbeats')).toBe(9 + 1 + 10);
    expect(total(result, 'heartbeats_missed')).toBe(1);
  });
});

describe('a device that changes its network', () => {
  it('leaves a connection behind that its gateway holds for one and a half intervals of heartbeats', () => {
    const result = runText(ONE, [
      'run.duration=600s',
      'traffic.hold.breaks=100s',
      'traffic.hold.heartbeat={ fixed: 60s }',
    ]);
    // Heard of at 60 s of its 100 s, given up at 150 s: five connections are left behind, each for 50 s.
    expect(total(result, 'connections_lost', { cause: 'break' })).toBe(5);
    expect(figure(result, 'mean', 'half_open')).toBeCloseTo((5 * 50) / 600, 4);
    expect(figure(result, 'mean', 'gateway_connections')).toBeCloseTo(1 + (5 * 50) / 600, 4);
    expect(figure(result, 'mean', 'connected')).toBeCloseTo(1, 4);
  });
});

describe('a way that is cut', () => {
  const cut = (lasts: string) =>
    `${ONE}timeline:\n  - { at: 1000s, do: cut, between: [phones, gateway], for: ${lasts} }\n`;

  it('is noticed by the next heartbeat, and connected over again when it is repaired', () => {
    const result = runText(cut('10m'), ['traffic.hold.reconnect={ at-once: 20s }']);
    // Heartbeat at 1200 s, given up at 1210 s; attempts of 20 s every 40 s from 1230 s on. The
    // tenth begins at 1590 s; its first packet is sent again after 1, 3, 7 and 15 s (RFC 6298 §5.5) and gets through.
    expect(total(result, 'connections_lost', { cause: 'heartbeat' })).toBe(1);
    expect(total(result, 'connects_timed_out')).toBe(9);
    expect(figure(result, 'max', 'connect_time')).toBeCloseTo(1605e3 - 1210e3, 0);
    expect(total(result, 'connections')).toBe(2);
  });

  it('does no harm when it is shorter than the silence', () => {
    expect(total(runText(cut('2m')), 'connections_lost')).toBe(0);
  });
});
