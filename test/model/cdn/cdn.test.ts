import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_CACHE as CDN } from './one-cache.ts';

describe('cache node', () => {
  it('fetches an object once and serves it ever after', () => {
    const result = runText(CDN);
    expect(total(result, 'requests')).toBe(1000);
    expect(total(result, 'origin_requests')).toBe(1);
    expect(figure(result, 'value', 'hit_ratio')).toBe(0.999);
  });

  // Domain oracle 9: 1000 requests a second for one object whose fetch takes 200 ms.
  const SLOW = ['nodes.origin.service=200ms', 'traffic.page.arrivals.steady=1000rps'];

  it('lets 200 misses for one object wait for one fetch', () => {
    const result = runText(CDN, [...SLOW, 'run.duration=1s']);
    expect(total(result, 'origin_requests')).toBe(1);
    expect(total(result, 'cache_collapsed')).toBe(199);
  });

  it('sends each of them to the origin when it does not collapse', () => {
    const workers = 'nodes.origin.workers=1000';
    const result = runText(CDN, [...SLOW, workers, 'run.duration=1s', 'nodes.edge.collapse=false']);
    expect(total(result, 'origin_requests')).toBe(200);
  });

  it('asks again when max-age is over', () => {
    // Filled at 10 ms, then every 1000 ms at the first request when the age is 1 s or more.
    const result = runText(CDN, ['traffic.page.freshness={max-age: 1s}']);
    expect(total(result, 'origin_requests')).toBe(10);
  });

  it('serves a stale copy while it is renewed in the background', () => {
    const result = runText(CDN, [
      'traffic.page.freshness={max-age: 1s, stale-while-revalidate: 1s}',
      'nodes.origin.service=50ms',
    ]);
    expect(total(result, 'cache_stale')).toBeGreaterThan(0);
    // Only the first request of all waits for the origin.
    expect(figure(result, 'max', 'latency')).toBe(50);
    expect(total(result, 'cache_requests') - total(result, 'cache_hits')).toBe(
      total(result, 'cache_stale') + 1 + total(result, 'cache_collapsed'),
    );
  });

  it('passes on what is larger than its capacity, and keeps nothing', () => {
    const text = CDN.replace(
      'objects: 1, popularity: uniform, size: 1000B',
      'objects: 50, popularity: uniform, size: { uniform: { min: 1kB, max: 9kB } }',
    );
    const result = runText(text, ['nodes.edge.capacity=2kB']);
    expect(total(result, 'requests')).toBe(1000);
    expect(total(result, 'origin_requests')).toBeGreaterThan(800);
    expect(total(result, 'errors')).toBe(0);
  });
});

describe('connections', () => {
  // Round trips of 20 ms; RFC 9293 §3.5, RFC 8446 §2, RFC 5246 §7.3, RFC 9001 §4.1.
  it.each([
    ['open', 20],
    ['tcp', 40],
    ['quic', 40],
    ['tls-1.3', 60],
    ['tls-1.2', 80],
  ])('with %s take %i ms from nothing to the first answer', (transport, expected) => {
    const result = runText(CDN, [
      `traffic.page.transport=${transport}`,
      'links.people -> edge.latency=10ms',
      'traffic.page.arrivals.steady=1rps',
    ]);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(expected, 9);
    expect(figure(result, 'min', 'latency')).toBe(20);
    expect(total(result, 'connections')).toBe(1);
  });

  it('belong to one traffic, and do not survive a crash of the node', () => {
    const other = `${CDN}  other:
    kind: web
    from: people
    to: edge
    transport: tls-1.3
    arrivals: { steady: 1rps }
    catalog: { objects: 1, popularity: uniform, size: 1B }
timeline:
  - { at: 5500ms, do: crash, node: edge/0, for: 100ms }
`;
    const result = runText(other, ['traffic.page.arrivals.steady=1rps']);
    for (const traffic of ['page', 'other']) {
      expect(total(result, 'connections', { traffic })).toBe(2);
    }
  });

  it('are not idle while an answer is on its way', () => {
    const set = ['nodes.origin.service=3s', 'traffic.page.idle=500ms'];
    const result = runText(CDN, [...set, 'traffic.page.arrivals.steady=1rps', 'run.duration=4s']);
    expect(total(result, 'connections')).toBe(1);
  });

  it('are set up again after they were idle too long', () => {
    const result = runText(CDN, ['traffic.page.arrivals.steady=1rps', 'traffic.page.idle=500ms']);
    expect(total(result, 'connections')).toBe(total(result, 'requests'));
  });
});

describe('links', () => {
  it('take as long as the bytes need at the bandwidth', () => {
    // 1000 B at 80 kbit/s are 100 ms; the request of 328 B has 32.8 ms on its way there.
    const result = runText(CDN, [
      'links.people -> edge.bandwidth=80kbps',
      'traffic.page.arrivals.steady=1rps',
    ]);
    expect(figure(result, 'min', 'latency')).toBeCloseTo(132.8, 4);
  });
});

describe('faults', () => {
  const crash = (node: string) =>
    `${CDN}\ntimeline:\n  - { at: 4s, do: crash, node: ${node}, for: 2s, name: crash }\n`;

  it('answer every request, with an error while the node is down', () => {
    const result = runText(crash('edge/0'));
    expect(total(result, 'requests')).toBe(1000);
    expect(total(result, 'errors')).toBe(200);
    expect(total(result, 'errors', { during: 'crash' })).toBe(200);
    expect(figure(result, 'value', 'error_ratio')).toBe(0.2);
  });

  it('leave a crashed cache empty', () => {
    expect(total(runText(crash('edge/0')), 'origin_requests')).toBe(2);
  });

  it('of the origin do not touch what is cached', () => {
    expect(total(runText(crash('origin/0')), 'errors')).toBe(0);
  });

  it('break what is under way', () => {
    const text = crash('origin/0');
    const set = ['nodes.origin.service=3s', 'traffic.page.freshness={max-age: 500ms}'];
    const result = runText(text, set);
    // The fetch of 3.51 s is broken at 4 s with all that wait for it; for 2 s all others are refused.
    expect(total(result, 'errors')).toBe(49 + 200);
  });

  it('of one shield send its objects to the other', () => {
    const text = crash('shield/0')
      .replace(
        'parent: origin }',
        'parent: shield }\n  shield: { kind: cache, count: 2, capacity: 1MB, parent: origin }',
      )
      .replace('objects: 1,', 'objects: 500,');
    const result = runText(text, ['nodes.edge.capacity=10kB']);
    expect(total(result, 'errors')).toBe(0);
    expect(total(result, 'cache_requests', { node: 'shield' })).toBeGreaterThan(900);
  });

  it('that overlap end with the last of them', () => {
    const second = '  - { at: 5s, do: crash, node: edge/*, for: 500ms }\n';
    expect(total(runText(crash('edge/0') + second), 'errors')).toBe(200);
  });

  it('fail at once what a crashed cache was waiting for', () => {
    const set = ['nodes.origin.service=8s', 'traffic.page.arrivals.steady=10rps'];
    const result = runText(crash('edge/0'), set);
    // 40 open requests at 4 s, 20 refused until 6 s; those after that are answered after the end.
    expect(total(result, 'errors')).toBe(59);
    expect(total(result, 'requests')).toBe(59);
    expect(total(result, 'unanswered')).toBe(41);
  });

  it('purge makes the next request go to the origin', () => {
    const purge = '\ntimeline:\n  - { at: 5s, do: purge, nodes: edge/*, keys: /page/* }\n';
    expect(total(runText(CDN + purge), 'origin_requests')).toBe(2);
    const other = purge.replace('/page/*', '/image/*');
    expect(total(runText(CDN + other), 'origin_requests')).toBe(1);
  });
});

describe('common random numbers', () => {
  const zipf = CDN.replace(
    'objects: 1, popularity: uniform',
    'objects: 10k, popularity: { zipf: 0.9 }',
  ).replace('steady', 'poisson');

  it('give two policies the same customers', () => {
    const lru = runText(zipf, ['nodes.edge.policy=lru']);
    const sieve = runText(zipf, ['nodes.edge.policy=sieve']);
    for (const metric of ['requests', 'response_bytes', 'cache_request_bytes']) {
      expect(total(lru, metric)).toBe(total(sieve, metric));
    }
  });

  it('are not disturbed by another traffic', () => {
    const alone = runText(zipf);
    const more = `${zipf}  other:\n    kind: web\n    from: people\n    to: origin\n    arrivals: { poisson: 50rps }\n    catalog: { objects: 10, popularity: uniform, size: 1B }\n`;
    const together = runText(more);
    const mine = { traffic: 'page' };
    expect(total(together, 'requests', mine)).toBe(total(alone, 'requests', mine));
    expect(total(together, 'response_bytes', mine)).toBe(total(alone, 'response_bytes', mine));
    expect(total(together, 'requests', { traffic: 'other' })).toBeGreaterThan(400);
  });
});

describe('a cache node that decides what to fetch and keep', () => {
  it('keeps only what its admission policy lets enter', () => {
    // 1000 requests for one object of 1000 bytes, which may not enter: all of them go to the origin.
    const small = 'nodes.edge.admission={size-threshold: {max: 999B}}';
    expect(total(runText(CDN, [small]), 'origin_requests')).toBe(1000);
    const large = 'nodes.edge.admission={size-threshold: {max: 1000B}}';
    expect(total(runText(CDN, [large]), 'origin_requests')).toBe(1);
  });

  it('fetches ahead, which is no request of anybody', () => {
    const many = ['traffic.page.catalog.objects=100', 'nodes.edge.prefetch=next'];
    const result = runText(CDN, many);
    const fetched = total(result, 'cache_prefetches');
    expect(fetched).toBeGreaterThan(20);
    // Each object is fetched once, by request or ahead; what is beyond the catalog is not.
    expect(total(result, 'origin_requests')).toBe(100);
    expect(total(result, 'cache_requests')).toBe(1000);
    expect(total(result, 'cache_prefetch_bytes')).toBe(fetched * 1000);
    const plain = runText(CDN, ['traffic.page.catalog.objects=100']);
    expect(figure(result, 'value', 'hit_ratio')).toBeGreaterThan(
      figure(plain, 'value', 'hit_ratio') + 0.02,
    );
  });
});
