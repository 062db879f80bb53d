import { describe, expect, it } from 'vitest';
import { read } from '../../../sim/index.ts';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_CACHE } from './one-cache.ts';
import { inTurn, ONE_TRACE, runRequests } from './sequence.ts';

const shield = (bytes: number) => [
  `nodes.shield={kind: cache, capacity: ${bytes}B, parent: origin}`,
  'nodes.edge.parent=shield',
];
const NO_DELAY =
  'links={people -> edge: {latency: 0ms}, edge -> shield: {latency: 0ms}, shield -> origin: {latency: 0ms}}';
const EXCLUSIVE = 'nodes.edge.inclusion=exclusive';
const MANY = [
  'traffic.page.catalog={objects: 2000, popularity: {zipf: 0.7}, size: 1B}',
  'traffic.page.arrivals.steady=400rps',
];
const tiers = (edge: number, behind: number, more: readonly string[] = []) =>
  runText(ONE_CACHE, [
    ...MANY,
    `nodes.edge.capacity=${edge}B`,
    ...shield(behind),
    NO_DELAY,
    ...more,
  ]);

describe('two exclusive tiers of LRU', () => {
  // Wong & Wilkes 2002, §3: demoting makes one LRU list of both. What the origin is asked for is what one
  // cache with room for all of it asks for, to the last request.
  it.each([
    [40, 60],
    [10, 290],
    [290, 10],
    [1, 1],
    [150, 150],
  ])('of %i and %i objects miss what one of their sum misses', (edge, behind) => {
    const both = tiers(edge, behind, [EXCLUSIVE]);
    const one = runText(ONE_CACHE, [...MANY, `nodes.edge.capacity=${edge + behind}B`]);
    expect(total(both, 'origin_requests')).toBe(total(one, 'origin_requests'));
    const alone = runText(ONE_CACHE, [...MANY, `nodes.edge.capacity=${edge}B`]);
    expect(total(both, 'cache_hits', { node: 'edge' })).toBe(total(alone, 'cache_hits'));
    // Everything that leaves the edge goes down, once, and nothing else is stored below.
    const demoted = total(both, 'cache_demotions');
    expect(demoted).toBe(total(both, 'cache_evictions', { node: 'edge' }));
    expect(total(both, 'cache_demotion_bytes')).toBe(demoted);
    expect(total(both, 'cache_fills', { node: 'shield' })).toBe(demoted);
  });

  it('miss less than inclusive ones, which hold most things twice', () => {
    const inclusive = tiers(150, 150);
    expect(total(inclusive, 'cache_demotions')).toBe(0);
    const exclusive = tiers(150, 150, [EXCLUSIVE]);
    const saved = total(inclusive, 'origin_requests') - total(exclusive, 'origin_requests');
    expect(saved).toBeGreaterThan(200);
  });

  it('are one list over three tiers, too', () => {
    const three = runText(ONE_CACHE, [
      ...MANY,
      'nodes.edge={kind: cache, capacity: 30B, parent: mid, inclusion: exclusive}',
      'nodes.mid={kind: cache, capacity: 50B, parent: shield, inclusion: exclusive}',
      'nodes.shield={kind: cache, capacity: 70B, parent: origin}',
      'links={people -> edge: {latency: 0ms}, edge -> mid: {latency: 0ms}, mid -> shield: {latency: 0ms}, shield -> origin: {latency: 0ms}}',
    ]);
    const one = runText(ONE_CACHE, [...MANY, 'nodes.edge.capacity=150B']);
    expect(total(three, 'origin_requests')).toBe(total(one, 'origin_requests'));
  });

  it('find objects again on the node of the parent group that ring-hash gives them', () => {
    const set = [EXCLUSIVE, 'nodes.shield.count=4', 'nodes.shield.capacity=2000B'];
    const result = tiers(50, 2000, set);
    // Every object is fetched once: it is in the edge or on its shield ever after.
    const one = runText(ONE_CACHE, [...MANY, 'nodes.edge.capacity=2000B']);
    expect(total(result, 'origin_requests')).toBe(total(one, 'origin_requests'));
  });
});

describe('an exclusive parent', () => {
  const replay = (objects: string, set: readonly string[], gapMs = 100) =>
    runRequests(ONE_TRACE, { log: inTurn(objects, gapMs) }, [
      'nodes.edge.capacity=2kB',
      ...shield(2000),
      NO_DELAY,
      EXCLUSIVE,
      ...set,
    ]);

  it('keeps nothing that it gives: of a b c a the last takes a back, and b takes its place', () => {
    const result = replay('abcab', []);
    expect(total(result, 'origin_requests')).toBe(3);
    expect(total(result, 'cache_hits', { node: 'shield' })).toBe(2);
    expect(total(result, 'cache_demotions')).toBe(3);
    expect(total(result, 'cache_evictions', { node: 'shield' })).toBe(0);
  });

  it('gets what its child may not keep', () => {
    const set = ['nodes.edge.admission={size-threshold: {max: 1B}}'];
    const result = replay('aaa', set);
    expect(total(result, 'origin_requests')).toBe(1);
    expect(total(result, 'cache_demotions')).toBe(3);
  });

  it('passes the validators of its child on, and answers without bytes', () => {
    // a is fetched at 0 s, expires after 1 s, and is renewed at 2 s through a shield that has none.
    const set = ['traffic.log.freshness={max-age: 1s}'];
    const result = replay('aa', set, 2000);
    expect(total(result, 'origin_requests')).toBe(2);
    expect(total(result, 'origin_bytes')).toBe(1300);
    expect(total(result, 'call_bytes', { node: 'edge', to: 'shield' })).toBe(1300);
    expect(total(result, 'cache_revalidated', { node: 'edge' })).toBe(1);
    expect(total(result, 'cache_fills', { node: 'shield' })).toBe(0);
  });

  it('does not let purged objects come back from a child', () => {
    // a and b at the edge; the shield alone is purged; then a is evicted by c and asked for again.
    const purge = 'timeline=[{at: 250ms, do: purge, nodes: shield/*}]';
    expect(total(replay('abbca', [purge]), 'origin_requests')).toBe(4);
    expect(total(replay('abbca', []), 'origin_requests')).toBe(3);
    // The edge's own purge makes its copies worthless: they are not sent down.
    const own = 'timeline=[{at: 250ms, do: purge, nodes: edge/*}]';
    expect(total(replay('abbcd', [own]), 'cache_demotions')).toBe(0);
    expect(total(replay('abbcd', []), 'cache_demotions')).toBe(2);
  });

  it('that is down loses what is demoted, and nobody else notices', () => {
    const crash = 'timeline=[{at: 250ms, do: crash, node: shield/0, for: 1h}]';
    const result = replay('abab', [crash]);
    expect(total(result, 'errors')).toBe(0);
    const lost = replay('abcab', ['timeline=[{at: 199ms, do: crash, node: shield/0, for: 500us}]']);
    expect(total(lost, 'errors')).toBe(0);
  });

  it('keeps a copy for askers that take nothing', () => {
    // Two traffics have an object a each: the exclusive edge takes its own, the shield keeps the other.
    const text = ONE_TRACE.replace(
      '  origin:',
      '  other: { kind: cache, capacity: 2kB, parent: shield }\n  origin:',
    ).replace(
      'transport: open, file: log }',
      'transport: open, file: log }\n  more: { kind: trace, from: people, to: other, transport: open, file: log }',
    );
    const set = [...shield(2000), EXCLUSIVE, 'nodes.origin.service=50ms'];
    const requests = { log: [[0, 'a']], more: [[10, 'a']] } as const;
    const result = runRequests(text, requests, set);
    expect(total(result, 'cache_fills', { node: 'shield' })).toBe(1);
  });
});

describe('demotion', () => {
  it('travels over the link, beside what is fetched', () => {
    // 80 kbit/s: 1000 bytes are 100 ms there, the requests of 328 bytes 32.8 ms.
    const set = [
      'nodes.edge.capacity=1000B',
      ...shield(10_000),
      EXCLUSIVE,
      'links={people -> edge: {latency: 0ms}, edge -> shield: {latency: 0ms, bandwidth: 80kbps}, shield -> origin: {latency: 0ms}}',
    ];
    // b arrives at 1132.8 ms and sends a down until 1232.8 ms; a request for a at 1200 ms shares the link.
    const result = runRequests(
      ONE_TRACE,
      {
        log: [
          [0, 'a'],
          [1000, 'b'],
          [1200, 'c'],
        ],
      },
      set,
    );
    expect(figure(result, 'min', 'latency')).toBeCloseTo(132.8, 3);
    // Both have half of the link from 1200 ms until c's 328 bytes are through, or a's rest of 328 bytes.
    expect(figure(result, 'max', 'latency')).toBeCloseTo(165.6, 3);
    expect(total(result, 'cache_demotion_bytes')).toBe(2000);
    expect(total(result, 'call_bytes', { node: 'edge', to: 'shield' })).toBe(3000);
  });

  it('needs a parent that keeps copies', () => {
    const { problems } = read(ONE_CACHE, { file: 'a.yaml', set: [EXCLUSIVE] });
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'nodes.edge.parent: origin is of kind origin and does not serve copies: expected a group that serves copies',
    ]);
  });
});
