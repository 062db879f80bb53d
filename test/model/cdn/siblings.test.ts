import { describe, expect, it } from 'vitest';
import { figure, total } from '../../run-scenario.ts';
import { inTurn, runRequests } from './sequence.ts';

/** Requests go to edge/0 and edge/1 in turn. 6 ms from edge to edge and back, 100 ms to the origin and back. */
const TWO_EDGES = `
version: 1
title: siblings
run: { seed: 1 }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  lb: { kind: balancer, backends: edge, algorithm: round-robin }
  edge: { kind: cache, count: 2, capacity: 1MB, parent: origin }
  origin: { kind: origin, service: 0ms }
links:
  people -> lb: { latency: 0ms }
  lb -> edge: { latency: 0ms }
  edge -> edge: { latency: 3ms }
  edge -> origin: { latency: 50ms }
traffic:
  log: { kind: trace, from: people, to: lb, transport: open, file: log }
`;

const ICP = 'nodes.edge.siblings=icp';
const DIGEST = 'nodes.edge.siblings={digest: {interval: 1h}}';
const ONE_EACH = 'nodes.edge.capacity=1kB';
const replay = (objects: string, set: readonly string[]) =>
  runRequests(TWO_EDGES, { log: inTurn(objects, 1000) }, set);

describe('siblings', () => {
  it.each([ICP, DIGEST])('have what the other has fetched: %s', (search) => {
    // a and b each by edge/0 from the origin, then by edge/1 from edge/0; then both are at both.
    const result = replay('aabbaabb', [
      search,
      DIGEST === search ? 'nodes.edge.siblings.digest.interval=1ms' : search,
    ]);
    expect(total(result, 'origin_requests')).toBe(2);
    expect(total(result, 'sibling_hits')).toBe(2);
    expect(total(result, 'sibling_hit_bytes')).toBe(2000);
    expect(total(result, 'sibling_lookups')).toBe(4);
    expect(figure(result, 'value', 'sibling_hit_ratio')).toBe(0.5);
    expect(total(result, 'cache_hits')).toBe(4);
    // What siblings ask each other is no request of anybody.
    expect(total(result, 'cache_requests')).toBe(8);
    expect(total(replay('aabbaabb', []), 'origin_requests')).toBe(4);
  });

  it('are asked with queries that take a round trip: 6 + 6 ms, or 6 + 100 ms', () => {
    const result = replay('aa', [ICP]);
    expect(figure(result, 'min', 'latency')).toBeCloseTo(12, 9);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(106, 9);
    // RFC 2186: one query for each of two misses, answered with as many bytes; and the object.
    expect(total(result, 'sibling_messages')).toBe(2);
    expect(total(result, 'call_bytes', { node: 'edge', to: 'edge' })).toBe(2 * 84 + 1000);
  });

  it('are known by their digests without a question: 6 ms, or 100 ms', () => {
    const result = replay('aa', [DIGEST]);
    expect(figure(result, 'min', 'latency')).toBeCloseTo(6, 9);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(100, 9);
    // An empty digest for edge/0, one of one object, 8 bits, for edge/1; and the object.
    expect(total(result, 'sibling_messages')).toBe(2);
    expect(total(result, 'call_bytes', { node: 'edge', to: 'edge' })).toBe(0 + 1 + 1000);
  });

  it('are asked in vain, or not asked, by a digest that is old', () => {
    // With room for one object each. edge/0 makes its digest at 1 s and has a then: edge/1 gets it there. b, c
    // and d come from the origin, and a is no longer at edge/0 when edge/1 asks for it at 5 s.
    const old = replay('aabcda', [ONE_EACH, DIGEST]);
    expect(total(old, 'sibling_hits')).toBe(1);
    expect(total(old, 'sibling_false_hits')).toBe(1);
    expect(total(old, 'origin_requests')).toBe(5);
    expect(figure(old, 'max', 'latency')).toBeCloseTo(106, 9);
    // A digest of 3 s has c, one of 5 s has d and no a.
    const young = replay('aabcda', [ONE_EACH, DIGEST, 'nodes.edge.siblings.digest.interval=2s']);
    expect(total(young, 'sibling_hits')).toBe(1);
    expect(total(young, 'sibling_false_hits')).toBe(0);
    expect(total(young, 'origin_requests')).toBe(5);
  });

  it.each([ICP, DIGEST])('never ask on what they are asked: %s', (search) => {
    // Four edges, none of which has anything: each of four objects goes to the origin once.
    const result = replay('abcd', [search, 'nodes.edge.count=4']);
    expect(total(result, 'origin_requests')).toBe(4);
    expect(total(result, 'sibling_lookups')).toBe(4);
    expect(total(result, 'calls', { node: 'edge', to: 'origin' })).toBe(4);
    expect(total(result, 'sibling_hits')).toBe(0);
    if (search === ICP) expect(total(result, 'sibling_messages')).toBe(12);
  });

  it('give fresh copies only', () => {
    // The copy of edge/0 is a second old when edge/1 asks.
    const set = [ICP, 'traffic.log.freshness={max-age: 900ms}'];
    expect(total(replay('aa', set), 'origin_requests')).toBe(2);
    const longer = [ICP, 'traffic.log.freshness={max-age: 2s}'];
    expect(total(replay('aa', longer), 'origin_requests')).toBe(1);
  });

  it('are not asked for what no shared cache keeps', () => {
    const result = replay('aa', [ICP, 'traffic.log.freshness={private: true}']);
    expect(total(result, 'sibling_lookups')).toBe(0);
    expect(total(result, 'origin_requests')).toBe(2);
  });

  it('in other places are asked when the group is to be', () => {
    const apart = (search: string) =>
      runRequests(
        TWO_EDGES.replace('places: [paris]', 'places: [paris, berlin]')
          .replace('lb: { kind', 'lb: { at: paris, kind')
          .replace('origin: { kind', 'origin: { at: paris, kind')
          .replace('people: { kind', 'people: { at: paris, kind'),
        { log: inTurn('aabb', 1000) },
        [search, 'nodes.edge.count=1'],
      );
    // All requests are served in Paris, so that Berlin has nothing, and is asked for a and for b.
    expect(total(apart('nodes.edge.siblings=icp'), 'sibling_messages')).toBe(0);
    expect(total(apart('nodes.edge.siblings={icp: {among: group}}'), 'sibling_messages')).toBe(2);
  });
});

describe('siblings and failures', () => {
  const within = (set: readonly string[], gapMs: number, objects = 'aa') =>
    runRequests(TWO_EDGES, { log: inTurn(objects, gapMs) }, set);
  const crash = (node: string, at: string, down: string) =>
    `timeline=[{at: ${at}, do: crash, node: ${node}, for: ${down}}]`;

  it('let misses for one object wait for one search', () => {
    // Both of edge/0's requests for a come within the 6 ms of the query.
    const result = within([ICP], 1, 'aba');
    expect(total(result, 'cache_collapsed')).toBe(1);
    expect(total(result, 'origin_requests')).toBe(2);
    expect(total(result, 'sibling_messages')).toBe(2);
  });

  it.each([ICP, DIGEST])('answer while the parent is down: %s', (search) => {
    const down = crash('origin/0', '500ms', '1h');
    expect(total(replay('aa', [search, down]), 'errors')).toBe(0);
    expect(total(replay('ab', [search, down]), 'errors')).toBe(1);
    expect(total(replay('aa', [down]), 'errors')).toBe(1);
  });

  it.each([ICP, DIGEST])('that are down are passed over: %s', (search) => {
    // edge/0 gets a; at 1 s edge/1 is asked for it, edge/0 is down from 1.001 s on, when it is asked.
    const result = replay('aa', [search, crash('edge/0', '1001ms', '1h')]);
    expect(total(result, 'errors')).toBe(0);
    expect(total(result, 'origin_requests')).toBe(2);
    expect(total(result, 'sibling_hits')).toBe(0);
  });

  it.each(['1ms', '4ms', '7ms', '11ms'])(
    'survive a crash of who asks, %s after it began',
    (after) => {
      // edge/1 asks edge/0 from 1000 ms to 1006 ms, and has the object at 1012 ms. The one request fails, and the
      // next ones go through all of it again: the run ends, so that nothing hangs.
      const atMs = 1000 + Number.parseInt(after, 10);
      const result = replay('aaaa', [ICP, crash('edge/1', `${atMs}ms`, '1ms')]);
      expect(total(result, 'errors')).toBe(1);
      expect(total(result, 'requests')).toBe(4);
      expect(total(result, 'origin_requests')).toBe(1);
      expect(total(result, 'unanswered')).toBe(0);
      const again = replay('aaaaaaaa', [
        ICP,
        `timeline=[{at: ${atMs}ms, do: crash, node: edge/1, for: 1ms}, {at: 3001ms, do: crash, node: edge/1, for: 1ms}, {at: 5s, do: purge, nodes: edge/1}]`,
      ]);
      expect(total(again, 'errors')).toBe(2);
      expect(total(again, 'requests')).toBe(8);
    },
  );

  it('work beside exclusive tiers', () => {
    const set = [
      ICP,
      'nodes.shield={kind: cache, capacity: 4kB, parent: origin}',
      'nodes.edge.parent=shield',
      'nodes.edge.inclusion=exclusive',
      ONE_EACH,
    ];
    // a b c d by both edges in turn, with room for one each; then a and b come from the shield again.
    const result = replay('abcdab', set);
    expect(total(result, 'origin_requests')).toBe(4);
    expect(total(result, 'cache_hits', { node: 'shield' })).toBe(2);
    expect(total(result, 'errors')).toBe(0);
  });
});
