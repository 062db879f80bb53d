import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DelayedHits, delayedHits } from '../../../sim/lab/cache/delayed-hits.ts';
import { replay } from '../../../sim/lab/cache/replay.ts';
import { evictionPolicies } from '../../../sim/model/cache/eviction/index.ts';
import { choose } from '../../../sim/part/choice.ts';
import { sharedLog } from '../../model/cache/eviction/reference.ts';
import { sharedData, whenShared } from '../../shared-data.ts';
import { logOf, skewedLog } from './made-logs.ts';

const policy = (name: string) => choose(evictionPolicies.find(name)!, {});
const lru = policy('lru');

describe('delayed hits', () => {
  const counted = (objects: readonly number[], fetchSteps: number): DelayedHits =>
    delayedHits(
      logOf(Int32Array.from(objects), () => 1),
      lru,
      { capacity: 2, fetchSteps, seed: '' },
    );

  it('cost the rest of the way of the fetch that they wait for', () => {
    // Asked for at 0, 1, 2 and 3, it comes at the end of step 2: 3 + 2 + 1, and a hit.
    expect(counted([7, 7, 7, 7], 3)).toEqual({ misses: 1, delayedHits: 2, totalSteps: 6 });
  });

  it('do not occur when a fetch takes one step', () => {
    expect(counted([1, 1, 2, 1, 3, 3], 1)).toEqual({ misses: 3, delayedHits: 0, totalSteps: 3 });
  });

  it.each(evictionPolicies.names)(
    'miss with %s what its plain replay misses, at one step',
    (name) => {
      const log = skewedLog(500, 20_000);
      const part = evictionPolicies.find(name)!;
      const choice = choose(part, part.params.parse({}));
      const { misses } = delayedHits(log, choice, { capacity: 60, fetchSteps: 1, seed: 'same' });
      expect(misses).toBe(
        replay(log, choice, { capacity: 60, unitSize: true, seed: 'same' }).misses,
      );
    },
  );

  it('are neither hits nor misses: all three are the requests', () => {
    const log = skewedLog(500, 20_000);
    const { misses, delayedHits: joined } = delayedHits(log, lru, {
      capacity: 60,
      fetchSteps: 50,
      seed: '',
    });
    expect(joined).toBeGreaterThan(1000);
    expect(misses + joined).toBeLessThan(20_000);
  });
});

interface Row {
  readonly policy: string;
  readonly capacity: number;
  readonly fetchSteps: number;
  readonly totalSteps: number;
}

/** Totals of the simulator of the SIGCOMM 2020 paper: `cache/delayed_hits.csv` of the shared data. */
function rows(): Row[] {
  const lines = readFileSync(sharedData('cache/delayed_hits.csv')!, 'utf8').trim().split(/\r?\n/);
  return lines.slice(1).map((line) => {
    const cells = line.split(',');
    const [capacity, fetchSteps, totalSteps] = [cells[6], cells[3], cells[8]].map(Number);
    return {
      policy: cells[1]!,
      capacity: capacity!,
      fetchSteps: fetchSteps!,
      totalSteps: totalSteps!,
    };
  });
}

whenShared('totals of the simulator of the SIGCOMM 2020 paper', () => {
  const totals = async (name: string, wanted: readonly Row[]) => {
    const log = await sharedLog('cache2k_web07');
    return wanted.map(({ capacity, fetchSteps }) => {
      const options = { capacity, fetchSteps, seed: '' };
      return {
        capacity,
        fetchSteps,
        totalSteps: delayedHits(log, policy(name), options).totalSteps,
      };
    });
  };

  it('are reproduced exactly with LRU', async () => {
    const wanted = rows().filter((row) => row.policy === 'lru');
    expect(wanted.length).toBe(8);
    const expected = wanted.map(({ policy: _policy, ...row }) => row);
    expect(await totals('lru', wanted)).toEqual(expected);
  });

  it('are lowered by MAD where fetches take long, and where one step is all they are not', async () => {
    const plain = rows().filter((row) => row.policy === 'lru');
    const mad = await totals('lru-mad', plain);
    for (const [at, { fetchSteps, totalSteps }] of mad.entries()) {
      if (fetchSteps === 1) expect(totalSteps).toBe(plain[at]!.totalSteps);
      else expect(totalSteps).toBeLessThan(plain[at]!.totalSteps);
    }
  });

  it('are within 7 % of those of LRU-MAD, which also learns from hits', async () => {
    // Theirs sees each request as one that might have begun a fetch; ours is told only of fetches.
    const wanted = rows().filter((row) => row.policy === 'lru_aggdelay');
    const got = await totals('lru-mad', wanted);
    for (const [at, { totalSteps }] of got.entries()) {
      expect(totalSteps / wanted[at]!.totalSteps).toBeGreaterThan(0.99);
      expect(totalSteps / wanted[at]!.totalSteps).toBeLessThan(1.07);
    }
  });
});
