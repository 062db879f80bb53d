import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { replay } from '../../../../sim/lab/cache/replay.ts';
import { KnownFuture, type RequestLog } from '../../../../sim/lab/cache/request-log.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { evictionTraits } from '../../../../sim/model/cache/eviction/policy.ts';
import { choose } from '../../../../sim/part/choice.ts';

// What the bounds promise of every policy that must let in what it was asked for.

function logOf(objects: readonly number[]): RequestLog {
  const numbers = new Map<number, number>();
  for (const object of objects) if (!numbers.has(object)) numbers.set(object, numbers.size);
  const object = Int32Array.from(objects, (name) => numbers.get(name)!);
  return {
    requests: object.length,
    objects: numbers.size,
    object,
    bytes: new Uint32Array(object.length).fill(1),
  };
}

function misses(policy: string, log: RequestLog, capacity: number): number {
  const part = evictionPolicies.find(policy)!;
  const options = { capacity, unitSize: true, seed: 'bounds' };
  return replay(log, choose(part, part.params.parse({})), options).misses;
}

/** One that may refuse objects can do better than Belady, who must let all of them in. */
function letsAllIn(policy: string): boolean {
  const part = evictionPolicies.find(policy)!;
  if (evictionTraits({ part }).selective === true) return false;
  const context = {
    capacityBytes: 100,
    random: new Streams('bounds', 0).stream('eviction'),
    future: new KnownFuture(logOf([0])),
  };
  return part.make(part.params.parse({}) as never, context).turnsAway === undefined;
}

const requests = fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 300 });
const bounded = evictionPolicies.parts.filter((part) => !evictionTraits({ part }).unbounded);

describe.each(bounded.map(({ name }) => name))('the bounds of %s', (name) => {
  if (letsAllIn(name))
    it('are Belady’s misses, on objects of one size', () => {
      fc.assert(
        fc.property(requests, fc.integer({ min: 1, max: 25 }), (drawn, capacity) => {
          const log = logOf(drawn);
          const least = misses('belady', log, capacity);
          expect(misses(name, log, capacity)).toBeGreaterThanOrEqual(least);
        }),
        { numRuns: 100, seed: 1 },
      );
    });

  it('are one miss for each object, in a cache without end', () => {
    const log = logOf(Array.from({ length: 500 }, (_, at) => (at * at) % 97));
    expect(misses('infinite', log, 1)).toBe(log.objects);
    expect(misses(name, log, 10)).toBeGreaterThanOrEqual(log.objects);
  });
});

describe('a bound that looks ahead', () => {
  it.each(['belady', 'belady-size'])('is refused where the future is not known: %s', (name) => {
    const part = evictionPolicies.find(name)!;
    const random = new Streams('bounds', 0).stream('eviction');
    const make = () =>
      part.make(part.params.parse({}) as never, { capacityBytes: 9, random, future: undefined });
    expect(make).toThrow(RangeError);
    expect(evictionTraits({ part }).needsFuture).toBe(true);
  });
});
