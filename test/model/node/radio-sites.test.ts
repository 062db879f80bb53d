import { describe, expect, it } from 'vitest';
import { read } from '../../../sim/index.ts';
import { figure, runText, total } from '../../run-scenario.ts';

/** Devices on 5G, four radio sites in their city, and one server at each, which answers at once. */
const CITY = `
version: 1
title: One city
run: { seed: 3, duration: 100s }
places: [{ name: berlin, sites: 4 }]
network: { backhaul: 2ms }
nodes:
  people: { kind: clients, count: 8, access: 5g-embb }
  server: { kind: origin, site: radio, workers: 100, service: 0ms }
traffic:
  frames:
    kind: web
    from: people
    to: server
    transport: open
    arrivals: { steady: 20rps }
    catalog: { objects: 1, popularity: uniform, size: 1B }
`;

/** The same devices and the same chance, with one thing changed. */
const meanMs = (...set: string[]): number => figure(runText(CITY, set), 'mean', 'latency');

describe('a server at a radio site', () => {
  it('is nearer than one in the metro by transport and core, there and back', () => {
    // 5g-embb: 15 ms measured, of which 2 · 4 ms are the radio (M.2410): the rest is 2 · 3.5 ms.
    expect(meanMs('nodes.server.site=metro') - meanMs()).toBeCloseTo(7, 1);
  });

  it('is further away than the metro without local breakout: to the core and back to the site', () => {
    const metro = meanMs('nodes.server.site=metro');
    expect(meanMs('nodes.people.breakout=false') - metro).toBeCloseTo(2 * 2, 6);
  });

  it('takes the legs that the scenario states', () => {
    expect(meanMs() - meanMs('nodes.people.core=4.5ms')).toBeCloseTo(2, 1);
  });

  it('is never nearer than the radio at its best', () => {
    expect(figure(runText(CITY, ['nodes.people.core=1s']), 'min', 'latency')).toBeCloseTo(2.1, 3);
  });

  it('serves the devices of its own site, each of which keeps to one server there', () => {
    const text = CITY.replace('site: radio', 'site: radio, count: 2');
    // A server at another site would cost 2 · 2 · 2 ms more.
    expect(figure(runText(text), 'mean', 'latency')).toBeCloseTo(meanMs(), 9);
  });

  it('calls over the backhaul, unless the other one stands beside it', () => {
    const behind = (site: string) =>
      CITY.replace(
        '  server:',
        `  cache: { kind: cache, site: radio, capacity: 1MB, parent: server }\n  server:`,
      )
        .replace('to: server', 'to: cache\n    freshness: { max-age: 0s }')
        .replace('origin, site: radio', `origin, site: ${site}`);
    const far = figure(runText(behind('metro')), 'mean', 'latency');
    const near = figure(runText(behind('radio')), 'mean', 'latency');
    expect(far - near).toBeCloseTo(2 * 2, 1);
  });

  it('is counted as a node at each site, and clients stand at all of them', () => {
    const problems = (text: string) =>
      read(text, { file: 'x' }).problems.map(({ path, message }) => `${path}: ${message}`);
    const crash = (node: string) =>
      `${CITY}timeline: [{ at: 1s, do: crash, node: ${node}, for: 1s }]`;
    expect(problems(crash('server/3'))).toEqual([]);
    expect(problems(crash('server/4'))[0]).toMatch(/expected server\/0 to server\/3/);
    expect(problems(CITY.replace('count: 8,', 'count: 8, site: radio,'))[0]).toMatch(
      /nodes\.people\.site: radio: expected metro/,
    );
  });
});

describe('a session of a device that moves', () => {
  const MOVING = CITY.replace('duration: 100s', 'duration: 400s').replace(
    'access: 5g-embb',
    'access: 5g-embb, radio: { 5g-sa: { handover-every: 20s, handover: 40ms, awake: 10s } }',
  );
  const moving = (session: string, ...set: string[]) =>
    runText(MOVING, [`nodes.people.session=${session}`, ...set]);

  it('that is anchored gets a longer way, over the metro', () => {
    const result = moving('anchored');
    // Most of the time (three of four sites are not the first one) two backhauls more, there and back.
    const awayMs =
      figure(result, 'p90', 'latency') - figure(moving('make-before-break'), 'p90', 'latency');
    expect(awayMs).toBeGreaterThan(7);
    expect(awayMs).toBeLessThan(9);
    expect(total(result, 'relocations')).toBe(0);
    // What nothing passes in is the handover alone.
    expect(figure(result, 'max', 'interruption')).toBeCloseTo(40, 6);
  });

  it('that is broken before it is made waits for anchor and state', () => {
    const result = moving('{ break-before-make: { setup: 100ms, state: 900ms } }');
    expect(figure(result, 'max', 'interruption')).toBeCloseTo(1040, 6);
    expect(figure(result, 'max', 'latency')).toBeGreaterThan(900);
    // 8 devices for 400 s, one handover each 20.04 s: 160, Poisson, ± 3 · 12.6.
    expect(Math.abs(total(result, 'relocations') - 160)).toBeLessThan(38);
    expect(total(result, 'relocations')).toBe(figure(result, 'count', 'interruption'));
  });

  it('that is made before it is broken is interrupted by the handover alone', () => {
    const result = moving('{ make-before-break: { setup: 100ms, state: 900ms } }');
    expect(figure(result, 'max', 'interruption')).toBeCloseTo(40, 6);
    expect(figure(result, 'p99', 'latency')).toBeLessThan(100);
    expect(total(result, 'relocations')).toBeGreaterThan(100);
  });

  it('that is made before it is broken goes on over its old site until all is there', () => {
    const never = moving('{ make-before-break: { state: 10000s } }');
    // Nothing is ever ready: the way is that of a session that stays.
    expect(figure(never, 'mean', 'latency')).toBeCloseTo(
      figure(moving('anchored'), 'mean', 'latency'),
      1,
    );
  });

  it('is at another site after each handover: of two, at the other one', () => {
    const two = MOVING.replace('sites: 4', 'sites: 2');
    const mean = (session: string) =>
      figure(runText(two, [`nodes.people.session=${session}`]), 'mean', 'latency');
    const awayMs = mean('anchored') - mean('{ make-before-break: { setup: 0ms, state: 0ms } }');
    // Half of the time away, 2 · 2 · 2 ms further; 160 handovers: ± 3 · 8 % of it.
    expect(Math.abs(awayMs / 4 - 1)).toBeLessThan(0.25);
  });

  it('costs nothing where no server stands at a radio site', () => {
    const result = moving('break-before-make', 'nodes.server.site=metro');
    expect(total(result, 'relocations')).toBe(0);
    // The first request connects the radio, 390 ms; no other waits.
    expect(figure(result, 'max', 'latency')).toBeLessThan(450);
  });

  it('answers every request, whatever becomes of the session', () => {
    for (const mode of ['anchored', 'break-before-make', 'make-before-break']) {
      const result = moving(mode);
      expect(total(result, 'requests') + total(result, 'unanswered')).toBe(20 * 400);
      expect(total(result, 'errors')).toBe(0);
    }
  });

  it('fails and is counted where its server is down, as at any other node', () => {
    const crash = 'timeline: [{ at: 100s, do: crash, node: server/1, for: 100s }]\n';
    for (const mode of ['anchored', 'break-before-make', 'make-before-break']) {
      const result = runText(MOVING + crash, [`nodes.people.session=${mode}`]);
      expect(total(result, 'requests') + total(result, 'unanswered')).toBe(20 * 400);
      // A quarter of the devices is there for a quarter of the time: 500 of 8000, in clumps of 20 s.
      expect(total(result, 'errors')).toBeGreaterThan(250);
      expect(total(result, 'errors')).toBeLessThan(750);
    }
  });
});
