import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { read } from '../../../sim/index.ts';
import type { Clients } from '../../../sim/model/node/clients.ts';
import { Numbering } from '../../../sim/model/traffic/numbering.ts';
import { Variants } from '../../../sim/model/traffic/vary.ts';
import { build } from '../../../sim/scenario/build.ts';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_CACHE as CDN } from './one-cache.ts';

const HALVES = 'traffic.page.catalog.vary={accept-encoding: {br: 50%, gzip: 50%}}';
/** Enough devices for each variant to be asked for all the time. */
const MANY = 'nodes.people.count=200';
const SIX =
  'traffic.page.catalog.vary={accept-encoding: {br: 50%, gzip: 50%}, accept-language: {de: 40%, en: 40%, zh: 20%}}';

describe('variants of one URL', () => {
  // RFC 9111 §4.1: a copy answers only requests that say the same in the headers that Vary names.
  it.each([
    [HALVES, 2],
    [SIX, 6],
  ])('with %s are %i objects in a cache, each fetched once', (vary, count) => {
    const result = runText(CDN, [vary, MANY]);
    expect(total(result, 'origin_requests')).toBe(count);
    expect(total(result, 'cache_fills')).toBe(count);
  });

  it('do not change while a device is the same', () => {
    expect(total(runText(CDN, [SIX]), 'origin_requests')).toBe(1);
  });

  // RFC 9111 §4.4: what is invalidated is a URI; CDNs purge all variants of it.
  it.each(['keys: /page/0', 'keys: /page/0*', 'tag: t-0', 'keys: "*"'])(
    'are all purged by %s',
    (what) => {
      const tags = 'traffic.page.catalog.tags={t: 1}';
      const purge = `timeline=[{at: 5s, do: purge, nodes: edge, ${what}}]`;
      expect(total(runText(CDN, [HALVES, MANY, tags, purge]), 'origin_requests')).toBe(4);
    },
  );

  it('wait for a fetch of their own', () => {
    const slow = [
      'nodes.origin.service=200ms',
      'run.duration=1s',
      'traffic.page.arrivals.steady=1krps',
    ];
    const result = runText(CDN, [HALVES, MANY, ...slow]);
    expect(total(result, 'origin_requests')).toBe(2);
    // The first of each goes; of those that come in 200 ms the others wait.
    expect(total(result, 'cache_collapsed')).toBeGreaterThan(190);
  });

  it('are what a warm cache begins with', () => {
    const fifty = 'traffic.page.catalog={objects: 50, popularity: {zipf: 1}, size: 100B}';
    const warm = [fifty, HALVES, MANY, 'nodes.edge.warm={of: page}'];
    expect(total(runText(CDN, [...warm, 'nodes.edge.capacity=10kB']), 'origin_requests')).toBe(0);
    // With room for the half, and nothing else let in: both variants of 25 objects, which get
    // H(25) / H(50) = 84.8 % of 1000 requests; four standard errors. All objects in one variant: 50 %.
    const closed = ['nodes.edge.capacity=5kB', 'nodes.edge.admission={size-threshold: {max: 1B}}'];
    const hits = total(runText(CDN, [...warm, ...closed]), 'cache_hits');
    expect(Math.abs(hits - 848)).toBeLessThan(4 * Math.sqrt(1000 * 0.848 * 0.152));
  });

  it('are followed ahead in the variant that was asked for', () => {
    const ahead = ['traffic.page.catalog.objects=100', 'nodes.edge.prefetch=next'];
    const result = runText(CDN, [SIX, ...ahead]);
    expect(total(result, 'cache_prefetches')).toBeGreaterThan(20);
    // One device asks for one variant: of the others nothing is fetched, asked for or ahead.
    expect(total(result, 'origin_requests')).toBe(100);
  });

  it('change together', () => {
    const changing = 'traffic.page.freshness={changes: 10s}';
    const { scenario } = read(CDN, { file: 'a.yaml', set: [SIX, changing] });
    const content = build(scenario!, 0).world.contents[0]!;
    for (let second = 0; second < 100; second += 1) {
      expect(content.versionOf(0, second * 1000)).toBe(content.versionOf(5, second * 1000));
    }
    expect(content.versionOf(0, 100_000)).toBeGreaterThan(0);
    expect([content.bytesOf(0), content.bytesOf(5), content.bytesOf(6)]).toEqual([
      1000,
      1000,
      undefined,
    ]);
  });

  it('are on one node of the group behind', () => {
    const { scenario } = read(CDN, {
      file: 'a.yaml',
      set: [
        SIX,
        MANY,
        'traffic.page.catalog.objects=40',
        'nodes.shield={kind: cache, count: 3, capacity: 1MB, parent: origin}',
        'nodes.edge.parent=shield',
        'links={people -> edge: {latency: 0ms}, edge -> shield: {latency: 0ms}, shield -> origin: {latency: 0ms}}',
      ],
    });
    const { world } = build(scenario!, 0);
    const { calls, exchange, nodes, simulator } = world;
    const placeOf = new Map<number, Set<string>>();
    const send = exchange.send.bind(exchange);
    exchange.send = (call, extraMs) => {
      const { group, name } = nodes[calls.callee[call]!]!;
      const own = Math.floor(calls.object[call]! / 6);
      if (group === 'shield') placeOf.set(own, (placeOf.get(own) ?? new Set()).add(name));
      send(call, extraMs);
    };
    simulator.run(10_000);
    expect(placeOf.size).toBe(40);
    for (const names of placeOf.values()) expect(names.size).toBe(1);
    expect(new Set([...placeOf.values()].flatMap((names) => [...names])).size).toBe(3);
  });
});

describe('equally likely variants', () => {
  // Each object's requests fall to k variants alike, so that a cache of C objects sees what k caches of
  // C / k would, each with a k-th of the requests: with LRU, the characteristic time is k times as long
  // and the rate of each variant a k-th (Che, Tung and Wang, 2002), which leaves the hit ratio as it is.
  it('make a cache as small as one of so many', () => {
    const base = [
      'run={duration: 100s, warmup: 20s}',
      'nodes.people.count=5000',
      'traffic.page.arrivals={poisson: 2krps}',
      'traffic.page.catalog={objects: 4000, popularity: {zipf: 0.9}, size: 1B}',
    ];
    const hits = (...set: string[]) =>
      figure(runText(CDN, [...base, ...set]), 'value', 'hit_ratio');
    const four = '{a: 25%, b: 25%, c: 25%, d: 25%}';
    const varied = hits('nodes.edge.capacity=1600B', `traffic.page.catalog.vary={x: ${four}}`);
    const plain = hits('nodes.edge.capacity=400B');
    // Four standard errors of the difference between 160 000 requests and as many.
    expect(Math.abs(varied - plain)).toBeLessThan(4 * Math.sqrt((2 * 0.25) / 160_000));
    expect(hits('nodes.edge.capacity=1600B')).toBeGreaterThan(plain + 0.1);
  });
});

describe('what devices say', () => {
  it('has the shares that were asked for, each header for itself', () => {
    const devices = 60_000;
    const vary = { a: { x: 0.7, y: 0.3 }, b: { p: 0.5, q: 0.2, r: 0.3 } };
    const clients = [{ name: 'people/0', devices } as Clients];
    const variants = new Variants(vary, 'page', clients, new Streams('vary', 0));
    const counts = new Array(6).fill(0);
    for (let device = 0; device < devices; device += 1) counts[variants.of(0, device)] += 1;
    for (const [variant, expected] of [0.35, 0.14, 0.21, 0.15, 0.06, 0.09].entries()) {
      const error = Math.sqrt((expected * (1 - expected)) / devices);
      expect(Math.abs(counts[variant] / devices - expected)).toBeLessThan(4 * error);
    }
  });
});

describe('numbers of objects', () => {
  it('lead from variants back to the object, for every traffic', () => {
    const numbers = new Numbering(2, 3, 4);
    for (let own = 0; own < 50; own += 1) {
      for (let variant = 0; variant < 4; variant += 1) {
        const object = numbers.known(own, variant);
        expect(object % 3).toBe(2);
        expect(numbers.own(object)).toBe(own);
        expect(numbers.url(object)).toBe(numbers.known(own, 0));
        expect(numbers.next(object)).toBe(numbers.known(own + 1, variant));
      }
    }
  });
});

describe('variants that cannot be', () => {
  it.each([
    ['{accept: {a: 50%, b: 40%}}', 'vary.accept: shares that do not add up: expected 100% in all'],
    ['{accept: {a: 50%, b: half}}', 'vary.accept.b: "half": expected a share such as 85% or 0.1%'],
    ['{accept: 3}', 'vary.accept: 3: expected a map'],
    ['accept', 'vary: "accept": expected a map'],
  ])('%s are a problem', (vary, expected) => {
    const set = [`traffic.page.catalog.vary=${vary}`];
    const { problems } = read(CDN, { file: 'a.yaml', set });
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      `traffic.page.catalog.${expected}`,
    ]);
  });

  it('are more than a catalog may have objects', () => {
    const set = [HALVES, 'traffic.page.catalog.objects=11M'];
    const { problems } = read(CDN, { file: 'a.yaml', set });
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'traffic.page.catalog.vary: too many variants: expected 20M objects times variants or less',
    ]);
  });
});
