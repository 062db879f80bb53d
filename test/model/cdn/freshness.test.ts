import { describe, expect, it } from 'vitest';
import { read } from '../../../sim/index.ts';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_CACHE as CDN } from './one-cache.ts';

const fresh = (text: string) => `traffic.page.freshness={${text}}`;

describe('freshness', () => {
  // RFC 9111 §5.2.2.10: for shared caches s-maxage overrides max-age.
  it('of shared caches is s-maxage where it is given', () => {
    const result = runText(CDN, [fresh('max-age: 1s, s-maxage: 5s')]);
    expect(total(result, 'origin_requests')).toBe(2);
  });

  // RFC 9111 §5.2.2.5 and §5.2.2.7.
  it.each(['no-store: true', 'private: true'])('keeps no copy with %s', (text) => {
    const result = runText(CDN, [fresh(text), 'nodes.origin.service=50ms']);
    expect(total(result, 'origin_requests')).toBe(1000);
    expect(total(result, 'cache_collapsed')).toBe(0);
    expect(total(result, 'cache_fills')).toBe(0);
  });
});

/** The origin is down from 2 s to 8 s. */
const DOWN = 'timeline=[{at: 2s, do: crash, node: origin/0, for: 6s}]';

describe('a copy with no-cache', () => {
  // RFC 9111 §5.2.2.4: not used without validation, each time; max-age and stale windows change nothing.
  const asked = fresh(
    'no-cache: true, max-age: 1h, stale-while-revalidate: 1h, stale-if-error: 1h',
  );

  it('is confirmed by the origin for each request, without its bytes', () => {
    const result = runText(CDN, [asked]);
    expect(total(result, 'origin_requests')).toBe(1000);
    expect(total(result, 'cache_revalidated')).toBe(999);
    expect(total(result, 'origin_bytes')).toBe(1000 + 999 * 300);
    expect(total(result, 'cache_hits') + total(result, 'cache_stale')).toBe(0);
  });

  it('is not confirmed for several requests at once', () => {
    const result = runText(CDN, [asked, 'nodes.origin.service=50ms']);
    expect(total(result, 'cache_collapsed')).toBe(0);
    expect(total(result, 'origin_requests')).toBe(1000);
  });

  it('does not cover for a failing parent', () => {
    expect(total(runText(CDN, [asked, DOWN]), 'errors')).toBe(600);
  });
});

describe('a copy with must-revalidate', () => {
  // RFC 9111 §5.2.2.2: once stale, not used before it is validated; a parent that fails is an error.
  it('is never served stale', () => {
    const windows = 'max-age: 1s, stale-while-revalidate: 1h, stale-if-error: 1h';
    const must = runText(CDN, [fresh(`${windows}, must-revalidate: true`), DOWN]);
    expect(total(must, 'cache_stale') + total(must, 'cache_stale_on_error')).toBe(0);
    expect(total(must, 'errors')).toBeGreaterThan(400);
    const may = runText(CDN, [fresh(windows), DOWN]);
    expect(total(may, 'cache_stale')).toBeGreaterThan(400);
    expect(total(may, 'errors')).toBe(0);
  });
});

describe('validators', () => {
  // RFC 9110 §15.4.5: 304 has no content. 300 bytes of headers are an assumption.
  it('renew a copy that has not changed without its bytes', () => {
    const result = runText(CDN, [fresh('max-age: 1s')]);
    expect(total(result, 'origin_requests')).toBe(10);
    expect(total(result, 'cache_revalidated')).toBe(9);
    expect(total(result, 'origin_bytes')).toBe(1000 + 9 * 300);
    expect(total(result, 'response_bytes')).toBe(1_000_000);
  });

  it('fetch the bytes of an object that has changed, as often as it does', () => {
    const many = ['traffic.page.catalog.objects=50', 'run.duration=500s'];
    const result = runText(CDN, [fresh('max-age: 10s, changes: 20s'), ...many]);
    const renewals = total(result, 'origin_requests') - 50;
    const unchanged = total(result, 'cache_revalidated') / renewals;
    // Renewed once a lifetime and the time to the next request, 0.5 s on average, are over: a Poisson
    // process of changes leaves exp(-10.5 / 20) of them alone; four standard errors of 2370 trials.
    expect(Math.abs(unchanged - Math.exp(-10.5 / 20))).toBeLessThan(4 * Math.sqrt(0.24 / renewals));
  });

  it('go through a cache in between, which answers from its own copy', () => {
    const chain = [
      'nodes.shield={kind: cache, capacity: 1MB, parent: origin}',
      'nodes.edge.parent=shield',
      'links={people -> edge: {latency: 0ms}, edge -> shield: {latency: 0ms}, shield -> origin: {latency: 0ms}}',
    ];
    const result = runText(CDN, [...chain, fresh('max-age: 1s')]);
    // Both copies have one age: the shield's is no fresher, and asks on.
    expect(total(result, 'origin_requests')).toBe(10);
    expect(total(result, 'cache_revalidated', { node: 'edge' })).toBe(9);
    expect(total(result, 'cache_revalidated', { node: 'shield' })).toBe(9);
  });
});

describe('a failing parent', () => {
  // RFC 5861 §4.
  it('is covered by copies as long as stale-if-error says', () => {
    const result = runText(CDN, [DOWN, fresh('max-age: 1s, stale-if-error: 1h')]);
    expect(total(result, 'errors')).toBe(0);
    expect(total(result, 'cache_stale_on_error')).toBeGreaterThan(400);
    // The copy of 1.01 s or 2.0 s is expired a second later and 3 s old enough to be refused.
    const short = runText(CDN, [DOWN, fresh('max-age: 1s, stale-if-error: 3s')]);
    expect(total(short, 'errors')).toBeGreaterThan(100);
    expect(total(short, 'errors')).toBeLessThan(400);
  });

  it('is left alone for as long as negative says', () => {
    const refused = (text: string) => total(runText(CDN, [DOWN, fresh(text)]), 'cache_negative');
    expect(refused('max-age: 1s')).toBe(0);
    // Down for 6 s at 100 requests a second, of which the copy covers the first; one in 200 tries again.
    const result = runText(CDN, [DOWN, fresh('max-age: 1s, negative: 2s')]);
    expect(total(result, 'cache_negative')).toBeGreaterThan(450);
  });
});

describe('a soft purge', () => {
  const purged = (soft: boolean, text: string) =>
    runText(CDN, [`timeline=[{at: 5s, do: purge, nodes: edge/*, soft: ${soft}}]`, fresh(text)]);

  it('makes a copy stale, which may be served while it is renewed', () => {
    const soft = purged(true, 'stale-while-revalidate: 1m');
    expect(total(soft, 'cache_stale')).toBe(1);
    expect(total(soft, 'cache_revalidated')).toBe(1);
    expect(figure(soft, 'value', 'hit_ratio')).toBe(0.999);
    const hard = purged(false, 'stale-while-revalidate: 1m');
    expect(total(hard, 'cache_stale')).toBe(0);
    expect(total(hard, 'origin_bytes')).toBe(2000);
  });

  it('lets a copy be renewed by its validator where nothing stale may be served', () => {
    const soft = purged(true, 'max-age: 1h');
    expect(total(soft, 'origin_requests')).toBe(2);
    expect(total(soft, 'origin_bytes')).toBe(1300);
  });
});

describe('freshness that cannot be', () => {
  const problemsOf = (text: string) =>
    read(CDN, { file: 'a.yaml', set: [fresh(text)] }).problems.map(
      ({ path, message, hint }) => `${path}: ${message}${hint === undefined ? '' : `; ${hint}`}`,
    );

  it('is a guess from changes that never come', () => {
    expect(problemsOf('heuristic: 10%')).toEqual([
      'traffic.page.freshness.heuristic: without changes: expected changes, the mean time between them',
    ]);
    expect(problemsOf('heuristic: 10%, changes: 1d')).toEqual([]);
  });

  it('is a word that nobody knows', () => {
    expect(problemsOf('max-agee: 1s')).toEqual([
      'traffic.page.freshness.max-agee: unknown key "max-agee"; did you mean "max-age"?',
    ]);
  });
});
