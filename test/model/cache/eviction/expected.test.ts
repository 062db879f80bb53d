import { describe, expect, it } from 'vitest';
import { whenShared } from '../../../shared-data.ts';
import {
  comesBackInAnotherSize,
  REFERENCE,
  referenceRows,
  sharedLog,
  wrongRows,
} from './reference.ts';

/** The quick ones, for the inner loop; `expected.whole.test.ts` has all. */
const TRACES = ['nasa_19950801', 'webcachesim_test', 'cache2k_web07', 'lirs_cs', 'lirs_2_pools'];

whenShared('miss counts of libCacheSim', () => {
  describe.each(TRACES)('on %s', (trace) => {
    it('are reproduced exactly at every size', async () => {
      const rows = referenceRows().filter((row) => {
        if (comesBackInAnotherSize(row)) return false;
        return row.trace === trace && row.deterministic && Object.hasOwn(REFERENCE, row.policy);
      });
      expect(rows.length).toBeGreaterThanOrEqual(60);
      expect(wrongRows(await sharedLog(trace), rows)).toEqual([]);
    });
  });
  it('are five per cent off at most where LIRS meets objects in another size', async () => {
    const rows = referenceRows().filter(comesBackInAnotherSize);
    expect(rows.length).toBe(5);
    const wrong = wrongRows(await sharedLog('nasa_19950801'), rows);
    expect(wrong.length).toBe(5);
    for (const { misses, got } of wrong) expect(got.misses / misses).toBeGreaterThan(0.95);
    for (const { misses, got } of wrong) expect(got.misses).toBeLessThanOrEqual(misses);
  });
});
