/** Every deterministic miss count of the reference, on every trace and at every size; for CI. */
import { describe, expect, it } from 'vitest';
import { whenShared } from '../../../shared-data.ts';
import {
  comesBackInAnotherSize,
  REFERENCE,
  referenceRows,
  sharedLog,
  wrongRows,
} from './reference.ts';

whenShared('miss counts of libCacheSim, all', () => {
  const rows = referenceRows().filter((row) => row.deterministic && !comesBackInAnotherSize(row));
  const traces = [...new Set(rows.map(({ trace }) => trace))];

  it('leave no policy of the reference out', () => {
    const policies = [...new Set(rows.map(({ policy }) => policy))];
    expect(policies.filter((policy) => !Object.hasOwn(REFERENCE, policy))).toEqual([]);
  });

  describe.each(traces)('on %s', (trace) => {
    it('are reproduced exactly, at every size, in objects and in bytes', async () => {
      const log = await sharedLog(trace);
      const own = rows.filter((row) => row.trace === trace && Object.hasOwn(REFERENCE, row.policy));
      expect(wrongRows(log, own)).toEqual([]);
    });
  });
});
