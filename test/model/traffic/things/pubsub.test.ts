import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** Twenty devices in each place, all of which have subscribed to the one topic. */
const world = (more = '', given: { places?: string; server?: string; timeline?: string } = {}) =>
  runText(`version: 1
title: publish and subscribe
run: { seed: 3, duration: 10m }
places: ${given.places ?? '[paris]'}
nodes:
  things: { kind: clients, count: 20, access: none }
  broker: { kind: broker, service: 0ms, per-delivery: 0ms, ${given.server ?? ''} }
traffic:
  news: { kind: pubsub, from: things, to: broker, arrivals: { steady: 1rps }, topics: 1, subscriptions: 1, ${more} }
timeline:
  - { at: 9m, do: ramp, traffic: news, to: 0rps }
${given.timeline === undefined ? '' : `  - ${given.timeline}\n`}`);

describe('what is published', () => {
  it('comes to all who have subscribed, its publisher too', () => {
    const result = world();
    expect(total(result, 'messages')).toBeGreaterThan(530);
    expect(total(result, 'deliveries')).toBe(20 * total(result, 'messages'));
    expect(total(result, 'undelivered')).toBe(0);
  });

  // MQTT 3.1.1 §4.3: 1, 2 or 4 packets on the hop of the publisher and on each of twenty others.
  it.each([
    [0, 1],
    [1, 2],
    [2, 4],
  ])('takes with QoS %i %i packets on each hop', (qos, packets) => {
    const result = world(`protocol: { mqtt: ${qos} }`);
    const hops = 21 * total(result, 'messages');
    expect(total(result, 'protocol_packets')).toBe(packets * hops);
  });

  it('crosses once to the broker of another place', () => {
    const result = world('', { places: '[paris, tokyo]' });
    const messages = total(result, 'messages');
    expect(total(result, 'deliveries')).toBe(40 * messages);
    expect(total(result, 'calls', { node: 'broker', to: 'broker' })).toBe(messages);
    expect(figure(result, 'min', 'delivery')).toBeLessThan(1);
    expect(figure(result, 'max', 'delivery')).toBeGreaterThan(60);
  });

  it('goes to some when there are many topics', () => {
    const some = manyTopics();
    // Two of ten topics each: four of twenty subscribers in the mean.
    const ratio = total(some, 'deliveries') / total(some, 'messages');
    expect(Math.abs(ratio - 4)).toBeLessThan(0.5);
  });
});

const manyTopics = () =>
  runText(`version: 1
title: topics
run: { seed: 3, duration: 10m }
places: [paris]
nodes:
  things: { kind: clients, count: 20, access: none }
  broker: { kind: broker }
traffic:
  news: { kind: pubsub, from: things, to: broker, arrivals: { steady: 5rps }, topics: 10, subscriptions: 2 }
`);

describe('devices that come and go', () => {
  const AWAY = 'away: { every: { uniform: { min: 30s, max: 60s } }, lasts: 20s }';
  const ALIVE = 'connection: { keep-alive: 10s';

  it('get with a session that is kept what they have missed', () => {
    const kept = world(`${AWAY}, ${ALIVE} }`);
    const all = 20 * total(kept, 'messages');
    // What was published by a device that was away waits for it; a few wait at the end.
    expect(total(kept, 'deliveries')).toBeGreaterThan(0.95 * all);
    expect(total(kept, 'undelivered')).toBe(0);
    expect(figure(kept, 'max', 'delivery')).toBeGreaterThan(15_000);
    expect(total(kept, 'openings')).toBeGreaterThan(100);
  });

  it('miss it with a clean session, and get what the topic had last', () => {
    const clean = world(`${AWAY}, ${ALIVE}, session: clean }, retain: true`);
    expect(total(clean, 'undelivered')).toBeGreaterThan(100);
    expect(total(clean, 'retained_deliveries')).toBeGreaterThan(100);
    expect(total(clean, 'retained_deliveries')).toBeLessThanOrEqual(total(clean, 'openings'));
    const forgetful = world(`${AWAY}, ${ALIVE}, session: clean }`);
    expect(total(forgetful, 'retained_deliveries')).toBe(0);
  });

  it('are said to be gone by their wills', () => {
    const silent = world(`${AWAY}, ${ALIVE} }`);
    const said = world(`${AWAY}, ${ALIVE} }, will: true`);
    // Twenty seconds away are more than one and a half times ten.
    expect(total(said, 'wills')).toBeGreaterThan(100);
    const wills = total(said, 'messages') - total(silent, 'messages');
    expect(wills).toBe(total(said, 'wills'));
  });

  it('lose what does not fit into the queue', () => {
    const small = world(`${AWAY}, ${ALIVE} }`, { server: 'queue: 3' });
    expect(total(small, 'undelivered')).toBeGreaterThan(100);
  });
});

describe('a broker that crashes', () => {
  const timeline = '{ at: 2m, do: crash, node: broker/0, for: 30s }';

  it('loses nothing that was sent with QoS 1', () => {
    const result = world('', { timeline });
    expect(total(result, 'undelivered')).toBe(0);
    expect(total(result, 'deliveries')).toBe(20 * total(result, 'messages'));
  });

  it('loses with QoS 0 what comes meanwhile', () => {
    const result = world('protocol: { mqtt: 0 }', { timeline });
    expect(total(result, 'undelivered')).toBeGreaterThan(20);
    const all = total(result, 'deliveries') + total(result, 'undelivered');
    expect(all).toBe(20 * total(result, 'messages'));
  });
});
