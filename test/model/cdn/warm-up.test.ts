import { describe, expect, it } from 'vitest';
import { Run, read, ScenarioError } from '../../../sim/index.ts';
import { runText, total } from '../../run-scenario.ts';
import { ONE_CACHE as CDN } from './one-cache.ts';

/** 1000 requests for 50 objects of 100 bytes; the cache has room for all of them. */
const FIFTY = [
  'traffic.page.catalog={objects: 50, popularity: uniform, size: 100B}',
  'nodes.edge.capacity=5000B',
];
const WARM = [...FIFTY, 'nodes.edge.warm={of: page}'];
const warmed = (set: readonly string[] = [], text = CDN) => runText(text, [...WARM, ...set]);

describe('a warm cache', () => {
  it('asks for nothing that it begins with', () => {
    const result = warmed();
    expect(total(result, 'origin_requests')).toBe(0);
    expect(total(result, 'cache_hits')).toBe(1000);
    expect(total(result, 'cache_fills')).toBe(0);
  });

  it('asks for the rest: each of 25 objects once when it has the other 25', () => {
    expect(total(warmed(['nodes.edge.warm.top=50%']), 'origin_requests')).toBe(25);
  });

  it('counts what objects take beside their own bytes: 50 of 102 bytes fill 5100', () => {
    const overhead = 'nodes.edge.overhead=2B';
    const exact = warmed([overhead, 'nodes.edge.capacity=5100B']);
    expect(total(exact, 'origin_requests')).toBe(0);
    const less = warmed([overhead, 'nodes.edge.capacity=5099B']);
    expect(total(less, 'origin_requests')).toBeGreaterThan(0);
  });

  it('does not ask its admission policy again', () => {
    expect(total(warmed(['nodes.edge.admission=nth-hit']), 'origin_requests')).toBe(0);
  });

  it('holds nothing that shared caches may not keep', () => {
    const result = warmed(['traffic.page.freshness={private: true}']);
    expect(total(result, 'origin_requests')).toBe(1000);
  });

  it('is cold after a crash: each of 50 objects is fetched again', () => {
    const crash = '\ntimeline:\n  - { at: 100ms, do: crash, node: edge/0, for: 1ms }\n';
    expect(total(warmed([], CDN + crash), 'origin_requests')).toBe(50);
  });

  it('begins with the most popular, as many as fit', () => {
    // With room for one object, a cold cache fetches the first request's, the most popular, once more
    // than one that has it; then both hold the same. Zipf 5 asks for it 964 times of 1000, 1/ζ(5).
    const set = ['nodes.edge.capacity=100B', 'traffic.page.catalog.popularity={zipf: 5}'];
    const cold = runText(CDN, [...FIFTY, ...set]);
    const warm = warmed(set);
    expect(total(cold, 'origin_requests') - total(warm, 'origin_requests')).toBe(1);
  });
});

describe('a warm cache of what is not there', () => {
  it('is a problem where it names no traffic', () => {
    const { problems } = read(CDN, { file: 'a.yaml', set: [...WARM, 'nodes.edge.warm.of=pages'] });
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'TW1301 nodes.edge.warm.of',
    ]);
  });

  it('is a problem where the traffic has no catalog', () => {
    const text = CDN.slice(0, CDN.indexOf('  page:')).concat(
      '  page: { kind: trace, from: people, to: edge, file: a.csv }\n',
    );
    const { scenario } = read(text, { file: 'a.yaml', set: ['nodes.edge.warm={of: page}'] });
    expect(() => new Run(scenario!)).toThrow(ScenarioError);
    expect(() => new Run(scenario!)).toThrow('page has no catalog: expected traffic that has one');
  });
});
