import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_CACHE } from './one-cache.ts';
import { inTurn, ONE_TRACE, runRequests } from './sequence.ts';

/** 10 ms to the first byte and 10 ms for 1000 bytes. */
const SLOW = '{ssd: {seek: 10ms, throughput: 100kB/s}}';
const tiers = (memory: string, disk = SLOW) =>
  `nodes.edge.tiers={memory: ${memory}, disk: ${disk}}`;

describe('a hit', () => {
  const TEN = 'traffic.page.arrivals.steady=10rps';

  it('on the disk takes a seek and the bytes at the throughput: 20 ms', () => {
    const result = runText(ONE_CACHE, [tiers('0B'), TEN]);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(20, 4);
    expect(total(result, 'disk_reads')).toBe(99);
    expect(total(result, 'disk_read_bytes')).toBe(99_000);
    expect(figure(result, 'value', 'disk_hit_ratio')).toBe(0.99);
  });

  it('in memory takes nothing, and what was fetched is in memory', () => {
    const result = runText(ONE_CACHE, [tiers('1MB'), TEN]);
    expect(figure(result, 'max', 'latency')).toBe(0);
    expect(total(result, 'disk_reads')).toBe(0);
    expect(figure(result, 'value', 'memory_hit_ratio')).toBe(0.99);
    expect(figure(result, 'value', 'byte_memory_hit_ratio')).toBe(0.99);
  });

  it('on the disk joins a read of the same object that is under way', () => {
    // 45 ms a read, a request each 10 ms: five are served by each of 200 reads.
    const disk = '{ssd: {seek: 45ms, throughput: 100GB/s}}';
    const result = runText(ONE_CACHE, [tiers('0B', disk)]);
    expect(total(result, 'cache_hits')).toBe(999);
    expect(total(result, 'disk_reads')).toBe(200);
    expect(total(result, 'cache_disk_hits')).toBe(999);
  });

  it('that needs no bytes reads nothing', () => {
    // RFC 9110 §15.4.5: the shield answers 304 to the edge, which has had the object since 10 ms.
    const result = runText(ONE_CACHE, [
      'nodes.shield={kind: cache, capacity: 1MB, parent: origin, tiers: {memory: 0B, disk: ssd}}',
      'nodes.edge.parent=shield',
      'links={people -> edge: {latency: 0ms}, edge -> shield: {latency: 0ms}, shield -> origin: {latency: 0ms}}',
      'traffic.page.freshness={max-age: 10h}',
      'timeline=[{at: 5005ms, do: purge, nodes: edge/*, soft: true}]',
    ]);
    expect(total(result, 'cache_revalidated', { node: 'edge' })).toBe(1);
    expect(total(result, 'cache_memory_hits', { node: 'shield' })).toBe(1);
    expect(total(result, 'disk_reads')).toBe(0);
  });
});

describe('memory over a disk', () => {
  const replay = (objects: string, set: readonly string[]) =>
    runRequests(ONE_TRACE, { log: inTurn(objects, 100) }, set);

  it('takes in what the disk gives: of a b a a the third is on the disk, the fourth in memory', () => {
    const result = replay('abaa', [tiers('1000B')]);
    expect(total(result, 'cache_disk_hits')).toBe(1);
    expect(total(result, 'cache_memory_hits')).toBe(1);
    expect(total(result, 'disk_read_bytes')).toBe(1000);
  });

  it('has nothing that is not on the disk: what leaves there leaves here', () => {
    // The disk is first in, first out with room for abc: d takes the place of a, e that of b, which is
    // in memory, so that d stays there beside e. If b stayed, d would have made room for e.
    const set = ['nodes.edge.policy=fifo', 'nodes.edge.capacity=3000B', tiers('2000B')];
    const result = replay('abcbdbed', set);
    expect(total(result, 'origin_requests')).toBe(5);
    expect(total(result, 'cache_disk_hits')).toBe(0);
    expect(total(result, 'cache_memory_hits')).toBe(3);
  });

  it('loses what a purge takes from the disk', () => {
    const purge = '\ntimeline:\n  - { at: 5s, do: purge, nodes: edge/*, keys: /page/* }\n';
    const result = runText(ONE_CACHE + purge, [tiers('1MB')]);
    expect(total(result, 'origin_requests')).toBe(2);
  });

  it('is lost in a crash, and the disk is not', () => {
    const crash = '\ntimeline:\n  - { at: 4s, do: crash, node: edge/0, for: 2s }\n';
    const set = ['traffic.page.arrivals.steady=10rps'];
    const result = runText(ONE_CACHE + crash, [tiers('1MB'), ...set]);
    expect(total(result, 'origin_requests')).toBe(1);
    expect(total(result, 'disk_reads')).toBe(1);
    expect(total(result, 'errors')).toBe(20);
  });

  it('breaks reads off in a crash: they and all that wait for them fail at once', () => {
    // The reads of 0.1 s and later take an hour; 9 are asked for from 0.1 s to 0.9 s.
    const crash = '\ntimeline:\n  - { at: 950ms, do: crash, node: edge/0, for: 10ms }\n';
    const set = ['traffic.page.arrivals.steady=10rps', 'run.duration=1500ms'];
    const disk = '{hdd: {seek: 1h}}';
    const result = runText(ONE_CACHE + crash, [tiers('0B', disk), ...set]);
    expect(total(result, 'errors')).toBe(8);
    expect(total(result, 'origin_requests')).toBe(1);
  });

  it('forgets reads that a crash broke off: those after it take their whole time', () => {
    // The read of 0.2 s would have ended at 1.2 s, when that of 1.0 s has 0.8 s to go.
    const crash = '\ntimeline:\n  - { at: 950ms, do: crash, node: edge/0, for: 10ms }\n';
    const set = ['traffic.page.arrivals.steady=10rps', 'run.duration=1950ms'];
    const result = runText(ONE_CACHE + crash, [tiers('0B', '{hdd: {seek: 1s}}'), ...set]);
    expect(total(result, 'requests') - total(result, 'errors')).toBe(1);
    expect(total(result, 'disk_reads')).toBe(2);
  });

  it('holds the most popular objects when the cache begins warm', () => {
    const warm = [
      'traffic.page.catalog={objects: 50, popularity: {zipf: 5}, size: 100B}',
      'nodes.edge.capacity=5000B',
      'nodes.edge.warm={of: page}',
    ];
    // Room for the most popular, asked for 964 times of 1000 (1/ζ(5)), four deviations of 6 below that.
    const result = runText(ONE_CACHE, [...warm, tiers('100B', 'nvme')]);
    expect(total(result, 'origin_requests')).toBe(0);
    const cold = runText(ONE_CACHE, [...warm, tiers('0B', 'nvme')]);
    expect(total(cold, 'cache_memory_hits')).toBe(0);
    expect(total(result, 'cache_memory_hits')).toBeGreaterThan(900);
  });
});

describe('tiers of LRU', () => {
  // Mattson et al. 1970: LRU is a stack algorithm, so that memory of 50 objects over a disk of 200 has
  // the 50 that were asked for last, and serves what a cache of 50 alone would.
  const MANY = [
    'traffic.page.catalog={objects: 1000, popularity: {zipf: 0.8}, size: 1000B}',
    'run.duration=60s',
  ];
  const hitsOf = (capacity: string, more: readonly string[] = []) =>
    runText(ONE_CACHE, [...MANY, `nodes.edge.capacity=${capacity}`, ...more]);

  it('hit exactly as often as caches of one tier of their sizes', () => {
    const both = hitsOf('200kB', [tiers('50kB', 'nvme')]);
    expect(total(both, 'cache_memory_hits')).toBe(total(hitsOf('50kB'), 'cache_hits'));
    expect(total(both, 'cache_hits')).toBe(total(hitsOf('200kB'), 'cache_hits'));
    const served = total(both, 'cache_memory_hits') + total(both, 'cache_disk_hits');
    expect(served).toBe(total(both, 'cache_hits'));
    expect(total(both, 'cache_disk_hits')).toBeGreaterThan(300);
  });
});
