import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { type EvictionPart, unitCache } from '../../../../sim/model/cache/eviction/policy.ts';
import { ObjectStore } from '../../../../sim/model/cache/store.ts';
import { choose } from '../../../../sim/part/choice.ts';

// What must be true of the caches that policies have for objects that count 1. The authority is the
// policy itself, in the store that a cache node has.

const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };
/** Other parameters than the defaults, where those are another way through the code. */
const VARIANTS: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  clock: [{ bits: 3 }, { bits: 7 }],
  'w-tinylfu': [
    { window: '0%' },
    { window: '40%', protected: '50%', doorkeeper: true },
    { protected: '0%', climb: false },
  ],
  slru: [{ segments: 1 }, { segments: 3 }],
  'qd-lp': [{ 'as-large': false }, { small: '30%', ghost: '10%' }, { small: '80%', ghost: '200%' }],
  's3-fifo': [{ 'as-large': false }, { small: '30%', ghost: '10%', 'promote-after': 1 }],
};

const OBJECTS = 60;
const chance = () => new Streams('units', 0).stream('eviction');

function missesInStore(
  part: EvictionPart,
  params: Record<string, unknown>,
  log: readonly number[],
) {
  return (capacity: number): number => {
    const random = chance();
    const made = choose(part, params).make({ capacityBytes: capacity, random, future: undefined });
    const store = new ObjectStore(capacity, 0, made);
    return log.filter((object) => {
      const isHit = store.lookup(object, 0, FOREVER, 0) === 'fresh';
      if (!isHit) store.put(object, 1, 0, 0);
      return !isHit;
    }).length;
  };
}

const parts = (evictionPolicies.parts as readonly EvictionPart[]).filter(
  (part) => part.units !== undefined,
);
const cases = parts.flatMap((part) =>
  [{}, ...(VARIANTS[part.name] ?? [])].map((given) => ({
    part,
    params: part.params.parse(given) as Record<string, unknown>,
    title: `${part.name} ${JSON.stringify(given)}`,
  })),
);

describe.each(cases)('the cache of units of $title', ({ part, params }) => {
  it('misses what the policy misses, wherever a trace is cut', () => {
    const requests = fc.array(
      fc.oneof(fc.nat({ max: OBJECTS - 1 }), fc.nat({ max: 9 }), fc.nat({ max: 25 })),
      { minLength: 1, maxLength: 400 },
    );
    fc.assert(
      fc.property(
        requests,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 200 }),
        (log, capacity, cut) => {
          const cache = unitCache(choose(part, params), {
            capacity,
            objects: OBJECTS,
            random: chance(),
          });
          let misses = 0;
          for (let from = 0; from < log.length; from += cut) {
            // As a buffer that is used again: a part is gone when the next one comes.
            const taken = Int32Array.from(log.slice(from, from + cut));
            const middle = taken.length >> 1;
            misses += cache!.replay(taken, 0, middle);
            misses += cache!.replay(taken, middle, taken.length);
            cache!.leave?.(taken, taken.length);
            taken.fill(OBJECTS + 1);
          }
          expect(misses).toBe(missesInStore(part, params, log)(capacity));
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });
});
