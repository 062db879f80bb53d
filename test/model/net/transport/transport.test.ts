import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** One device and one node without any delay of its own, 20 ms apart there and back. */
const ONE = `
version: 1
title: One device
run: { seed: 1, duration: 10s }
places: [here]
nodes:
  people: { kind: clients, access: none }
  origin: { kind: origin, workers: 100, service: 0ms }
links:
  people -> origin: { latency: 10ms }
traffic:
  page:
    kind: web
    from: people
    to: origin
    arrivals: { steady: 1rps }
    catalog: { objects: 1, popularity: uniform, size: 1000B }
`.replace('places: [here]', 'places: [frankfurt]');

describe('handshakes', () => {
  // Round trips before the first response byte: domain §2.3.
  it.each([
    ['{ http-1.1: { tls: none } }', 2],
    ['{ http-1.1: { tls: tls-1.2 } }', 4],
    ['http-1.1', 3],
    ['http-2', 3],
    ['http-3', 2],
  ])('of %s bring the first answer after %i round trips', (transport, trips) => {
    const result = runText(ONE, [`traffic.page.transport=${transport}`]);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(trips * 20, 6);
    expect(figure(result, 'min', 'latency')).toBeCloseTo(20, 6);
    expect(total(result, 'connections')).toBe(1);
  });

  it.each([
    ['{ http-2: { early-data: true } }', 2],
    ['{ http-3: { early-data: true } }', 1],
  ])('of %s are shorter for a device that comes back: %i round trips', (transport, trips) => {
    const set = [
      `traffic.page.transport=${transport}`,
      'traffic.page.idle=500ms',
      'run.duration=9500ms',
    ];
    const result = runText(ONE, set);
    expect(total(result, 'connections')).toBe(total(result, 'requests'));
    expect(figure(result, 'min', 'latency')).toBeCloseTo(trips * 20, 6);
  });
});
