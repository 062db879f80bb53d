import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { ObjectStore } from '../../../../sim/model/cache/store.ts';
import { choose } from '../../../../sim/part/choice.ts';

// What every eviction policy must keep true. A new policy is tested by being registered.

const CAPACITY_BYTES = 10_000;
const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };
const OBJECTS = 400;
const REQUESTS = 20_000;

describe.each(evictionPolicies.parts)('eviction policy $name', (part) => {
  const make = (capacityBytes = CAPACITY_BYTES) => {
    const choice = choose(part, part.params.parse({}));
    const random = new Streams('eviction laws', 0).stream('policy');
    const context = { capacityBytes, random, future: undefined };
    return new ObjectStore(capacityBytes, 0, choice.make(context));
  };

  /** Skewed requests for objects of one size each; a few purges when asked for. */
  function replay(store: ObjectStore, options: { purges?: boolean; check?: () => void } = {}) {
    const random = new Streams('eviction laws', 0).stream('requests');
    let purge = 0;
    let hits = 0;
    for (let request = 0; request < REQUESTS; request += 1) {
      const object = Math.min(random.below(OBJECTS), random.below(OBJECTS));
      const bytes = 1 + ((object * 37) % 500);
      if (options.purges === true && random.below(100) === 0) purge += 1;
      if (store.lookup(object, request, FOREVER, purge) === 'fresh') hits += 1;
      else store.put(object, bytes, request, purge);
      options.check?.();
    }
    return hits;
  }

  it('never holds more bytes than its capacity', () => {
    const store = make();
    const check = () => expect(store.usedBytes).toBeLessThanOrEqual(CAPACITY_BYTES);
    expect(replay(store, { check })).toBeGreaterThan(0);
  });

  it('gives the same hits for the same requests', () => {
    expect(replay(make())).toBe(replay(make()));
  });

  it('keeps its books straight when objects are purged', () => {
    const store = make();
    const check = () => {
      expect(store.usedBytes).toBeGreaterThanOrEqual(0);
      expect(store.usedBytes).toBeLessThanOrEqual(CAPACITY_BYTES);
    };
    const purged = replay(store, { purges: true, check });
    expect(purged).toBeLessThan(replay(make()));
  });

  it('serves a repeated request for an object that fits', () => {
    const store = make();
    expect(store.put(7, 10, 0, 0)).toBe(true);
    expect(store.lookup(7, 1, FOREVER, 0)).toBe('fresh');
  });

  it('stores nothing larger than the cache, and nothing leaves for it', () => {
    const store = make();
    store.put(1, 10, 0, 0);
    expect(store.put(2, CAPACITY_BYTES + 1, 0, 0)).toBe(false);
    expect(store.lookup(1, 1, FOREVER, 0)).toBe('fresh');
  });

  it('misses each object once when all of them fit', () => {
    const store = make(OBJECTS * 500 * 10);
    const seen = new Set<number>();
    const random = new Streams('eviction laws', 0).stream('requests');
    for (let request = 0; request < REQUESTS; request += 1) {
      const object = random.below(OBJECTS);
      const found = store.lookup(object, request, FOREVER, 0);
      expect(found === 'absent').toBe(!seen.has(object));
      seen.add(object);
      if (found === 'absent') store.put(object, 1 + (object % 500), request, 0);
    }
  });
});
