import { describe, expect, it } from 'vitest';
import { whenShared } from '../../../shared-data.ts';
import { REFERENCE, referenceRows, sharedLog, wrongRows } from './reference.ts';

/** The quick ones, for the inner loop; `expected.whole.test.ts` has all. */
const TRACES = ['nasa_19950801', 'webcachesim_test', 'cache2k_web07', 'lirs_cs', 'lirs_2_pools'];

whenShared('miss counts of libCacheSim', () => {
  describe.each(TRACES)('on %s', (trace) => {
    it('are reproduced exactly at every size', async () => {
      const rows = referenceRows().filter((row) => {
        return row.trace === trace && row.deterministic && Object.hasOwn(REFERENCE, row.policy);
      });
      expect(rows.length).toBeGreaterThanOrEqual(60);
      expect(wrongRows(await sharedLog(trace), rows)).toEqual([]);
    });
  });
});
