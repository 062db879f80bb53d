import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** One device group, a balancer and four servers; what differs comes as settings. */
const FOUR = `
version: 1
title: four servers
run: { seed: 5, duration: 60s }
places: [paris]
nodes:
  people: { kind: clients, count: 40, access: none }
  lb: { kind: balancer, backends: server }
  server: { kind: origin, count: 4, workers: 100, service: { exponential: 20ms } }
links:
  people -> lb: { latency: 0ms }
  lb -> server: { latency: 1ms }
traffic:
  page:
    kind: web
    from: people
    to: lb
    transport: open
    arrivals: { poisson: 200rps }
    catalog: { objects: 2000, popularity: uniform, size: 1000B }
`;
const CRASHES = `
timeline:
  - { at: 20s, do: crash, node: server/1, for: 5s, name: crash }
  - { at: 30s, do: crash, node: server/1, for: 5s, name: again }
`;
const AT_CLIENTS = 'traffic.page.resilience';
const AT_BALANCER = 'nodes.lb.resilience';

describe.each([AT_CLIENTS, AT_BALANCER])('with rules at %s', (at) => {
  const with_ = (rules: string, timeline = '', text = FOUR) =>
    runText(text + timeline, [`${at}=${rules}`]);

  it('gives up what takes too long: the share that the exponential distribution says', () => {
    const result = with_('{ timeout: 32ms }');
    const requests = total(result, 'requests');
    // Authority: P(service > 30 ms) with mean 20 ms is e^-1.5 = .2231 (2 ms are the links'); four standard
    // errors of 12 000 requests are .015.
    expect(Math.abs(total(result, 'timeouts') / requests - 0.2231)).toBeLessThan(0.015);
    expect(total(result, 'errors')).toBe(total(result, 'timeouts'));
    // Whatever was given up is answered all the same, for nobody.
    const wasted = total(result, 'wasted_answers');
    expect(wasted).toBeGreaterThan(total(result, 'timeouts') - 5);
    expect(figure(result, 'max', 'latency')).toBeLessThanOrEqual(32);
  });

  it('tries again: failures are the share to the power of the attempts', () => {
    const result = with_('{ timeout: 32ms, retries: { max: 2, budget: none, backoff: none } }');
    const requests = total(result, 'requests');
    // Authority: .2231³ = .0111; attempts 1 + .2231 + .2231² = 1.2729.
    expect(Math.abs(total(result, 'timeouts') / requests - 0.0111)).toBeLessThan(0.004);
    expect(Math.abs(figure(result, 'value', 'amplification') - 1.2729)).toBeLessThan(0.02);
  });

  it('keeps retries to their budget', () => {
    const rules = '{ timeout: 32ms, retries: { max: 5, budget: 10%, reserve: 0rps } }';
    const result = with_(rules);
    // Authority: the definition; what is asked for is .2231 and more.
    expect(figure(result, 'value', 'amplification')).toBeLessThanOrEqual(1.1);
    expect(figure(result, 'value', 'amplification')).toBeGreaterThan(1.09);
    expect(total(result, 'retries_refused')).toBeGreaterThan(0);
  });

  it('answers all that was under way when a server crashed', () => {
    expect(total(with_('{ timeout: 10s }', CRASHES), 'errors')).toBeGreaterThan(0);
    expect(total(with_('{ retries: 3 }', CRASHES), 'errors')).toBe(0);
  });

  it('gives a request up as a whole after its total time', () => {
    const result = with_(
      '{ timeout: { after: 32ms, total: 50ms }, retries: { max: 9, budget: none } }',
    );
    expect(figure(result, 'max', 'latency')).toBeLessThanOrEqual(50);
    expect(total(result, 'timeouts')).toBeGreaterThan(0);
  });
});
