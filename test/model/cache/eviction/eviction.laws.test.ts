import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { replay } from '../../../../sim/lab/cache/replay.ts';
import { KnownFuture, type RequestLog } from '../../../../sim/lab/cache/request-log.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { evictionTraits } from '../../../../sim/model/cache/eviction/policy.ts';
import { ObjectStore } from '../../../../sim/model/cache/store.ts';
import { choose } from '../../../../sim/part/choice.ts';

// What every eviction policy must keep true. A new policy is tested by being registered.

const CAPACITY_BYTES = 10_000;
const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };

function logOf(objects: readonly number[], bytesOf: (object: number) => number): RequestLog {
  const numbers = new Map<number, number>();
  for (const object of objects) if (!numbers.has(object)) numbers.set(object, numbers.size);
  return {
    requests: objects.length,
    objects: numbers.size,
    object: Int32Array.from(objects, (object) => numbers.get(object)!),
    bytes: Uint32Array.from(objects, bytesOf),
  };
}

/** Skewed requests for objects of one size each. */
function skewed(requests = 20_000, objects = 400): RequestLog {
  const random = new Streams('eviction laws', 0).stream('requests');
  const drawn = Array.from({ length: requests }, () => {
    return Math.min(random.below(objects), random.below(objects));
  });
  return logOf(drawn, (object) => 1 + ((object * 37) % 500));
}

const SKEWED = skewed();

describe.each(evictionPolicies.parts)('eviction policy $name', (part) => {
  const choice = choose(part, part.params.parse({}));
  const { stack, unbounded } = evictionTraits(choice);

  /** A cache of its own for a log, and the future that its policy may look at. */
  const make = (log: RequestLog, capacityBytes = CAPACITY_BYTES) => {
    // As a replay does it, so that both draw the same.
    const random = new Streams('eviction laws', 0).stream('eviction');
    const future = new KnownFuture(log);
    const capacity = unbounded ? Number.POSITIVE_INFINITY : capacityBytes;
    const policy = choice.make({ capacityBytes: capacity, random, future });
    return { store: new ObjectStore(capacity, 0, policy), future };
  };

  /** @returns whether each request was a hit. */
  function hits(
    log: RequestLog,
    { store, future }: ReturnType<typeof make>,
    options: { purges?: boolean; check?: (request: number) => void } = {},
  ): boolean[] {
    const random = new Streams('eviction laws', 0).stream('purges');
    let purge = 0;
    return Array.from(log.object, (object, request) => {
      future.request = request;
      if (options.purges === true && random.below(100) === 0) purge += 1;
      const isHit = store.lookup(object, request, FOREVER, purge) === 'fresh';
      if (!isHit) store.put(object, log.bytes[request]!, request, purge);
      options.check?.(request);
      return isHit;
    });
  }

  const count = (found: readonly boolean[]) => found.filter(Boolean).length;

  it('never holds more bytes than its capacity, and as many as its objects have', () => {
    const cache = make(SKEWED);
    const sizes = new Map(Array.from(SKEWED.object, (id, at) => [id, SKEWED.bytes[at]!]));
    const check = (request: number) => {
      expect(cache.store.usedBytes).toBeLessThanOrEqual(cache.store.capacityBytes);
      if (request % 500 !== 0) return;
      const held = [...sizes].filter(([object]) => cache.store.holds(object));
      expect(held.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(cache.store.usedBytes);
    };
    expect(count(hits(SKEWED, cache, { check }))).toBeGreaterThan(0);
  });

  it('gives the same hits for the same requests', () => {
    expect(hits(SKEWED, make(SKEWED))).toEqual(hits(SKEWED, make(SKEWED)));
  });

  it('keeps its books straight when objects are purged', () => {
    const cache = make(SKEWED);
    const check = () => {
      expect(cache.store.usedBytes).toBeGreaterThanOrEqual(0);
      expect(cache.store.usedBytes).toBeLessThanOrEqual(cache.store.capacityBytes);
    };
    const purged = count(hits(SKEWED, cache, { purges: true, check }));
    expect(purged).toBeLessThan(count(hits(SKEWED, make(SKEWED))));
  });

  it('serves a repeated request for an object that fits', () => {
    const log = logOf([7, 7], () => 10);
    expect(hits(log, make(log))).toEqual([false, true]);
  });

  it('stores nothing larger than the cache, and nothing leaves for it', () => {
    if (unbounded) return;
    const log = logOf([1, 2, 1], (object) => (object === 2 ? CAPACITY_BYTES + 1 : 10));
    const cache = make(log);
    expect(hits(log, cache)).toEqual([false, false, true]);
    expect(cache.store.usedBytes).toBe(10);
  });

  it('misses each object once when all of them fit', () => {
    const log = skewed(5000);
    const seen = new Set<number>();
    const found = hits(log, make(log, 400 * 500 * 10));
    const first = Array.from(
      log.object,
      (object) => !seen.has(object) && seen.add(object) !== null,
    );
    expect(found).toEqual(first.map((isFirst) => !isFirst));
  });

  it('gives in a store the misses that a replay counts, in objects and in bytes', () => {
    const requests = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(
        requests,
        fc.integer({ min: 2, max: 60 }),
        fc.boolean(),
        (drawn, size, isUnit) => {
          const log = logOf(drawn, (object) => (isUnit ? 1 : 1 + (object % 7)));
          const found = hits(log, make(log, size));
          const { misses } = replay(log, choice, {
            capacity: size,
            unitSize: isUnit,
            seed: 'eviction laws',
          });
          expect(misses).toBe(log.requests - count(found));
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  if (stack !== true) return;
  it('hits in a smaller cache only where it hits in a larger one', () => {
    const requests = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 20 }), (drawn, size) => {
        const log = logOf(drawn, () => 1);
        const small = hits(log, make(log, size));
        const large = hits(log, make(log, size + 1));
        expect(small.filter((isHit, request) => isHit && !large[request])).toEqual([]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
