import { describe, expect, it } from 'vitest';
import { forecasts } from '../../../sim/model/balance/scale/index.ts';
import { choose } from '../../../sim/part/choice.ts';
import { figure, runText, total } from '../../run-scenario.ts';

/** 10 Erlangs on replicas of two workers: at 70 % that is 10 / 1.4 = 7.1 replicas. */
const SCALED = `
version: 1
title: scaled
run: { seed: 5, duration: 20m, warmup: 3m }
places: [paris]
nodes:
  people: { kind: clients, count: 40, access: none }
  lb: { kind: balancer, backends: server, algorithm: join-shortest-queue }
  server:
    kind: origin
    count: 40
    workers: 2
    service: { exponential: 100ms }
    autoscale: { start: 8, min: 2, boot: 30s }
traffic:
  page:
    kind: web
    from: people
    to: lb
    transport: open
    objective: 500ms
    arrivals: { poisson: 100rps }
    catalog: { objects: 200, popularity: uniform, size: 1000B }
`;
const STEPS = `
timeline:
  - { at: 5m, do: ramp, traffic: page, to: 300rps, over: 0s, name: up }
  - { at: 10m, do: ramp, traffic: page, to: 100rps, over: 0s, name: down }
  - { at: 14m, do: ramp, traffic: page, to: 100rps, over: 0s, name: held }
  - { at: 16m, do: ramp, traffic: page, to: 100rps, over: 0s, name: afterwards }
`;
const replicas = (during: string, set: readonly string[] = []) =>
  figure(runText(SCALED + STEPS, set), 'value', 'replicas', { during });

describe('autoscaling', () => {
  it('keeps workers busy for their share', () => {
    const result = runText(SCALED);
    // Authority: HPA, ceil(10 / (.7 * 2)) = 8; within the tolerance of a tenth and the noise of 15 s.
    expect(figure(result, 'value', 'replicas_serving')).toBeGreaterThan(7);
    expect(figure(result, 'value', 'replicas_serving')).toBeLessThan(10.5);
    expect(total(result, 'scaler_decisions')).toBe(69);
    expect(total(result, 'errors')).toBe(0);
  });

  it('follows a load up, holds what was wanted for 300 s, and comes down without losing anything', () => {
    const result = runText(SCALED + STEPS);
    const mean = (during: string) => figure(result, 'value', 'replicas', { during });
    // 30 Erlangs: 21.4 replicas. Five minutes after the load has gone none of that is left.
    expect(mean('up')).toBeGreaterThan(17);
    expect(mean('down')).toBeGreaterThan(19);
    expect(mean('afterwards')).toBeLessThan(10.5);
    expect(total(result, 'errors')).toBe(0);
    expect(total(result, 'unanswered')).toBeLessThan(30);
    // A boot is paid for before it serves.
    expect(mean('up')).toBeGreaterThan(
      figure(result, 'value', 'replicas_serving', { during: 'up' }),
    );
  });

  it('violates objectives for longer when machines boot longer', () => {
    const violations = (boot: string) =>
      figure(
        runText(SCALED + STEPS, [`nodes.server.autoscale.boot=${boot}`]),
        'value',
        'violation_ratio',
        { during: 'up' },
      );
    expect(violations('120s')).toBeGreaterThan(2 * violations('5s'));
  });

  it('starts none for so long after it has started some: cool-down', () => {
    const slow = replicas('up', ['nodes.server.autoscale.cool-down=200s']);
    expect(slow).toBeLessThan(replicas('up') - 2);
  });

  it('counts what its decisions cost', () => {
    const result = runText(SCALED, ['nodes.server.autoscale.rule=learned']);
    // Authority: the layers, 12 * 8 + 8.
    expect(total(result, 'scaler_operations')).toBe(69 * 104);
  });
});

describe.each(forecasts.parts)('autoscaling rule $name', (part) => {
  const rule = () =>
    choose(part, part.params.parse({})).make({ intervalMs: 15_000, aheadMs: 45_000 });

  it('expects what always was, and nothing where nothing comes', () => {
    const steady = rule();
    let last = 0;
    for (let interval = 0; interval < 60; interval += 1)
      last = steady.next({ busy: 9, offered: 9 });
    // The learned one keeps above what it expects in the mean: it was trained for the 85 % quantile.
    expect(last).toBeGreaterThanOrEqual(8.9);
    expect(last).toBeLessThan(11);
    const idle = rule();
    for (let interval = 0; interval < 60; interval += 1) last = idle.next({ busy: 0, offered: 0 });
    expect(last).toBe(0);
  });
});

describe('forecasts', () => {
  const expected = (name: string, loads: readonly number[], params: object = {}) => {
    const part = forecasts.find(name)!;
    const context = { intervalMs: 15_000, aheadMs: 45_000 };
    const rule = choose(part, part.params.parse(params)).make(context);
    return loads.map((offered) => rule.next({ busy: offered, offered })).at(-1)!;
  };
  const line = Array.from({ length: 60 }, (_, interval) => 10 + interval);

  it('of Holt and Winters continue a straight line by three intervals', () => {
    // Authority: Holt's method is exact on a line once it has settled: 69 + 3.
    expect(expected('holt-winters', line)).toBeCloseTo(72, 1);
    expect(expected('target-tracking', line)).toBe(69);
  });

  it('know a season', () => {
    const wave = Array.from({ length: 401 }, (_, interval) => (interval % 20 < 10 ? 10 : 30));
    // Interval 400 is the first of a season; three later it is still 10, from 407 it is 30.
    expect(expected('holt-winters', wave.slice(0, 401), { season: '300s' })).toBeCloseTo(10, 0);
    expect(expected('holt-winters', wave.slice(0, 389), { season: '300s' })).toBeCloseTo(30, 0);
  });
});
