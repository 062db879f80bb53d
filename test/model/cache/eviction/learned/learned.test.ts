import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../../sim/engine/streams.ts';
import { replay } from '../../../../../sim/lab/cache/replay.ts';
import type { RequestLog } from '../../../../../sim/lab/cache/request-log.ts';
import { evictionPolicies } from '../../../../../sim/model/cache/eviction/index.ts';
import type { EvictionPolicy } from '../../../../../sim/model/cache/eviction/policy.ts';
import { ObjectStore } from '../../../../../sim/model/cache/store.ts';
import { choose } from '../../../../../sim/part/choice.ts';

const HOT = 100;
const CAPACITY = 120;
const REQUESTS = 30_000;

/** 100 objects that are asked for again and again, and as many requests for others that are not. */
function hotAndOnce(): RequestLog {
  const random = new Streams('learned', 0).stream('requests');
  const numbers = new Map<string, number>();
  const object = Int32Array.from({ length: REQUESTS }, (_, request) => {
    const name = random.below(2) === 0 ? `hot ${random.below(HOT)}` : `once ${request}`;
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  });
  const bytes = new Uint32Array(REQUESTS).fill(1);
  return { requests: REQUESTS, objects: numbers.size, object, bytes };
}

const log = hotAndOnce();

/** Misses of a policy, and how often it trained; undefined for one that has its own loop and is not made. */
function run(name: string, params: Record<string, unknown>, { seed = 'learned', on = log } = {}) {
  const part = evictionPolicies.find(name)!;
  const choice = choose(part, part.params.parse(params));
  let made: EvictionPolicy | undefined;
  const watched: typeof choice = {
    ...choice,
    make(context) {
      made = choice.make(context);
      return made;
    },
  };
  const { misses } = replay(on, watched, { capacity: CAPACITY, unitSize: true, seed });
  return { misses, trainings: made?.trainings };
}

const shorter = (requests: number): RequestLog => ({
  ...log,
  requests,
  object: log.object.subarray(0, requests),
  bytes: log.bytes.subarray(0, requests),
});

/** Parameters with which so short a log is enough. */
const QUICK: Record<string, Record<string, unknown>> = {
  lrb: { examples: 512, 'sample-every': 4, trees: 6 },
  'gl-cache': { examples: 128, group: 8, trees: 4 },
};

describe.each(Object.keys(QUICK))('%s', (name) => {
  const quick = QUICK[name]!;

  it('learns which objects come back, which LRU does not see', () => {
    const lru = run('lru', {}).misses;
    const { misses, trainings } = run(name, quick);
    expect(trainings).toBeGreaterThan(5);
    // Each of the others misses; what can be saved are hits of the hot ones.
    const once = log.objects - HOT;
    expect(misses - once).toBeLessThan(0.6 * (lru - once));
  });

  it('is worse with training turned off, and then has never trained', () => {
    const off = run(name, { ...quick, training: false });
    expect(off.trainings).toBe(0);
    expect(run(name, quick).misses).toBeLessThan(0.95 * off.misses);
  });

  it('is what it falls back on until it has trained', () => {
    const on = shorter(2000);
    const off = run(name, { ...quick, training: false }, { on });
    const trained = run(name, { ...quick, examples: 100_000 }, { on });
    expect(trained).toEqual({ misses: off.misses, trainings: 0 });
  });

  it('misses the same requests whenever the seed is the same', () => {
    expect(run(name, quick)).toEqual(run(name, quick));
  });

  it('keeps its books straight while it trains, purges and sizes of all kinds', () => {
    const part = evictionPolicies.find(name)!;
    const random = new Streams('learned books', 0).stream('requests');
    const capacityBytes = 20_000;
    const context = { capacityBytes, random: new Streams('a', 0).stream('b'), future: undefined };
    const policy = choose(part, part.params.parse(quick)).make(context);
    const store = new ObjectStore(capacityBytes, 0, policy);
    const freshness = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };
    let [purge, hits, most, least] = [0, 0, 0, 0];
    for (let request = 0; request < REQUESTS; request += 1) {
      if (random.below(500) === 0) purge += 1;
      const object = Math.min(random.below(900), random.below(900));
      if (store.lookup(object, request, freshness, purge) === 'fresh') hits += 1;
      else store.put(object, 1 + ((object * 37) % 500), request, purge);
      most = Math.max(most, store.usedBytes);
      least = Math.min(least, store.usedBytes);
    }
    expect(most).toBeLessThanOrEqual(capacityBytes);
    expect(least).toBeGreaterThanOrEqual(0);
    expect(policy.trainings).toBeGreaterThan(5);
    expect(hits).toBeGreaterThan(REQUESTS / 20);
  });
});

describe('lrb', () => {
  it('is LRU without training, miss for miss', () => {
    expect(run('lrb', { training: false }).misses).toBe(run('lru', {}).misses);
  });

  it('does not train before it has seen what is far away', () => {
    const on = shorter(10_000);
    const { misses } = run('lru', {}, { on });
    expect(run('lrb', { ...QUICK.lrb, window: 100 }, { on })).toEqual({ misses, trainings: 0 });
    expect(run('lrb', QUICK.lrb!, { on }).trainings).toBeGreaterThan(0);
  });

  it('draws its candidates by the seed', () => {
    const misses = ['a', 'b'].map((seed) => run('lrb', QUICK.lrb!, { seed }).misses);
    expect(new Set(misses).size).toBeGreaterThan(1);
  });

  it('keeps small objects rather than large ones where requests count', () => {
    // Alike in everything but size: half are 1 byte, half 16.
    const random = new Streams('learned sizes', 0).stream('requests');
    const object = Int32Array.from({ length: REQUESTS }, () => random.below(400));
    const bytes = Uint32Array.from(object, (number) => (number % 2 === 0 ? 1 : 16));
    const sized = { requests: REQUESTS, objects: 400, object, bytes };
    const part = evictionPolicies.find('lrb')!;
    const misses = ['bytes', 'requests'].map((objective) => {
      const choice = choose(part, part.params.parse({ ...QUICK.lrb, objective }));
      return replay(sized, choice, { capacity: 1000, unitSize: false, seed: 'sizes' }).misses;
    });
    expect(misses[1]!).toBeLessThan(0.8 * misses[0]!);
  });
});
