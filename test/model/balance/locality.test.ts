import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { Backends } from '../../../sim/model/balance/backends.ts';
import { balancers } from '../../../sim/model/balance/index.ts';
import { choose } from '../../../sim/part/choice.ts';
import { runText, total } from '../../run-scenario.ts';

const make = () => {
  const part = balancers.find('locality-weighted')!;
  return choose(part, part.params.parse({})).make(undefined);
};

/** Share of 20 000 picks that stays in the nearest place, of a hundred backends here and as many far off. */
function localShare(upHere: number, upThere = 100): number {
  const backends = new Backends(Array.from({ length: 200 }, (_, index) => `edge/${index}`));
  for (let backend = 0; backend < 100; backend += 1) {
    backends.locality[100 + backend] = 1;
    if (backend >= upHere) backends.setUp(backend, false);
    if (backend >= upThere) backends.setUp(100 + backend, false);
  }
  const balancer = make();
  const random = new Streams('locality', 0).stream(`${upHere}`);
  let local = 0;
  for (let pick = 0; pick < 20_000; pick += 1) {
    const backend = balancer.pick(backends, { object: pick, client: pick, nowMs: pick }, random);
    expect(backends.up[backend]).toBe(1);
    if (backend < 100) local += 1;
  }
  return local / 20_000;
}

describe('locality-weighted', () => {
  // Authority: Envoy, Priority levels: healthy endpoints of P=0 and the traffic that it gets, where all of
  // P=1 are healthy; a share of 20 000 has a standard error of at most .0035.
  it.each([
    [100, 1],
    [72, 1],
    [71, 0.994],
    [50, 0.7],
    [25, 0.35],
    [0, 0],
  ])('with %d of a hundred up keeps %d of the load here', (up, share) => {
    expect(Math.abs(localShare(up) - share)).toBeLessThan(0.014);
  });

  it('divides by what is left when both places are short: 25 % and 25 % share alike', () => {
    // Authority: the same page: 35 % and 35 %, normalised to 50 % and 50 %.
    expect(Math.abs(localShare(25, 25) - 0.5)).toBeLessThan(0.014);
  });
});

const TWO_PLACES = `
version: 1
title: two places
run: { seed: 5, duration: 60s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, at: paris, count: 40, access: none }
  lb: { kind: balancer, at: paris, backends: edge, algorithm: locality-weighted }
  edge: { kind: origin, at: each, count: 4, workers: 100, service: { exponential: 5ms } }
traffic:
  page:
    kind: web
    from: people
    to: lb
    transport: open
    arrivals: { poisson: 200rps }
    catalog: { objects: 2000, popularity: uniform, size: 1000B }
timeline:
  - { at: 20s, do: drain, node: edge/0, for: 20s, name: one }
  - { at: 20s, do: drain, node: edge/1, for: 20s, name: two }
`;

describe('a balancer of places', () => {
  it('stays at home, and sends on what half of the home cannot take', () => {
    const result = runText(TWO_PLACES);
    const there = (during: string) => total(result, 'origin_requests', { place: 'tokyo', during });
    const all = total(result, 'requests', { during: 'one' });
    // Half are up: 70 % stay. Outside of the phase nothing leaves.
    expect(Math.abs(there('one') / all - 0.3)).toBeLessThan(0.03);
    expect(total(result, 'origin_requests', { place: 'tokyo' })).toBe(there('one'));
  });
});

describe('a balancer of connections', () => {
  /** One device, and a server that crashes five times with what it has at work. */
  const errors = (set: readonly string[]) => {
    const crashes = [21, 23, 25, 27, 29]
      .map((atS) => `  - { at: ${atS}s, do: crash, node: edge/1, for: 1s, name: at ${atS} }\n`)
      .join('');
    const text = TWO_PLACES.slice(0, TWO_PLACES.indexOf('timeline:'))
      .replace('locality-weighted', 'round-robin')
      .replace('count: 40', 'count: 1')
      .replace('5ms', '50ms');
    return total(runText(`${text}timeline:\n${crashes}`, set), 'errors');
  };

  it('sends all of a connection one way, where one of requests takes turns', () => {
    expect(errors([])).toBeGreaterThan(0);
    expect(errors(['nodes.lb.layer=l4'])).toBe(0);
  });

  it('chooses anew for the next connection', () => {
    expect(errors(['nodes.lb.layer=l4', 'nodes.lb.idle=1ms'])).toBeGreaterThan(0);
  });
});
