import { describe, expect, it } from 'vitest';
import { replay } from '../../../sim/lab/cache/replay.ts';
import { evictionPolicies } from '../../../sim/model/cache/eviction/index.ts';
import { choose } from '../../../sim/part/choice.ts';
import { whenShared } from '../../shared-data.ts';
import { sharedLog } from './eviction/reference.ts';

/** Hits in per cent of all requests on the OLTP trace, by pages of cache. Source: ARC, FAST 2003, Table VI. */
const OLTP_HITS: readonly (readonly [string, Readonly<Record<number, number>>])[] = [
  ['lru', { 1000: 32.83, 2000: 42.47, 5000: 53.65, 10000: 60.7, 15000: 64.63 }],
  ['arc', { 1000: 38.93, 2000: 46.08, 5000: 55.25, 10000: 61.87, 15000: 65.4 }],
];

whenShared('the table of the ARC paper', () => {
  describe.each(OLTP_HITS)('for %s', (policy, hits) => {
    it('is met within 0.05 points', async () => {
      const log = await sharedLog('arc_OLTP');
      const part = evictionPolicies.find(policy)!;
      const choice = choose(part, part.params.parse({}));
      for (const [pages, percent] of Object.entries(hits)) {
        const capacity = Number(pages);
        const { misses } = replay(log, choice, { capacity, unitSize: true, seed: 'papers' });
        const found = 100 * (1 - misses / log.requests);
        expect(Math.abs(found - percent), `${pages} pages: ${found}`).toBeLessThanOrEqual(0.05);
      }
    });
  });
});
