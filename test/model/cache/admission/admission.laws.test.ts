import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { replayWith } from '../../../../sim/lab/cache/admitting-replay.ts';
import { replay } from '../../../../sim/lab/cache/replay.ts';
import { admissionPolicies } from '../../../../sim/model/cache/admission/index.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { prefetchers } from '../../../../sim/model/cache/prefetch/index.ts';
import { choose } from '../../../../sim/part/choice.ts';
import type { Part } from '../../../../sim/part/part.ts';
import { skewedLog } from '../../../lab/cache/made-logs.ts';

// What every admission policy must keep true. A new policy is tested by being registered.

const defaults = <Made, Context>(part: Part<Made, Context>) => choose(part, part.params.parse({}));
const lru = defaults(evictionPolicies.find('lru')!);
const none = defaults(prefetchers.find('none')!);

/** Sizes from 1 byte to 3 MB that have nothing to do with popularity. */
const sizeOf = (object: number) => 1 + ((object * 7919) % 1000) ** 2 * 3;
const log = skewedLog(3000, 30_000, sizeOf);

describe.each(admissionPolicies.parts)('admission policy $name', (part) => {
  const choices = { eviction: lru, admission: defaults(part), prefetch: none };
  const counted = (capacity: number, unitSize = false) =>
    replayWith(log, choices, { capacity, unitSize, seed: 'laws' });

  const make = (capacityBytes = 10_000_000) => {
    const random = new Streams('admission laws', 0).stream('policy');
    return defaults(part).make({ capacityBytes, random });
  };

  it('gives the same misses for the same requests', () => {
    expect(counted(50_000_000)).toEqual(counted(50_000_000));
  });

  it('answers the same whatever else was asked in between about whether an object may enter', () => {
    // Chance aside, `admits` is a question and not an event: only requests teach a policy.
    const policy = make();
    for (let request = 0; request < 100; request += 1) policy.requested(request % 10, 1);
    const first = policy.admits(3, 1);
    for (let ask = 0; ask < 50; ask += 1) policy.admits(999, 1);
    expect(policy.admits(3, 1)).toBe(first);
  });

  it('lets a small object enter that is asked for all the time', () => {
    const policy = make();
    for (let request = 0; request < 20; request += 1) policy.requested(5, 1);
    policy.evicted?.(6, 1);
    const answers = Array.from({ length: 20 }, () => policy.admits(5, 1));
    expect(answers).toContain(true);
  });

  it('costs no misses but those of objects that it kept out, when all objects fit', () => {
    const everything = counted(1e12);
    const objects = new Set(log.object).size;
    expect(everything.misses).toBeGreaterThanOrEqual(objects);
    if (part.name === 'always') expect(everything.misses).toBe(objects);
  });

  it('fetches nothing ahead', () => {
    const { prefetched, prefetchedBytes } = counted(50_000_000);
    expect([prefetched, prefetchedBytes]).toEqual([0, 0]);
  });
});

describe('always', () => {
  it.each(evictionPolicies.parts)(
    'gives with $name the misses of a cache without admission',
    (part) => {
      const options = { capacity: 100_000_000, unitSize: false, seed: 'laws' };
      const admission = defaults(admissionPolicies.find('always')!);
      const choices = { eviction: defaults(part), admission, prefetch: none };
      const { misses, missBytes } = replayWith(log, choices, options);
      expect({ misses, missBytes }).toEqual(replay(log, choices.eviction, options));
    },
  );
});
