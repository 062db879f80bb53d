import { describe, expect, it } from 'vitest';
import { read } from '../../../sim/index.ts';
import { build } from '../../../sim/scenario/build.ts';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_CACHE as CDN } from './one-cache.ts';

const KIB = 1024;
/** 100 objects of ten and a half slices. */
const LARGE = [
  'nodes.edge.slice=4KiB',
  'nodes.edge.capacity=100MiB',
  'traffic.page.catalog={objects: 100, popularity: {zipf: 0.8}, size: 43008B}',
];
const RANGES = 'traffic.page.ranges={size: {uniform: {min: 100B, max: 15000B}}}';

describe('a cache that keeps slices', () => {
  it('fetches an object slice by slice, and serves it from them', () => {
    const one = [...LARGE, 'traffic.page.catalog.objects=1'];
    const result = runText(CDN, one);
    expect(total(result, 'origin_requests')).toBe(11);
    expect(total(result, 'origin_bytes')).toBe(43008);
    expect(total(result, 'cache_fills')).toBe(11);
    expect(total(result, 'cache_requests')).toBe(1000);
    expect(total(result, 'cache_hits')).toBe(999);
    expect(total(result, 'response_bytes')).toBe(1000 * 43008);
    expect(total(result, 'cache_hit_bytes')).toBe(999 * 43008);
  });

  // nginx, ngx_http_slice_module: a slice is asked for when the one before it is there.
  it('waits for one slice after the other', () => {
    const one = [...LARGE, 'traffic.page.catalog.objects=1', 'nodes.origin.service=3ms'];
    expect(figure(runText(CDN, one), 'max', 'latency')).toBe(33);
  });

  it('keeps what is smaller than a slice as it is', () => {
    const small = ['nodes.edge.slice=4KiB', 'traffic.page.catalog.objects=50'];
    const [sliced, whole] = [runText(CDN, small), runText(CDN, small.slice(1))];
    for (const metric of ['origin_requests', 'origin_bytes', 'cache_hits', 'cache_hit_bytes']) {
      expect(total(sliced, metric)).toBe(total(whole, metric));
    }
  });
});

/** What comes to the edge, in order. */
interface Asked {
  readonly object: number;
  readonly from: number;
  readonly bytes: number;
}

/** Runs a scenario without delays, and notes what is asked of the edge. */
function watched(set: readonly string[]) {
  const { scenario, problems } = read(CDN, { file: 'a.yaml', set });
  expect(problems).toEqual([]);
  const { world } = build(scenario!, 0);
  const { calls, exchange, nodes, simulator } = world;
  const asked: Asked[] = [];
  const fetched: Asked[] = [];
  const send = exchange.send.bind(exchange);
  exchange.send = (call, extraMs) => {
    const isFetch = nodes[calls.callee[call]!]!.group === 'origin';
    const [object, from, bytes] = [calls.object[call]!, calls.fromByte[call]!, calls.bytes[call]!];
    (isFetch ? fetched : asked).push({ object, from, bytes });
    send(call, extraMs);
  };
  simulator.run(10_000);
  return { asked, fetched };
}

/** The slices that a cache with LRU fetches, by hand: a list in order of use, the latest last. */
function byHand(asked: readonly Asked[], capacityBytes: number, wholeBytes: number): Asked[] {
  const here = new Map<string, number>();
  const fetched: Asked[] = [];
  let usedBytes = 0;
  for (const { object, from, bytes } of asked) {
    for (let at = Math.floor(from / 4096) * 4096; at < from + bytes; at += 4096) {
      const key = `${object} at ${at}`;
      const own = here.get(key) ?? Math.min(4096, wholeBytes - at);
      if (!here.delete(key)) {
        fetched.push({ object, from: at, bytes: own });
        usedBytes += own;
        while (usedBytes > capacityBytes) {
          const [oldest, size] = here.entries().next().value!;
          here.delete(oldest);
          usedBytes -= size;
        }
      }
      here.set(key, own);
    }
  }
  return fetched;
}

describe('requests for ranges', () => {
  it.each([
    ['all slices', 100 * 1024],
    ['a tenth of them', 430_080],
    ['five slices', 5 * 4096],
  ])('fetch what a list of slices in order of use has not, with room for %s', (what, capacity) => {
    const capacityBytes = what === 'all slices' ? 100 * KIB * KIB : capacity;
    const { asked, fetched } = watched([...LARGE, RANGES, `nodes.edge.capacity=${capacityBytes}B`]);
    expect(asked.length).toBe(1000);
    expect(fetched).toEqual(byHand(asked, capacityBytes, 43008));
  });

  it('are hits when all of their slices are here, and hit the bytes of those that are', () => {
    const { asked } = watched([...LARGE, RANGES]);
    const here = new Set<string>();
    let [hits, hitBytes, bytesAsked] = [0, 0, 0];
    for (const { object, from, bytes } of asked) {
      let isHit = true;
      bytesAsked += bytes;
      for (let byte = from; byte < from + bytes; byte += 1) {
        const key = `${object} ${Math.floor(byte / 4096)}`;
        if (here.has(key)) hitBytes += 1;
        else isHit = false;
        if ((byte + 1) % 4096 === 0 || byte + 1 === from + bytes) here.add(key);
      }
      if (isHit) hits += 1;
    }
    const result = runText(CDN, [...LARGE, RANGES]);
    expect(total(result, 'cache_requests')).toBe(1000);
    expect(total(result, 'cache_hits')).toBe(hits);
    expect(total(result, 'cache_request_bytes')).toBe(bytesAsked);
    expect(total(result, 'cache_hit_bytes')).toBe(hitBytes);
    expect(total(result, 'response_bytes')).toBe(bytesAsked);
    expect(hits).toBeGreaterThan(100);
  });

  it('fetch all of an object where it is kept whole', () => {
    const whole = [...LARGE.slice(1), RANGES];
    const result = runText(CDN, whole);
    const fetches = total(result, 'origin_requests');
    expect(fetches).toBeLessThanOrEqual(100);
    expect(total(result, 'origin_bytes')).toBe(fetches * 43008);
    expect(total(result, 'cache_hits')).toBe(1000 - fetches);
    expect(total(result, 'response_bytes')).toBeLessThan(1000 * 15_000);
  });

  it('are passed on as they are where nothing may be kept', () => {
    const result = runText(CDN, [
      ...LARGE.slice(1),
      RANGES,
      'traffic.page.freshness={private: true}',
    ]);
    expect(total(result, 'origin_bytes')).toBe(total(result, 'response_bytes'));
  });

  it('have the share and the sizes that were asked for', () => {
    const { asked } = watched([
      ...LARGE.slice(1),
      'traffic.page.ranges={share: 30%, size: {uniform: {min: 1000B, max: 3000B}}}',
    ]);
    const parts = asked.filter(({ bytes }) => bytes < 43008);
    // Four standard errors of 1000 requests and of the 300 parts among them.
    expect(Math.abs(parts.length - 300)).toBeLessThan(4 * Math.sqrt(1000 * 0.3 * 0.7));
    const mean = parts.reduce((sum, { bytes }) => sum + bytes, 0) / parts.length;
    expect(Math.abs(mean - 2000)).toBeLessThan((4 * 2000) / Math.sqrt(12 * parts.length));
    // Equally likely everywhere: the middle of a part is the middle of the object in the mean.
    const middle = parts.reduce((sum, { from, bytes }) => sum + from + bytes / 2, 0) / parts.length;
    expect(Math.abs(middle - 21504)).toBeLessThan((4 * 41008) / Math.sqrt(12 * parts.length));
    for (const { from, bytes } of parts) expect(from + bytes).toBeLessThanOrEqual(43008);
  });
});

describe('slices in a chain of caches', () => {
  const chain = (edge: string, shield: string) =>
    runText(CDN, [
      ...LARGE.slice(2),
      RANGES,
      `nodes.edge={kind: cache, capacity: 100MiB, parent: shield${edge}}`,
      `nodes.shield={kind: cache, capacity: 100MiB, parent: origin${shield}}`,
      'links={people -> edge: {latency: 0ms}, edge -> shield: {latency: 0ms}, shield -> origin: {latency: 0ms}}',
    ]);

  it('are cut from whole objects that the cache behind fetches once', () => {
    const result = chain(', slice: 4KiB', '');
    const fetches = total(result, 'origin_requests');
    expect(total(result, 'origin_bytes')).toBe(fetches * 43008);
    expect(fetches).toBeLessThanOrEqual(100);
    expect(total(result, 'cache_requests', { node: 'shield' })).toBe(
      total(result, 'cache_fills', { node: 'edge' }),
    );
  });

  it('are asked for in the slices of the cache behind, which may be larger', () => {
    const result = chain(', slice: 4KiB', ', slice: 8KiB');
    const one = chain('', ', slice: 8KiB');
    expect(total(result, 'origin_bytes')).toBeLessThan(total(one, 'origin_bytes'));
    // Whole objects of 43 008 bytes are five slices of 8 KiB and one of 2 KiB.
    expect(total(one, 'origin_requests') % 6).toBe(0);
    expect(total(result, 'errors') + total(one, 'errors')).toBe(0);
  });
});

describe('what goes for objects goes for their slices', () => {
  const one = [...LARGE, 'traffic.page.catalog.objects=1', 'traffic.page.catalog.tags={t: 1}'];
  const purge = (what: string) => `timeline=[{at: 5s, do: purge, nodes: edge, ${what}}]`;

  it.each(['keys: /page/0', 'keys: /page/0*', 'tag: t-0', 'keys: "*"', 'keys: /page/0, tag: t-0'])(
    'a purge of %s takes them all',
    (what) => {
      expect(total(runText(CDN, [...one, purge(what)]), 'origin_requests')).toBe(22);
    },
  );

  it('a purge of something else takes none', () => {
    expect(total(runText(CDN, [...one, purge('keys: /page/1')]), 'origin_requests')).toBe(11);
  });

  it('they are renewed by validators, without their bytes', () => {
    const result = runText(CDN, [...one, 'traffic.page.freshness={max-age: 1s}']);
    expect(total(result, 'origin_requests')).toBe(110);
    expect(total(result, 'cache_revalidated')).toBe(99);
    expect(total(result, 'origin_bytes')).toBe(43008 + 99 * 300);
  });

  it('stale ones are served while they are renewed, and the request counts as stale once', () => {
    const stale = 'traffic.page.freshness={max-age: 1s, stale-while-revalidate: 1h}';
    const result = runText(CDN, [...one, stale, 'nodes.origin.service=1ms']);
    expect(total(result, 'cache_stale')).toBeGreaterThanOrEqual(9);
    expect(total(result, 'cache_stale')).toBeLessThan(30);
    expect(total(result, 'cache_hits') + total(result, 'cache_stale')).toBeGreaterThan(995);
  });

  it('requests for one slice wait for one fetch of it', () => {
    const slow = ['nodes.origin.service=200ms', 'run.duration=4s'];
    const result = runText(CDN, [...one, ...slow]);
    expect(total(result, 'origin_requests')).toBe(11);
    expect(total(result, 'cache_collapsed')).toBeGreaterThan(200);
    expect(total(result, 'cache_requests')).toBe(400);
  });

  it('a warm cache begins with those of the most popular objects', () => {
    const warm = [...LARGE, 'nodes.edge.warm={of: page}'];
    const full = runText(CDN, warm);
    expect(total(full, 'origin_requests')).toBe(0);
    // Ten objects of 43 008 bytes fit, and nothing else is let in.
    const some = [
      'nodes.edge.capacity=430080B',
      'nodes.edge.admission={size-threshold: {max: 1B}}',
    ];
    const result = runText(CDN, [...warm, ...some]);
    expect(total(result, 'origin_bytes')).toBe((1000 - total(result, 'cache_hits')) * 43008);
    let [top, all] = [0, 0];
    for (let rank = 1; rank <= 100; rank += 1) {
      all += rank ** -0.8;
      if (rank <= 10) top = all;
    }
    const share = top / all;
    const error = Math.sqrt(1000 * share * (1 - share));
    expect(Math.abs(total(result, 'cache_hits') - 1000 * share)).toBeLessThan(4 * error);
  });

  it('the next one is fetched ahead, and none behind the last', () => {
    const tail = [...one, 'traffic.page.ranges={size: 100B}', 'nodes.edge.prefetch=next'];
    const result = runText(CDN, tail);
    expect(total(result, 'origin_requests')).toBe(11);
    expect(total(result, 'cache_prefetches')).toBeGreaterThan(3);
  });
});

describe('slices that do not come', () => {
  const slow = [...LARGE, 'nodes.origin.service=30ms', 'traffic.page.arrivals.steady=20rps'];

  it('are an error for all who wait for them', () => {
    const crash = 'timeline=[{at: 4s, do: crash, node: origin/0, for: 2s}]';
    const result = runText(CDN, [...slow, crash]);
    expect(total(result, 'errors')).toBeGreaterThan(5);
    expect(total(result, 'errors')).toBeLessThan(60);
    expect(total(result, 'requests') + total(result, 'unanswered')).toBe(200);
  });

  it('because the cache crashes leave nobody waiting, and the cache empty', () => {
    const one = [...LARGE, 'traffic.page.catalog.objects=1'];
    const crash = 'timeline=[{at: 4s, do: crash, node: edge/0, for: 2s}]';
    const result = runText(CDN, [...one, crash]);
    expect(total(result, 'errors')).toBe(200);
    expect(total(result, 'origin_requests')).toBe(22);
    const waiting = runText(CDN, [...one, crash, 'nodes.origin.service=3s']);
    // Asked for at 10 ms, the second slice is on its way at 4 s: 400 requests fail then, 200 while it is
    // down; the rest waits for slices until the end.
    expect(total(waiting, 'errors')).toBe(599);
    expect(total(waiting, 'unanswered')).toBe(401);
  });

  // nginx, ngx_http_slice_module: "etag mismatch in slice response".
  it('in one version with the others break the answer off', () => {
    // Slices come in over the time in which an object of 256 slices is read in parts of two; meanwhile it changes.
    const one = 'traffic.page.catalog={objects: 1, popularity: uniform, size: 1MiB}';
    const changing = [...LARGE, one, RANGES];
    const result = runText(CDN, [...changing, 'traffic.page.freshness={changes: 2s}']);
    expect(total(result, 'errors')).toBeGreaterThan(10);
    const steady = runText(CDN, [...changing, 'traffic.page.freshness={changes: 1000d}']);
    expect(total(steady, 'errors')).toBe(0);
  });
});

describe('slices and what deals in whole objects', () => {
  it.each([
    ['inclusion', 'exclusive'],
    ['siblings', 'icp'],
    ['tiers', '{ memory: 1MiB }'],
  ])('do not go together: %s', (param, value) => {
    const text = CDN.replace(
      'parent: origin',
      `parent: shield, slice: 64KiB, ${param}: ${value}`,
    ).replace('  origin:', '  shield: { kind: cache, capacity: 1MB, parent: origin }\n  origin:');
    expect(() => runText(text)).toThrow(`${param} beside slice: expected one of the two`);
  });
});
