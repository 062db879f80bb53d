import { describe, expect, it } from 'vitest';
import { replay } from '../../../../sim/lab/cache/replay.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { whenShared } from '../../../shared-data.ts';
import { type ReferenceRow, referenceRows, sharedLog } from './reference.ts';

const SEEDS = 10;
/** Of our mean: three standard deviations of a single run, which is what the reference made. */
const DEVIATIONS = 3;
/**
 * The reference does not draw evenly: it takes the first object of a bucket of its hash table. What
 * that is worth, as measured on these traces: at most 2 % of a count.
 */
const UNEVEN = 0.02;

const TRACES: Readonly<Record<string, readonly string[]>> = {
  'random-two': ['nasa_19950801', 'webcachesim_test', 'cache2k_web07'],
  'belady-size': ['nasa_19950801', 'webcachesim_test'],
};
const NAMES: Readonly<Record<string, string>> = {
  'random-two': 'randomTwo default',
  'belady-size': 'beladySize default',
};

async function outOfReach(
  name: string,
  trace: string,
): Promise<(ReferenceRow & { mean: number })[]> {
  const log = await sharedLog(trace);
  const part = evictionPolicies.find(name)!;
  const choice = choose(part, part.params.parse({}));
  const rows = referenceRows().filter((row) => row.trace === trace && row.policy === NAMES[name]);
  expect(rows.length).toBeGreaterThanOrEqual(6);
  return rows.flatMap((row) => {
    const { cacheSize: capacity, unitSize } = row;
    const misses = Array.from({ length: SEEDS }, (_, seed) => {
      return replay(log, choice, { capacity, unitSize, seed: String(seed) }).misses;
    });
    const mean = misses.reduce((sum, count) => sum + count, 0) / SEEDS;
    const squares = misses.reduce((sum, count) => sum + (count - mean) * (count - mean), 0);
    const deviation = Math.sqrt(squares / (SEEDS - 1));
    const reach = DEVIATIONS * deviation + UNEVEN * row.misses;
    return Math.abs(mean - row.misses) <= reach ? [] : [{ ...row, mean }];
  });
}

whenShared('miss counts of libCacheSim that depend on a seed', () => {
  describe.each(Object.entries(TRACES))('for %s', (name, traces) => {
    it.each(traces)('are within reach of repeated seeds on %s', async (trace) => {
      expect(await outOfReach(name, trace)).toEqual([]);
    });
  });
});
