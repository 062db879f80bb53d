import { describe, expect, it } from 'vitest';
import { replay } from '../../../../sim/lab/cache/replay.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { whenShared } from '../../../shared-data.ts';
import { REFERENCE, referenceRows, sharedLog } from './reference.ts';

/** The quick ones, for the inner loop. */
const TRACES = [
  'nasa_19950801',
  'webcachesim_test',
  'cache2k_web07',
  'lirs_sprite',
  'lirs_2_pools',
];

whenShared('miss counts of libCacheSim', () => {
  describe.each(TRACES)('on %s', (trace) => {
    it('are reproduced exactly at every size', async () => {
      const log = await sharedLog(trace);
      const rows = referenceRows().filter((row) => {
        return row.trace === trace && row.deterministic && Object.hasOwn(REFERENCE, row.policy);
      });
      expect(rows.length).toBeGreaterThanOrEqual(20);
      const wrong = rows.flatMap((row) => {
        const [name, given] = REFERENCE[row.policy]!;
        const part = evictionPolicies.find(name)!;
        const choice = choose(part, part.params.parse(given));
        const { cacheSize: capacity, unitSize } = row;
        const got = replay(log, choice, { capacity, unitSize, seed: 'reference' });
        const isRight = got.misses === row.misses && got.missBytes === row.missBytes;
        return isRight ? [] : { ...row, got };
      });
      expect(wrong).toEqual([]);
    });
  });
});
