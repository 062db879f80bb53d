import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** Ten devices 10 ms from a gateway that accepts two a second. */
const TEN = `
version: 1
title: ten devices
run: { seed: 1, duration: 60s }
places: [paris]
nodes:
  phones: { kind: clients, count: 10, access: none }
  gateway: { kind: gateway, accept: 2rps }
links:
  phones -> gateway: { latency: 10ms }
traffic:
  hold: { kind: sessions, from: phones, to: gateway, begin: cold, round-trips: 1, reconnect: at-once }
`;

const crashAt = (at: string, lasts: string) =>
  `${TEN}timeline:\n  - { at: ${at}, do: crash, node: gateway, for: ${lasts}, name: crash }\n`;

describe('devices that connect at the same time', () => {
  it('are accepted one after the other, the last after devices / rate', () => {
    const result = runText(TEN);
    // D/D/1: the k-th is accepted k / 2 s after the first packets, which take 10 ms, and knows it 10 ms later.
    expect(figure(result, 'min', 'connect_time')).toBe(520);
    expect(figure(result, 'max', 'connect_time')).toBe(5020);
    expect(figure(result, 'mean', 'connect_time')).toBeCloseTo(2770, 6);
    expect(total(result, 'connects')).toBe(10);
    expect(total(result, 'connections')).toBe(10);
  });

  it('take a round trip for each that the set-up has', () => {
    const result = runText(TEN, ['traffic.hold.round-trips=3', 'nodes.gateway.accept=1Mrps']);
    expect(figure(result, 'min', 'connect_time')).toBeCloseTo(60.001, 6);
  });

  it('are gauged as long as they are connected, and as long as they are not', () => {
    const result = runText(TEN);
    // The k-th is connected from k / 2 s + 20 ms to 60 s: the mean over 60 s of both levels.
    const unconnectedMs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].reduce((sum, k) => sum + 500 * k + 20, 0);
    expect(figure(result, 'mean', 'connected')).toBeCloseTo(10 - unconnectedMs / 60e3, 9);
    expect(figure(result, 'mean', 'unconnected')).toBeCloseTo(unconnectedMs / 60e3, 9);
    expect(figure(result, 'mean', 'gateway_connections')).toBeCloseTo(10 - unconnectedMs / 60e3, 9);
  });

  it('are refused beyond the limit of the gateway, and try again for ever', () => {
    const result = runText(TEN, [
      'nodes.gateway.connections=4',
      'traffic.hold.reconnect={ at-once: 1s }',
    ]);
    expect(total(result, 'connections')).toBe(4);
    // Six devices, an attempt every 1.02 s: at 0, 1.02, …, 59.16 s, and one more whose answer is due.
    expect(total(result, 'connects')).toBe(4 + 6 * 59);
    expect(total(result, 'connects_refused')).toBe(6 * 59);
  });

  it('give up after their patience, and the gateway does the work all the same', () => {
    const result = runText(TEN, [
      'traffic.hold.timeout=2.1s',
      'traffic.hold.reconnect={ at-once: 60s }',
    ]);
    // Accepted 0.5, 1, 1.5 and 2 s after they came; the other six have gone by then.
    expect(total(result, 'connections')).toBe(4);
    expect(total(result, 'connects_timed_out')).toBe(6);
    expect(total(result, 'connects_wasted')).toBe(6);
  });

  it('send their first packets again when the backlog is full', () => {
    const result = runText(TEN, ['nodes.gateway.backlog=4']);
    // Six are dropped at 0 s; after 1 s (RFC 6298 §2.1) two places are free, four are dropped; 2 s later all fit.
    expect(total(result, 'connects_dropped')).toBe(6 + 4);
    expect(total(result, 'connections')).toBe(10);
    expect(figure(result, 'max', 'connect_time')).toBe(5020);
  });
});

describe('a gateway that crashes', () => {
  it('loses all its connections, and devices come back when it does', () => {
    const result = runText(crashAt('20s', '10s'), ['traffic.hold.reconnect={ at-once: 1s }']);
    expect(total(result, 'connections_lost', { cause: 'crash' })).toBe(10);
    expect(total(result, 'connections')).toBe(20);
    // They hear of it after 10 ms, and ask every 1.02 s from then on: the tenth attempt comes at 30.2 s.
    expect(total(result, 'connects_refused')).toBe(9 * 10);
    expect(figure(result, 'max', 'connect_time', { during: 'crash' })).toBe(9 * 1020 + 1000 + 5020);
  });

  it('is found out by a heartbeat when the power has failed', () => {
    const result = runText(crashAt('20s', '1s'), [
      'traffic.hold.crash=silent',
      'traffic.hold.heartbeat={ fixed: 10s }',
      'traffic.hold.heartbeat-timeout=2s',
      'nodes.gateway.accept=1Mrps',
    ]);
    expect(total(result, 'connections_lost', { cause: 'heartbeat' })).toBe(10);
    expect(total(result, 'connections_lost', { cause: 'crash' })).toBe(0);
    // Each connected at about 20 ms: heartbeats at 10 s and 20 s, the latter just after the crash; 2 s of patience.
    expect(total(result, 'heartbeats_missed')).toBe(10);
  });

  it('resets what waits to be accepted', () => {
    const result = runText(crashAt('2.2s', '1s'), ['traffic.hold.reconnect={ at-once: 2s }']);
    // Four are connected then and six wait.
    expect(total(result, 'connections_lost')).toBe(4);
    expect(total(result, 'connects_refused')).toBe(6);
    expect(total(result, 'connections')).toBe(14);
  });
});
