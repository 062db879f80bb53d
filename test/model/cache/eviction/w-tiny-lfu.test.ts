import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { FrequencySketch } from '../../../../sim/model/cache/sketch/frequency-sketch.ts';
import { ObjectStore } from '../../../../sim/model/cache/store.ts';
import { choose } from '../../../../sim/part/choice.ts';

// The definition is Caffeine's (BoundedLocalCache and the comments on it, version 3), written down a
// second time on plain arrays, newest last, for objects of one size. The sketch is shared: it has
// tests of its own.

interface Twin {
  request(object: number): boolean;
}

class SlowWTinyLfu implements Twin {
  readonly #capacity: number;
  readonly #climbs: boolean;
  readonly #random = new Streams('twin', 0).stream('policy');
  readonly #sketch = new FrequencySketch(1, false);
  #most = 1;
  #window: number[] = [];
  #probation: number[] = [];
  #protected: number[] = [];
  #windowMax: number;
  #protectedMax: number;
  #step: number;
  #hits = 0;
  #requests = 0;
  #ratioBefore = 0;

  constructor(capacity: number, climbs: boolean) {
    this.#capacity = capacity;
    this.#climbs = climbs;
    const main = Math.floor(capacity * 0.99);
    this.#windowMax = capacity - main;
    this.#protectedMax = Math.floor(main * 0.8);
    this.#step = -0.0625 * capacity;
  }

  request(object: number): boolean {
    this.#sketch.increment(object);
    const isHit = this.#hit(object);
    if (this.#climbs) this.#count(isHit);
    if (isHit) return true;
    this.#window.push(object);
    const candidates: number[] = [];
    while (this.#window.length > this.#windowMax) candidates.push(this.#window.shift()!);
    this.#probation.push(...candidates);
    const all = this.#window.length + this.#probation.length + this.#protected.length;
    if (all > this.#capacity) this.#evict(candidates);
    else if (all > this.#most) {
      this.#most = all;
      this.#sketch.grow(all);
    }
    return false;
  }

  #hit(object: number): boolean {
    for (const list of [this.#window, this.#probation, this.#protected]) {
      const at = list.indexOf(object);
      if (at < 0) continue;
      list.splice(at, 1);
      if (list === this.#probation && this.#protectedMax >= 1) this.#protected.push(object);
      else list.push(object);
      this.#demote();
      return true;
    }
    return false;
  }

  #evict(candidates: readonly number[]): void {
    const from = [this.#probation, this.#protected, this.#window].find((list) => list.length > 0)!;
    const victim = from[0]!;
    const candidate = candidates[0] ?? victim;
    const loses = candidate !== victim && this.#wins(candidate, victim) ? victim : candidate;
    from.splice(from.indexOf(loses), 1);
  }

  #wins(candidate: number, victim: number): boolean {
    const frequency = this.#sketch.estimate(candidate);
    if (frequency > this.#sketch.estimate(victim)) return true;
    return frequency >= 6 && this.#random.uniform() < 1 / 128;
  }

  #demote(): void {
    while (this.#protected.length > this.#protectedMax) {
      this.#probation.push(this.#protected.shift()!);
    }
  }

  #count(isHit: boolean): void {
    this.#requests += 1;
    if (isHit) this.#hits += 1;
    if (this.#requests < this.#sketch.periodRequests) return;
    const ratio = this.#hits / this.#requests;
    const change = ratio - this.#ratioBefore;
    const amount = change >= 0 ? this.#step : -this.#step;
    const restart = Math.sign(amount) * 0.0625 * this.#capacity;
    this.#step = Math.abs(change) >= 0.05 ? restart : 0.98 * amount;
    [this.#ratioBefore, this.#hits, this.#requests] = [ratio, 0, 0];
    this.#resize(Math.trunc(amount));
  }

  #resize(change: number): void {
    const most = change > 0 ? this.#protectedMax : Math.max(0, this.#windowMax - 1);
    const quota = Math.min(Math.abs(change), most);
    this.#windowMax += Math.sign(change) * quota;
    this.#protectedMax -= Math.sign(change) * quota;
    if (change > 0) this.#demote();
    for (let moved = 0; moved < quota; moved += 1) {
      const from = change > 0 ? [this.#probation, this.#protected] : [this.#window];
      const object = from.find((list) => list.length > 0)?.shift();
      if (object === undefined) return;
      (change > 0 ? this.#window : this.#probation).push(object);
    }
  }
}

const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };

function ours(name: string, given: object, capacity: number): Twin {
  const part = evictionPolicies.find(name)!;
  const random = new Streams('twin', 0).stream('policy');
  const context = { capacityBytes: capacity, random, future: undefined };
  const store = new ObjectStore(capacity, 0, choose(part, part.params.parse(given)).make(context));
  return {
    request(object) {
      if (store.lookup(object, 0, FOREVER, 0) === 'fresh') return true;
      store.put(object, 1, 0, 0);
      return false;
    },
  };
}

/** Skewed requests whose favourites change, with scans in between. */
function* requests(count: number): Generator<number> {
  const random = new Streams('twin', 0).stream('requests');
  for (let request = 0; request < count; request += 1) {
    const favourites = 500 * Math.floor(request / 15_000);
    if (request % 4000 < 500) yield 5000 + request;
    else
      yield favourites + Math.floor(2000 * random.uniform() * random.uniform() * random.uniform());
  }
}

describe('w-tinylfu', () => {
  it.each([
    [1, false],
    [7, false],
    [100, false],
    [100, true],
    [640, true],
  ])('is what Caffeine defines, at %d objects, window climbing %s', (capacity, climb) => {
    const twin = new SlowWTinyLfu(capacity, climb);
    const policy = ours('w-tinylfu', { climb }, capacity);
    let hits = 0;
    for (const object of requests(60_000)) {
      const isHit = twin.request(object);
      expect(policy.request(object)).toBe(isHit);
      if (isHit) hits += 1;
    }
    expect(hits).toBeGreaterThan(capacity === 1 ? 0 : 1000);
  });

  it('moves its window to where there are more hits', () => {
    // Each object is asked for a second time within the next 800 new ones, and never again: the more of
    // them a window holds, the more it hits.
    const hits = (climb: boolean) => {
      const policy = ours('w-tinylfu', { climb }, 1000);
      const random = new Streams('climb', 0).stream('requests');
      let count = 0;
      for (let pair = 0; pair < 300_000; pair += 1) {
        policy.request(pair);
        const again = Math.max(0, pair - random.below(800));
        if (policy.request(again) && pair > 150_000) count += 1;
      }
      return count / 150_000;
    };
    // 10 of 800 are in a window of 1 %.
    expect(hits(false)).toBeLessThan(0.1);
    expect(hits(true)).toBeGreaterThan(0.5);
  });
});

describe('tinylfu', () => {
  it('lets an object in only when it was asked for more often than the oldest', () => {
    const policy = ours('tinylfu', { doorkeeper: false }, 2);
    for (const object of [1, 1, 2, 2]) policy.request(object);
    expect([3, 3, 1].map((object) => policy.request(object))).toEqual([false, false, true]);
    // 3 was asked for three times now and 2, the oldest, twice.
    expect([3, 3, 2].map((object) => policy.request(object))).toEqual([false, true, false]);
  });

  it('keeps a working set through a scan, which LRU loses', () => {
    const hitsAfterScan = (name: string) => {
      const policy = ours(name, {}, 100);
      for (let round = 0; round < 20; round += 1) {
        for (let object = 0; object < 90; object += 1) policy.request(object);
      }
      for (let object = 1000; object < 1500; object += 1) policy.request(object);
      let hits = 0;
      for (let object = 0; object < 90; object += 1) if (policy.request(object)) hits += 1;
      return hits;
    };
    expect(hitsAfterScan('lru')).toBe(0);
    expect(hitsAfterScan('tinylfu')).toBeGreaterThan(70);
  });
});
