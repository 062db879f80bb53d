import { describe, expect, it } from 'vitest';
import { balancers } from '../../../sim/model/balance/index.ts';
import { runText, total } from '../../run-scenario.ts';

/** Forty devices, a balancer, four servers that take 20 ms; 200 requests a second. */
const FOUR = `
version: 1
title: four servers
run: { seed: 5, duration: 60s }
places: [paris]
nodes:
  people: { kind: clients, count: 40, access: none }
  lb: { kind: balancer, backends: server }
  server: { kind: cache, count: 4, capacity: 1kB, parent: origin }
  origin: { kind: origin, workers: 100, service: { exponential: 20ms } }
links:
  people -> lb: { latency: 0ms }
  lb -> server: { latency: 1ms }
  server -> origin: { latency: 0ms }
traffic:
  page:
    kind: web
    from: people
    to: lb
    transport: open
    arrivals: { poisson: 200rps }
    catalog: { objects: 2000, popularity: uniform, size: 1000B }
`;

describe.each(balancers.parts.map(({ name }) => name))('a scenario with %s', (name) => {
  it('answers all requests, and goes around a server that crashes', () => {
    const crash =
      '\ntimeline:\n  - { at: 20s, do: crash, node: server/1, for: 20s, name: crash }\n';
    const result = runText(`${FOUR}${crash}`, [`nodes.lb.algorithm=${name}`]);
    const requests = total(result, 'requests');
    expect(requests).toBeGreaterThan(11_000);
    // Only what was at the server when it crashed fails: a few of 20 ms times 50 a second.
    expect(total(result, 'errors')).toBeLessThan(15);
  });
});

/** Crashes one server five times, while it has some four requests if it has any. */
const crashes = (node: string) =>
  [21, 23, 25, 27, 29]
    .map((atS) => `  - { at: ${atS}s, do: crash, node: ${node}, for: 1s, name: at ${atS} }\n`)
    .join('');

const errorsOf = (text: string, timeline: string, set: readonly string[] = []) =>
  total(runText(`${text}\ntimeline:\n${timeline}`, set), 'errors');

describe('a server to which nothing more is sent has nothing to lose', () => {
  const WEIGHTED = FOUR.replace('backends:', 'algorithm: { weighted-random: [1, 3] }, backends:');

  it('when it is drained', () => {
    const drain = '  - { at: 20s, do: drain, node: server/1, for: 20s, name: drain }\n';
    expect(errorsOf(FOUR, crashes('server/1'))).toBeGreaterThan(0);
    expect(errorsOf(FOUR, `${drain}${crashes('server/1')}`)).toBe(0);
  });

  it('and gets its part again afterwards, though it has crashed meanwhile', () => {
    const drain = '  - { at: 10s, do: drain, node: server/1, for: 15500ms, name: drain }\n';
    const errors = errorsOf(FOUR, `${drain}${crashes('server/1')}`);
    expect(errors).toBeGreaterThan(0);
  });

  it('when it weighs nothing from some time on', () => {
    const weigh = '  - { at: 20s, do: weigh, node: server/1, weight: 0 }\n';
    expect(errorsOf(WEIGHTED, crashes('server/1'))).toBeGreaterThan(0);
    expect(errorsOf(WEIGHTED, `${weigh}${crashes('server/1')}`)).toBe(0);
  });

  it('when its only client stays with another', () => {
    const one = ['nodes.people.count=1'];
    expect(errorsOf(FOUR, crashes('server/1'), one)).toBeGreaterThan(0);
    expect(errorsOf(FOUR, crashes('server/1'), [...one, 'nodes.lb.sticky=true'])).toBe(0);
  });
});
