import { expect, it } from 'vitest';
import figures from '../../../bench/papers/figures.json' with { type: 'json' };
import { replay } from '../../../sim/lab/cache/replay.ts';
import type { RequestLog } from '../../../sim/lab/cache/request-log.ts';
import { replayTiers } from '../../../sim/lab/cache/tiers.ts';
import { drawVisits } from '../../../sim/lab/cache/visits.ts';
import { evictionPolicies } from '../../../sim/model/cache/eviction/index.ts';
import { choose } from '../../../sim/part/choice.ts';
import { whenShared } from '../../shared-data.ts';
import { sharedLog } from './eviction/reference.ts';

// The claims of bench/papers.md. Delayed hits and AdaptSize have tests of their own, in
// test/lab/cache/delayed-hits.test.ts and test/model/cache/admission/admission.test.ts.

function policy(name: string) {
  const part = evictionPolicies.find(name)!;
  return choose(part, part.params.parse({}));
}

const misses = (log: RequestLog, name: string, capacity: number) =>
  replay(log, policy(name), { capacity, unitSize: true, seed: 'papers' }).misses;

whenShared('the OLTP table of the ARC paper', () => {
  // What is not registered yet is compared when it is.
  const known = Object.entries(figures.arc.hitPercent).filter(([name]) =>
    evictionPolicies.names.includes(name),
  );

  it.each(known)('has our hit ratios of %s, to 0.05 points', async (name, paper) => {
    const log = await sharedLog('arc_OLTP');
    for (const [at, capacity] of figures.arc.sizes.entries()) {
      const hitPercent = 100 * (1 - misses(log, name, capacity) / log.requests);
      expect(Math.abs(hitPercent - paper[at]!)).toBeLessThanOrEqual(0.05);
    }
  });
});

whenShared('SIEVE (NSDI 2024) and S3-FIFO (SOSP 2023)', () => {
  it.each(['cache2k_web07', 'nasa_19950801', 'scarab_recs'])(
    'miss less than LRU on %s',
    async (trace) => {
      const log = await sharedLog(trace);
      for (const part of [0.01, 0.1]) {
        const capacity = Math.floor(part * log.objects);
        const lru = misses(log, 'lru', capacity);
        expect(misses(log, 'sieve', capacity)).toBeLessThan(lru);
        expect(misses(log, 's3-fifo', capacity)).toBeLessThan(lru);
      }
    },
  );

  it('differ on blocks of a database, whose scans SIEVE does not resist', async () => {
    const log = await sharedLog('arc_OLTP');
    const lru = misses(log, 'lru', 1000);
    expect(misses(log, 'sieve', 1000)).toBeGreaterThan(lru);
    expect(misses(log, 's3-fifo', 1000)).toBeLessThan(lru);
  });
});

it('one chain of caches serves the shares that Facebook measured for photos (SOSP 2013)', () => {
  const { fitted, servedPercent } = figures.photos;
  const visits = drawVisits(fitted.visits);
  const servedWith = (atEdge: string) => {
    const tiers = fitted.tiers.map((tier) => ({
      ...tier,
      eviction: policy(tier.name === 'edge' ? atEdge : tier.policy),
    }));
    return replayTiers(visits, tiers, 'papers').map((count) => (100 * count) / visits.requests);
  };
  const served = servedWith('fifo');
  for (const [at, percent] of Object.values(servedPercent).entries()) {
    expect(Math.abs(served[at]! - percent)).toBeLessThan(0.5);
  }
  // The paper's finding for the edge: more hits with LRU, and more still with S4LRU.
  const [lru, segmented] = [servedWith('lru')[1]!, servedWith('slru')[1]!];
  expect(lru).toBeGreaterThan(served[1]!);
  expect(segmented).toBeGreaterThan(lru);
});
