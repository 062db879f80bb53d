import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';

/** A cache beside the devices asks an origin that is 100 ms away there and back; next to nothing is asked twice. */
const FAR = `
version: 1
title: A cache and its parent
run: { seed: 1, duration: 100s }
places: [frankfurt]
nodes:
  people: { kind: clients, access: none }
  edge: { kind: cache, capacity: 1GiB, parent: origin }
  origin: { kind: origin, workers: 100, service: 0ms }
links:
  people -> edge: { latency: 0ms }
  edge -> origin: { latency: 50ms }
traffic:
  page:
    kind: web
    from: people
    to: edge
    transport: open
    arrivals: { steady: 1rps }
    catalog: { objects: 100k, popularity: uniform, size: 14600B }
`;

const over = (transport: string, set: string[] = []) =>
  runText(FAR, [`nodes.edge.transport=${transport}`, ...set]);

describe('a cache that follows packets between itself and its parent', () => {
  // Round trips before the first byte: domain §2.3; ten segments come in one flight.
  it.each([
    ['{ http-1.1: { tls: none } }', 2],
    ['http-2', 3],
    ['http-3', 2],
  ])('sets a connection up with %s in %i round trips, once', (transport, trips) => {
    const result = over(transport);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(trips * 100, 0);
    expect(figure(result, 'p50', 'latency')).toBeCloseTo(100, 0);
    expect(total(result, 'node_connections')).toBe(1);
  });

  it('fetches what does not fit into the window in several round trips (domain §9, oracle 14)', () => {
    const slow = ['traffic.page.catalog.size=100kB', 'traffic.page.arrivals.steady=0.01rps'];
    // Asked once each 100 s: the connection is new. Three flights.
    const result = over('{ http-1.1: { tls: none } }', [...slow, 'run.duration=250s']);
    expect(figure(result, 'min', 'latency')).toBeCloseTo((1 + 3) * 100, 0);
    expect(figure(runText(FAR, [...slow, 'run.duration=250s']), 'max', 'latency')).toBe(100);
  });

  it('opens connections as it needs them: one for each fetch under way with HTTP/1.1', () => {
    const busy = [
      'traffic.page.catalog.size=1000B',
      'traffic.page.arrivals.steady=100rps',
      'nodes.origin.service=395ms',
      'run.duration=10s',
    ];
    const result = over('{ http-1.1: { tls: none } }', [...busy, 'nodes.origin.workers=1000']);
    // Each 10 ms one more, until the first is free after a handshake, a round trip and the service.
    expect(total(result, 'node_connections')).toBe(60);
    expect(total(over('http-2', [...busy, 'nodes.origin.workers=1000']), 'node_connections')).toBe(
      1,
    );
  });

  it('has the packets lost that the link loses, and no request', () => {
    const lossy = [
      'links.edge -> origin.loss={ independent: 5% }',
      'traffic.page.catalog.size=100kB',
    ];
    const result = over('http-2', lossy);
    expect(figure(result, 'p90', 'latency')).toBeGreaterThan(
      figure(over('http-2', lossy.slice(1)), 'p90', 'latency'),
    );
    expect(total(result, 'errors')).toBe(0);
    // The last one may be under way.
    expect(total(result, 'requests') + total(result, 'unanswered')).toBe(100);
  });

  it('gets errors when the parent dies, and connects anew', () => {
    const text = `${FAR}timeline:\n  - { at: 10030ms, do: crash, node: origin/0, for: 500ms }\n`;
    const result = runText(text, [
      'nodes.edge.transport=http-2',
      'traffic.page.arrivals.steady=10rps',
    ]);
    expect(total(result, 'errors')).toBeGreaterThan(0);
    expect(total(result, 'errors')).toBeLessThan(10);
    expect(total(result, 'node_connections')).toBe(2);
  });

  it('works in slices, too', () => {
    const result = over('http-2', ['nodes.edge.slice=4KiB']);
    expect(total(result, 'errors')).toBe(0);
    expect(total(result, 'requests') + total(result, 'unanswered')).toBe(100);
    // Four slices one after the other.
    expect(figure(result, 'p50', 'latency')).toBeCloseTo(400, -1);
  });
});
