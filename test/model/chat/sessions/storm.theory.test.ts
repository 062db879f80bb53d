import { describe, expect, it } from 'vitest';
import { type Result, series } from '../../../../sim/index.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

/**
 * 6000 devices lose their connections at 10 s and come back; the others of the gateway, as many, change
 * their networks now and then, each every 100 s: a steady 60 a second. The gateway accepts 200 a second.
 */
const STORM = `
version: 1
title: a storm
run: { seed: 2, duration: 120s }
places: [paris]
nodes:
  phones: { kind: clients, count: 6000, access: none }
  gateway: { kind: gateway, accept: 200rps, backlog: 1M }
links:
  phones -> gateway: { latency: 5ms }
traffic:
  storm:
    kind: sessions
    from: phones
    to: gateway
    timeout: 100s
    heartbeat: none
    reconnect: { xmpp: { window: 60s } }
  others:
    kind: sessions
    from: phones
    to: gateway
    timeout: 100s
    heartbeat: none
    breaks: { exponential: 100s }
timeline:
  - { at: 10s, do: disconnect, traffic: storm }
`;

const WINDOW_S = 60;

/** Attempts to connect in each second. */
function attempts(result: Result): number[] {
  const { values, windowMs } = series(result, {
    fn: 'total',
    metric: 'connects',
    labels: { traffic: 'storm' },
  });
  expect(windowMs).toBe(1000);
  return values.map((value) => value ?? 0);
}

describe('a storm of N devices that is spread over a window W', () => {
  it('comes at a rate of N / W', () => {
    const seconds = attempts(runText(STORM));
    expect(seconds.slice(0, 10).every((count) => count === 0)).toBe(true);
    // 100 a second: each count is binomial with a standard deviation of 10; the largest of 60 is below 4 of them.
    const during = seconds.slice(10, 10 + WINDOW_S);
    expect(Math.max(...during)).toBeLessThan(100 + 4 * 10);
    expect(Math.min(...during)).toBeGreaterThan(100 - 4 * 10);
    expect(during.reduce((sum, count) => sum + count, 0)).toBe(6000);
  });

  it('comes within a second without jitter', () => {
    const seconds = attempts(runText(STORM, ['traffic.storm.reconnect=no-jitter']));
    expect(seconds[11]).toBe(6000);
  });

  it('is stable when N / W + steady is below what the gateway accepts', () => {
    const result = runText(STORM);
    // 100 + 60 of 200 a second: a queue with a load of 0.8 (M/D/1: mean wait 10 ms) never grows long.
    expect(figure(result, 'max', 'accept_time')).toBeLessThan(200);
  });

  it('piles up what comes above that for as long as the window is', () => {
    // W = 30 s: 200 + 60 come and 200 are accepted, so that 60 * 30 s = 1800 wait in the end: 9 s of work.
    // The 7800 that come have a standard deviation of 88, which is 0.44 s; 4 of them.
    const result = runText(STORM, ['traffic.storm.reconnect={ xmpp: 30s }']);
    expect(Math.abs(figure(result, 'max', 'accept_time') - 9000)).toBeLessThan(4 * 440);
    expect(total(result, 'connections', { traffic: 'storm' })).toBe(6000);
  });
});

describe('a backlog that takes longer than devices wait', () => {
  const impatient = (backlog: number) => [
    'traffic.storm.reconnect={ full-jitter: { base: 1s, cap: 16s } }',
    'traffic.storm.timeout=5s',
    'traffic.others.breaks=1d',
    `nodes.gateway.backlog=${backlog}`,
    'run.duration=400s',
  ];

  it('keeps the gateway at work for those who have gone', () => {
    const result = runText(STORM, impatient(2000));
    // 10 s of work before each device, which leaves after 5: the first 1000 get in, and hardly anybody after them.
    expect(total(result, 'connections', { traffic: 'storm' })).toBeLessThan(1500);
    expect(total(result, 'connects_wasted')).toBeGreaterThan(40_000);
  });

  it('is cured by a shorter one', () => {
    const result = runText(STORM, impatient(800));
    expect(total(result, 'connections', { traffic: 'storm' })).toBe(6000);
  });
});
