import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { Zipf } from '../../../sim/engine/zipf.ts';
import {
  type CheModel,
  cheMissRatio,
  popularityOf,
  ttlHitRatio,
} from '../../../sim/lab/cache/mrc/che.ts';
import { between, curvesOf } from '../../../sim/lab/cache/mrc/curves.ts';
import { sampled } from '../../../sim/lab/cache/mrc/sampling.ts';
import { lruMisses } from '../../../sim/lab/cache/mrc/stack-distances.ts';
import { replay } from '../../../sim/lab/cache/replay.ts';
import type { RequestLog } from '../../../sim/lab/cache/request-log.ts';
import { evictionPolicies } from '../../../sim/model/cache/eviction/index.ts';
import { choose } from '../../../sim/part/choice.ts';
import { sharedLog } from '../../model/cache/eviction/reference.ts';
import { whenShared } from '../../shared-data.ts';

const policy = (name: string) => {
  const part = evictionPolicies.find(name)!;
  return choose(part, part.params.parse({}));
};

const missRatio = (log: RequestLog, name: string, capacity: number): number =>
  replay(log, policy(name), { capacity, unitSize: true, seed: 'curves' }).misses / log.requests;

function logOf(objects: readonly number[]): RequestLog {
  const numbers = new Map<number, number>();
  for (const object of objects) if (!numbers.has(object)) numbers.set(object, numbers.size);
  const object = Int32Array.from(objects, (one) => numbers.get(one)!);
  const bytes = new Uint32Array(objects.length).fill(1);
  return { requests: objects.length, objects: numbers.size, object, bytes };
}

describe('stack distances', () => {
  it('give the misses of LRU at every size, as replays do', () => {
    const requests = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(requests, (drawn) => {
        const log = logOf(drawn);
        const sizes = Array.from({ length: log.objects }, (_, size) => size + 1);
        const direct = sizes.map((size) => Math.round(missRatio(log, 'lru', size) * log.requests));
        expect(lruMisses(log, sizes)).toEqual(direct);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('stay right when marks are moved together, in a trace much longer than its objects', () => {
    const random = new Streams('stack distances', 0).stream('requests');
    const log = logOf(Array.from({ length: 20_000 }, () => random.below(50)));
    for (const size of [1, 7, 25, 49]) {
      const [misses] = lruMisses(log, [size]);
      expect(misses! / log.requests).toBe(missRatio(log, 'lru', size));
    }
  });
});

/** Requests that are independent of each other, as Che has them. */
function independent(objects: number, exponent: number, requests: number): RequestLog {
  const random = new Streams('independent', 0).stream('requests');
  const zipf = new Zipf(objects, exponent);
  return logOf(Array.from({ length: requests }, () => zipf.sample(random)));
}

describe('Che’s approximation', () => {
  /** Popularities themselves instead of a sample of them. */
  const hitRatio = (model: CheModel, objects: number, exponent: number, capacity: number) => {
    const counts = Float64Array.from({ length: objects }, (_, rank) => (rank + 1) ** -exponent);
    const ones = new Float64Array(objects).fill(1);
    return 1 - cheMissRatio(model, { counts, objects: ones, taken: ones }, capacity);
  };

  // Domain oracle 7, computed and simulated there: Zipf, 100 000 objects.
  it.each([
    ['lru', 0.8, 1000, 0.2043],
    ['fifo', 0.8, 1000, 0.1792],
    ['lru', 0.8, 10_000, 0.4687],
    ['fifo', 0.8, 10_000, 0.4284],
    ['lru', 1, 1000, 0.5062],
  ] as const)(
    'gives %s of Zipf %f and %i objects a hit ratio of %f',
    (model, exponent, size, hits) => {
      expect(hitRatio(model, 100_000, exponent, size)).toBeCloseTo(hits, 4);
    },
  );

  it('is within 0.003 of LRU and FIFO when requests are independent', () => {
    const log = independent(5000, 0.8, 600_000);
    const popularity = popularityOf(log, true);
    for (const size of [50, 500, 2000]) {
      for (const model of ['lru', 'fifo'] as const) {
        // The replay also misses each object once: 5000 of 600 000 requests, where the size is large.
        const found = missRatio(log, model, size);
        const cold = 5000 / log.requests;
        expect(found - cheMissRatio(model, popularity, size)).toBeGreaterThan(-0.003);
        expect(found - cheMissRatio(model, popularity, size)).toBeLessThan(0.003 + cold);
      }
    }
  });

  it('has caches with a lifetime as special cases', () => {
    // Domain oracle 8: six requests in a lifetime.
    expect(ttlHitRatio(6, 1, false)).toBeCloseTo(1 - 1 / 7, 12);
    expect(ttlHitRatio(6, 1, true)).toBeCloseTo(0.9975, 4);
  });
});

describe('curves', () => {
  it('are exact for LRU on objects of one size, and not offered for others', () => {
    const log = independent(300, 1, 5000);
    const sizes = [2, 20, 200];
    const labels = (unitSize: boolean) =>
      curvesOf('t', log, sizes, unitSize).map(({ label }) => label);
    expect(labels(true)[0]).toBe('lru, exact');
    expect(labels(false)).toHaveLength(2);
    const [exact] = curvesOf('t', log, sizes, true);
    for (const size of sizes) {
      const point = exact!.points.find(({ cacheSize }) => cacheSize === size);
      expect(point!.missRatio).toBe(missRatio(log, 'lru', size));
    }
  });

  it('spread their sizes evenly over the logarithm', () => {
    expect(between(10, 1000, 3)).toEqual([10, 100, 1000]);
    expect(between(2, 4, 50)).toEqual([2, 3, 4]);
  });
});

whenShared('samples of real traces', () => {
  // Measured with prototypes: SHARDS at a tenth has errors of 0.022 at most on this trace; a
  // miniature cache of another policy is as near.
  it.each(['lru', 'sieve', 's3-fifo'])('miss about as the whole does, %s', async (name) => {
    const log = await sharedLog('scarab_recs');
    const part = sampled(log, 0.1);
    expect(part.log.objects / log.objects).toBeCloseTo(0.1, 2);
    for (const size of [2584, 25_837, 103_347]) {
      const whole = missRatio(log, name, size);
      const small = missRatio(part.log, name, Math.round(size * part.rate));
      const estimated = (small * part.log.requests) / (part.rate * log.requests);
      expect(Math.abs(estimated - whole)).toBeLessThan(0.025);
    }
  });
});
