import { describe, expect, it } from 'vitest';
import { runText, total } from '../../run-scenario.ts';

/** Servers of which every fifth answer takes longer than anybody waits, and one that crashes. */
const SLOW = `
version: 1
title: slow servers
run: { seed: 5, duration: 30s }
places: [paris]
nodes:
  people: { kind: clients, count: 40, access: none }
  edge: { kind: cache, capacity: 1MiB, parent: server }
  server: { kind: origin, count: 4, workers: 100, service: { exponential: 20ms } }
links:
  people -> edge: { latency: 1ms }
  edge -> server: { latency: 1ms }
traffic:
  page:
    kind: web
    from: people
    to: edge
    transport: open
    arrivals: { poisson: 100rps }
    catalog: { objects: 20000, popularity: uniform, size: 1000B }
timeline:
  - { at: 10s, do: crash, node: server/1, for: 5s, name: crash }
  - { at: 28s, do: ramp, traffic: page, to: 0rps }
`;
const RULES = '{ timeout: 40ms, retries: { max: 2, budget: none, backoff: none } }';

describe.each(['http-1.1', 'http-2', 'http-3'])('attempts over %s', (transport) => {
  it.each([
    ['of clients', 'traffic.page.transport', 'traffic.page.resilience'],
    ['of a cache', 'nodes.edge.transport', 'nodes.edge.resilience'],
  ])('%s that are given up come back as wasted work, and nothing is lost', (_, way, rules) => {
    const result = runText(SLOW, [`${way}=${transport}`, `${rules}=${RULES}`]);
    const [late, wasted] = [total(result, 'attempt_timeouts'), total(result, 'wasted_answers')];
    expect(late).toBeGreaterThan(100);
    // All that was given up is answered until the end, but for what the crash took with it.
    expect(wasted).toBeGreaterThan(0.9 * late);
    expect(wasted).toBeLessThanOrEqual(late);
    expect(total(result, 'unanswered')).toBe(0);
    // Three attempts of which each is late with e^-1.9 = .15 (more over new connections).
    expect(total(result, 'errors') / total(result, 'requests')).toBeLessThan(0.03);
  });
});

/** One browser, six connections, and answers that take a second: most requests wait for a connection. */
const NARROW = `
version: 1
title: one browser
run: { seed: 5, duration: 60s }
places: [paris]
nodes:
  people: { kind: clients, count: 1, access: none }
  server: { kind: origin, workers: 1000, service: 1s }
links:
  people -> server: { latency: 1ms }
traffic:
  page:
    kind: web
    from: people
    to: server
    transport: http-1.1
    arrivals: { poisson: 50rps }
    catalog: { objects: 2000, popularity: uniform, size: 1000B }
    resilience: { timeout: 1500ms }
timeline:
  - { at: 10s, do: ramp, traffic: page, to: 0rps }
`;

it('sends no request that was given up while it waited for a connection', () => {
  const result = runText(NARROW);
  const requests = total(result, 'requests');
  expect(requests).toBeGreaterThan(400);
  expect(total(result, 'unanswered')).toBe(0);
  // Six at a time, each a second (and a handshake at first), until the last has been given up.
  const sent = total(result, 'origin_requests');
  expect(sent).toBeLessThanOrEqual(6 * 12);
  expect(sent).toBeGreaterThan(6 * 9);
  // Those that were sent are answered, in time or for nothing; the others are nowhere.
  const answered = requests - total(result, 'errors');
  expect(answered + total(result, 'wasted_answers')).toBe(sent);
});
