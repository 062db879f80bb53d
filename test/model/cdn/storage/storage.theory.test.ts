import { describe, expect, it } from 'vitest';
import { meanYearsToLoss } from '../../../../sim/model/cdn/storage/durability.ts';
import { figure, runText } from '../../../run-scenario.ts';
import { COPIES, ONE_STORAGE, RS } from './one-storage.ts';

/** Reads of exponential 1 s, forked to all n fragments and done with the first k of them. */
const forkJoin = (k: number, m: number, arrivals: string, duration: string) =>
  runText(ONE_STORAGE, [
    k === 1 ? COPIES(1 + m) : RS(k, m),
    `nodes.store.disks=${k + m}`,
    `nodes.store.extra=${m}`,
    'nodes.store.abandon=all',
    'nodes.store.decode=1000GB/s',
    'nodes.store.disk={hdd: {seek: {exponential: 1s}, throughput: 1000GB/s}}',
    `traffic.page.arrivals=${arrivals}`,
    `run.duration=${duration}`,
  ]);

describe('reads of the first k of n fragments, exponential of mean 1', () => {
  // Order statistics: the k-th of n has mean H(n) - H(n - k) (reference page, oracle 10). The variance is
  // the sum of 1/j² from n - k + 1 to n; 10 000 reads, four standard errors.
  it.each([
    [1, 2, 0.3333, 0.3333],
    [6, 3, 0.9956, 0.4236],
    [10, 4, 1.1682, 0.4616],
    [10, 0, 2.929, 1.2449],
  ])('%i of %i more takes %f s where nobody waits', (k, m, mean, deviation) => {
    const result = forkJoin(k, m, '{steady: 1/h}', '416.6d');
    const seconds = figure(result, 'mean', 'storage_read') / 1000;
    expect(figure(result, 'count', 'storage_read')).toBe(9998);
    expect(Math.abs(seconds - mean)).toBeLessThan((4 * deviation) / 100);
  });

  it('one of three, with the others broken off, is an M/M/1 queue three times as fast', () => {
    // All queues are alike (Joshi, Liu & Soljanin 2014, §4.1): 1 / (3 - 1.5) = 0.667 s. 45 000 reads,
    // of which (1 + rho) / (1 - rho)² = 6 are alike: four standard errors are 0.031.
    const result = forkJoin(1, 2, '{poisson: 1.5rps}', '30000s');
    expect(Math.abs(figure(result, 'mean', 'storage_read') / 1000 - 0.6667)).toBeLessThan(0.031);
  });

  it('two of four at a load of one a second lies between the bounds of Joshi, Liu and Soljanin', () => {
    // Theorems 1 and 2: below, 1/(4 - 1) + 1/(3 - 1) = 0.833; above, a queue that serves one object at
    // a time: E = 7/12, E² = 0.5139, and 0.5833 + 0.5139 / (2 (1 - 0.5833)) = 1.2.
    const result = forkJoin(2, 2, '{poisson: 1rps}', '30000s');
    const seconds = figure(result, 'mean', 'storage_read') / 1000;
    expect(seconds).toBeGreaterThan(0.833);
    expect(seconds).toBeLessThan(1.2);
  });
});

describe('the mean time until data is lost', () => {
  const years = (fragments: number, survives: number) =>
    meanYearsToLoss({ fragments, survives, failureRatio: 0.0137, repairMs: 86_400e3 });

  // Reference page, oracle 12: AFR 1.37 % and 24 hours of repair, to the digits given there.
  it.each([
    ['two copies', 2, 1, 9.6e5, 0.0006],
    ['three copies', 3, 2, 1.694e10, 0.0004],
    ['6 + 3', 9, 3, 2.671e12, 0.0004],
    ['10 + 4', 14, 4, 3.562e15, 0.0004],
  ])('of %s is that of the Markov chain', (_, fragments, survives, expected, within) => {
    expect(Math.abs(years(fragments, survives) / expected - 1)).toBeLessThan(within);
  });

  it('of one copy is that of one disk', () => {
    // 1 / λ with λ = -ln(1 - 0.0137).
    expect(years(1, 0)).toBeCloseTo(1 / 0.0137947, 2);
  });

  it('is a metric of the node, from its own rate of repair when nobody gives another', () => {
    const given = ['nodes.store.durability={afr: 1.37%, repair: 24h}'];
    expect(figure(runText(ONE_STORAGE, given), 'value', 'mttdl_years') / 3.562e15).toBeCloseTo(
      1,
      3,
    );
    // 140 MB on each disk at 1 MB/s are 140 s, and 60 s until it is given up.
    const own = [
      'nodes.store.repair={after: 60s, rate: 1MB/s}',
      'nodes.store.durability.afr=1.37%',
    ];
    const expected = meanYearsToLoss({
      fragments: 14,
      survives: 4,
      failureRatio: 0.0137,
      repairMs: 200e3,
    });
    expect(figure(runText(ONE_STORAGE, own), 'value', 'mttdl_years') / expected).toBeCloseTo(1, 9);
  });
});
