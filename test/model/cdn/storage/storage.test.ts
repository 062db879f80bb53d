import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { COPIES, LRC, ONE_STORAGE, RS } from './one-storage.ts';

const timeline = (...entries: string[]) => `timeline=[${entries.join(', ')}]`;
const LOST = '{at: 20500ms, do: fail-disk, node: store}';
const NEVER = 'nodes.store.repair.after=1d';

describe('a read', () => {
  it('of fragments takes as long as they do, and moves the bytes of the object', () => {
    const result = runText(ONE_STORAGE);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(10, 4);
    expect(total(result, 'storage_reads')).toBe(100);
    expect(total(result, 'storage_device_read_bytes')).toBeCloseTo(99_000, 6);
    expect(total(result, 'storage_decoded_reads')).toBe(0);
    // Nobody is in front of it: it is the owner of the objects.
    expect(total(result, 'origin_requests')).toBe(100);
    expect(total(result, 'origin_bytes')).toBe(99_000);
  });

  it('of one copy more takes the faster of two', () => {
    // The smaller of two exponentials of mean 10 s has mean 5 s; 1000 reads, four standard errors.
    const slow = 'nodes.store.disk={hdd: {seek: {exponential: 10s}, throughput: 1000GB/s}}';
    const set = [COPIES(3), slow, 'nodes.store.extra=1', 'run.duration=1000h'];
    const result = runText(ONE_STORAGE, [...set, 'traffic.page.arrivals={steady: 1/h}']);
    expect(Math.abs(figure(result, 'mean', 'storage_read') / 5000 - 1)).toBeLessThan(4 / 31);
    // The other one was begun, and is ended in vain.
    expect(total(result, 'storage_wasted_bytes') / total(result, 'storage_read_bytes')).toBeCloseTo(
      1,
      1,
    );
  });

  it('behind an origin counts there, and is as long as both', () => {
    const set = [
      'nodes.origin={kind: origin, service: 5ms, store: store}',
      'traffic.page.to=origin',
      'links={people -> origin: {latency: 0ms}, origin -> store: {latency: 0ms}}',
    ];
    const result = runText(ONE_STORAGE, set);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(15, 4);
    expect(total(result, 'origin_requests')).toBe(100);
    expect(total(result, 'origin_requests', { node: 'store' })).toBe(0);
    // The last one is at the origin still.
    expect(total(result, 'storage_reads')).toBe(99);
  });

  it('from the least busy disk waits less than one from any', () => {
    const busy = [COPIES(3), 'traffic.page.arrivals={poisson: 1000rps}'];
    const waits = (order: string) =>
      figure(runText(ONE_STORAGE, [...busy, `nodes.store.order=${order}`]), 'mean', 'storage_read');
    expect(waits('least-busy')).toBeLessThan(0.8 * waits('random'));
  });

  it('that is wanted no more leaves the line: the disks do less', () => {
    const set = [COPIES(3), 'nodes.store.extra=2', 'traffic.page.arrivals={poisson: 300rps}'];
    const moved = (abandon: string) =>
      total(
        runText(ONE_STORAGE, [...set, `nodes.store.abandon=${abandon}`]),
        'storage_device_read_bytes',
      );
    expect(moved('waiting')).toBeLessThan(0.95 * moved('nothing'));
  });
});

describe('with disks lost', () => {
  it('as many as there are parities, every read is decoded and answered', () => {
    const four = '{at: 20500ms, do: fail-disk, node: store, disks: 4}';
    // 1000 bytes at 1 kB/s are a second more.
    const result = runText(ONE_STORAGE, [timeline(four), NEVER, 'nodes.store.decode=1kB/s']);
    expect(total(result, 'errors')).toBe(0);
    expect(total(result, 'storage_degraded_reads')).toBe(80);
    expect(total(result, 'storage_decoded_reads')).toBeGreaterThan(70);
    expect(figure(result, 'max', 'latency')).toBeCloseTo(1010, 4);
    expect(total(result, 'storage_device_read_bytes')).toBeCloseTo(99_000, 6);
  });

  it('one more than that, reads fail until a disk is back', () => {
    const five = '{at: 20500ms, do: fail-disk, node: store, disks: 5, for: 30s}';
    const result = runText(ONE_STORAGE, [timeline(five), NEVER]);
    expect(total(result, 'errors')).toBe(30);
    expect(total(result, 'storage_unreadable')).toBe(30);
  });

  it('while it reads from them, it reads elsewhere', () => {
    const set = [timeline('{at: 20005ms, do: fail-disk, node: store}'), NEVER];
    const result = runText(ONE_STORAGE, set);
    expect(total(result, 'errors')).toBe(0);
    expect(figure(result, 'max', 'storage_read')).toBeGreaterThan(14.9);
    expect(figure(result, 'max', 'storage_read')).toBeLessThan(20.1);
  });

  it('a maximally recoverable code of 12 + 2 + 2 reads three lost of one group from all parities', () => {
    const set = [
      LRC,
      'nodes.store.disks=16',
      'nodes.store.groups=1',
      NEVER,
      'nodes.store.data=1MB',
    ];
    const lost = (disks: number) =>
      timeline(`{at: 20500ms, do: fail-disk, node: store, disks: ${disks}}`);
    expect(total(runText(ONE_STORAGE, [...set, lost(3)]), 'errors')).toBe(0);
    // Huang et al. 2012, §2.1: of sixteen fragments no twelve are left.
    expect(total(runText(ONE_STORAGE, [...set, lost(5)]), 'errors')).toBe(80);
  });
});

describe('repair', () => {
  const REPAIRED = [
    'nodes.store.repair={after: 5s, rate: 100MB/s, piece: 1MB}',
    'nodes.store.disks=28',
  ];

  it('reads k bytes for each that it rebuilds, and rebuilds what the disk had', () => {
    const result = runText(ONE_STORAGE, [timeline(LOST), ...REPAIRED]);
    // 14 groups of 14 fragments of 10 MB; a disk of 28 has half of them in the mean.
    const rebuilt = total(result, 'storage_repaired_bytes');
    expect(rebuilt % 10e6).toBe(0);
    expect(rebuilt).toBeGreaterThan(0);
    expect(total(result, 'storage_repair_read_bytes')).toBe(10 * rebuilt);
    expect(figure(result, 'value', 'repair_amplification')).toBe(10);
    // Reads before the end of the repair were degraded, later ones are not.
    const degraded = total(result, 'storage_degraded_reads');
    expect(degraded).toBeGreaterThan(0);
    expect(degraded).toBeLessThan(12);
    expect(figure(result, 'count', 'storage_repair')).toBe(1);
  });

  it('reads one byte of copies, and half of k with local parities: the traffic of LRC (12, 2, 2)', () => {
    const of = (code: string) =>
      figure(
        runText(ONE_STORAGE, [code, timeline(LOST), ...REPAIRED]),
        'value',
        'repair_amplification',
      );
    expect(of(COPIES(3))).toBe(1);
    expect(of(RS(12, 4))).toBe(12);
    // Huang et al. 2012, §2: a data fragment or local parity from 6; global parities, 2 of 16, from 12.
    expect(of(LRC)).toBeGreaterThanOrEqual(6);
    expect(of(LRC)).toBeLessThan(8);
  });

  it('takes the bytes at its rate, after the time in which the disk may come back', () => {
    const one = [
      'nodes.store.disks=14',
      'nodes.store.repair={after: 5s, rate: 10MB/s, piece: 1MB}',
    ];
    const result = runText(ONE_STORAGE, [timeline(LOST), ...one]);
    // 140 MB at 10 MB/s: 14 s, to a new disk, since there is no other.
    expect(total(result, 'storage_repaired_bytes')).toBe(140e6);
    expect(Math.abs(figure(result, 'mean', 'storage_repair') - 19_000)).toBeLessThan(300);
    expect(figure(result, 'mean', 'storage_failed_disks')).toBeLessThan(0.06);
  });

  it('of a disk that comes back in time is none', () => {
    const away = '{at: 20500ms, do: fail-disk, node: store, for: 4s}';
    const result = runText(ONE_STORAGE, [timeline(away), ...REPAIRED]);
    expect(total(result, 'storage_repaired_bytes')).toBe(0);
    expect(figure(result, 'mean', 'storage_missing_fragments')).toBe(0);
  });

  it('goes on past more failures: what is missing is whole in the end, and no read fails', () => {
    const more = [
      '{at: 26s, do: fail-disk, node: store, disks: 2}',
      '{at: 27s, do: fail-disk, node: store}',
    ];
    const slow = 'nodes.store.repair={after: 5s, rate: 20MB/s, piece: 3MB}';
    const set = [timeline(LOST, ...more), slow, 'nodes.store.disks=28', 'run.duration=200s'];
    const result = runText(ONE_STORAGE, set);
    expect(total(result, 'errors')).toBe(0);
    expect(figure(result, 'count', 'storage_repair')).toBe(4);
    expect(figure(result, 'value', 'repair_amplification')).toBe(10);
  });
});

describe('writes', () => {
  const WRITES = 'nodes.store.writes={rate: 10rps, size: 1000B}';

  it('move the bytes of all fragments', () => {
    const result = runText(ONE_STORAGE, [WRITES, 'run.duration=1000s']);
    const writes = total(result, 'storage_writes');
    // Poisson: 10 000, four deviations of 100; those under way at the end are not done.
    expect(Math.abs(writes - 10_000)).toBeLessThan(400);
    expect(
      Math.abs(total(result, 'storage_device_write_bytes') / (1400 * writes) - 1),
    ).toBeLessThan(0.001);
  });

  it('are acknowledged sooner by a majority than by all, and no byte less is written', () => {
    const slow = 'nodes.store.disk={hdd: {seek: {exponential: 10ms}, throughput: 1000GB/s}}';
    const of = (acknowledge: string) =>
      runText(ONE_STORAGE, [
        COPIES(3),
        slow,
        WRITES,
        `nodes.store.writes.acknowledge=${acknowledge}`,
      ]);
    const [all, majority] = [of('all'), of('majority')];
    // Order statistics of three exponentials: 18.3 ms for all, 8.3 ms for two; 1000 of them.
    expect(Math.abs(figure(all, 'mean', 'storage_write') - 18.3)).toBeLessThan(2.5);
    expect(Math.abs(figure(majority, 'mean', 'storage_write') - 8.3)).toBeLessThan(1.5);
    const bytes = (result: typeof all) => total(result, 'storage_device_write_bytes');
    expect(Math.abs(bytes(majority) / bytes(all) - 1)).toBeLessThan(0.01);
  });
});

describe('hot objects', () => {
  const HOT = [
    COPIES(2),
    'traffic.page.catalog.objects=1',
    'traffic.page.arrivals={poisson: 150rps}',
  ];

  it('get copies, which take their reads from busy disks', () => {
    // Two disks do 200 a second; eight have a quarter of the load each, and next to no waiting.
    const cold = runText(ONE_STORAGE, HOT);
    const hot = runText(ONE_STORAGE, [
      ...HOT,
      'nodes.store.hot={above: 50rps, copies: 6, window: 5s}',
    ]);
    expect(figure(cold, 'mean', 'storage_read')).toBeGreaterThan(18);
    expect(figure(hot, 'mean', 'storage_read')).toBeLessThan(13);
    expect(total(hot, 'storage_hot_reads') / total(hot, 'storage_reads')).toBeGreaterThan(0.9);
    // One read, six writes.
    expect(total(hot, 'storage_copy_bytes')).toBe(7000);
  });

  it('cool down: their copies end when they are asked for less', () => {
    const hot = 'nodes.store.hot={above: 50rps, copies: 6, window: 5s}';
    const cools = timeline('{at: 30s, do: ramp, traffic: page, to: 1rps, over: 0s}');
    const result = runText(ONE_STORAGE, [...HOT, hot, cools]);
    expect(figure(result, 'mean', 'storage_hot_objects')).toBeLessThan(0.4);
  });
});

describe('what goes wrong', () => {
  it('is conserved: requests are answered or failed, whatever crashes', () => {
    const set = [
      'nodes.origin={kind: origin, service: 5ms, store: store}',
      'traffic.page.to=origin',
      'traffic.page.arrivals={poisson: 50rps}',
      timeline(
        '{at: 10s, do: crash, node: store, for: 5s}',
        '{at: 30s, do: crash, node: origin, for: 5s}',
        '{at: 50s, do: fail-disk, node: store, disks: 5, for: 5s}',
      ),
      'nodes.store.writes={rate: 10rps, size: 1000B}',
    ];
    const result = runText(ONE_STORAGE, set);
    const [requests, errors] = [total(result, 'requests'), total(result, 'errors')];
    expect(total(result, 'unanswered')).toBeLessThan(100);
    // 15 s of 50 a second; four deviations.
    expect(Math.abs(errors - 750)).toBeLessThan(110);
    expect(total(result, 'response_bytes')).toBe(1000 * (requests - errors));
  });

  it('fewer disks than fragments are a problem of the scenario', () => {
    const few = () => runText(ONE_STORAGE, ['nodes.store.disks=13']);
    expect(few).toThrow('13 disks for 14 fragments: expected a disk for each, or more');
  });

  it('disks of what has none cannot fail', () => {
    const slip = timeline('{at: 10s, do: fail-disk, node: people}');
    expect(() => runText(ONE_STORAGE, [slip])).toThrow('does not serve store');
  });
});
