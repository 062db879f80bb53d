import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { evictionPolicies } from '../../../sim/model/cache/eviction/index.ts';
import { ObjectStore } from '../../../sim/model/cache/store.ts';
import { choose } from '../../../sim/part/choice.ts';

const FRESHNESS = { maxAgeMs: 100, staleMs: 50 };

function lruStore(capacityBytes: number, overheadBytes = 0): ObjectStore {
  const random = new Streams('store', 0).stream('policy');
  const context = { capacityBytes, random, future: undefined };
  const policy = choose(evictionPolicies.find('lru')!, {}).make(context);
  return new ObjectStore(capacityBytes, overheadBytes, policy);
}

describe('object store', () => {
  it('is fresh until its age reaches max-age, then stale, then expired', () => {
    const store = lruStore(1000);
    store.put(1, 10, 1000, 0);
    // RFC 9111 §4.2: fresh when freshness_lifetime > current_age.
    expect(store.lookup(1, 1099, FRESHNESS, 0)).toBe('fresh');
    expect(store.lookup(1, 1100, FRESHNESS, 0)).toBe('stale');
    expect(store.lookup(1, 1149, FRESHNESS, 0)).toBe('stale');
    // RFC 5861 §3: at the end of the window the copy may no longer be served.
    expect(store.lookup(1, 1150, FRESHNESS, 0)).toBe('expired');
  });

  // RFC 9111 §4.2.2: a tenth of the time since Last-Modified, as it was when the origin answered.
  it('is fresh for a share of the time since the last change where nothing else is said', () => {
    const store = lruStore(1000);
    const guessed = { ...FRESHNESS, heuristicShare: 0.1 };
    store.put(1, 10, 1000, 0, -9000);
    expect(store.lookup(1, 1999, guessed, 0)).toBe('fresh');
    expect(store.lookup(1, 2000, guessed, 0)).toBe('stale');
    expect(store.staleForMs(1, 2050, guessed)).toBe(50);
    expect(store.lookup(1, 2050, guessed, 0)).toBe('expired');
    // Confirmed as it was: 12 s old by then, and fresh for 1.2 s more.
    store.renew(1, 3000, 0, -9000);
    expect(store.lookup(1, 4199, guessed, 0)).toBe('fresh');
    expect(store.lookup(1, 4200, guessed, 0)).toBe('stale');
  });

  // RFC 5861 §3: the window begins when the response became stale, and another soft purge does not renew it.
  it('is stale since its first soft purge, also after another', () => {
    const store = lruStore(1000);
    store.put(1, 10, 1000, 0);
    store.outdate(1, 1, 1010);
    store.outdate(1, 2, 1040);
    expect(store.lookup(1, 1059, FRESHNESS, 0)).toBe('stale');
    expect(store.lookup(1, 1060, FRESHNESS, 0)).toBe('expired');
  });

  it('renews an expired copy in place', () => {
    const store = lruStore(1000);
    store.put(1, 10, 0, 0);
    expect(store.lookup(1, 500, FRESHNESS, 0)).toBe('expired');
    store.put(1, 10, 500, 0);
    expect(store.lookup(1, 599, FRESHNESS, 0)).toBe('fresh');
    expect(store.usedBytes).toBe(10);
  });

  it('loses copies that were asked for before a purge, also those stored after it', () => {
    const store = lruStore(1000);
    store.put(1, 10, 0, 0);
    expect(store.lookup(1, 1, FRESHNESS, 1)).toBe('absent');
    expect(store.usedBytes).toBe(0);
    store.put(1, 10, 1, 0);
    expect(store.lookup(1, 2, FRESHNESS, 1)).toBe('absent');
    store.put(1, 10, 2, 1);
    expect(store.lookup(1, 3, FRESHNESS, 1)).toBe('fresh');
  });

  it('counts the overhead of each object', () => {
    const store = lruStore(100, 40);
    store.put(1, 10, 0, 0);
    store.put(2, 10, 0, 0);
    expect(store.usedBytes).toBe(100);
    store.put(3, 10, 0, 0);
    expect(store.evictions).toBe(1);
    expect(store.lookup(1, 0, FRESHNESS, 0)).toBe('absent');
  });

  it('grows past its first slots without losing an object', () => {
    const store = lruStore(1e6);
    for (let object = 0; object < 5000; object += 1) store.put(object * 3, 1, 0, 0);
    for (let object = 0; object < 5000; object += 1) {
      expect(store.lookup(object * 3, 1, FRESHNESS, 0)).toBe('fresh');
      expect(store.lookup(object * 3 + 1, 1, FRESHNESS, 0)).toBe('absent');
    }
  });

  it('keeps the newer of two copies, in whichever order they come', () => {
    const store = lruStore(1000);
    store.put(1, 10, 50, 2);
    store.put(1, 10, 90, 1);
    expect(store.generatedAtMs(1)).toBe(50);
    store.put(1, 10, 40, 2);
    expect(store.generatedAtMs(1)).toBe(50);
    store.put(1, 10, 60, 2);
    expect(store.generatedAtMs(1)).toBe(60);
  });

  it('counts the bytes of an object that comes back larger', () => {
    const store = lruStore(100);
    store.put(1, 10, 0, 0);
    store.put(2, 60, 0, 0);
    store.put(1, 50, 500, 0);
    expect(store.usedBytes).toBe(50);
    expect(store.lookup(2, 0, FRESHNESS, 0)).toBe('absent');
  });
});
