import { beforeEach, describe, expect, it } from 'vitest';
import { PendingSamples } from '../../../../../sim/model/cache/eviction/learned/pending-samples.ts';

// What is learned is log2 of the distance to the next request: Song et al., NSDI 2020.

let learned: { features: number[]; target: number }[];
let samples: PendingSamples;

beforeEach(() => {
  learned = [];
  const learn = (row: Uint8Array, offset: number, target: number) => {
    learned.push({ features: [...row.subarray(offset, offset + 2)], target });
  };
  samples = new PendingSamples(2, { learn });
  samples.grow(4);
});

describe('samples that wait for a request', () => {
  it('learn how far away it was', () => {
    samples.add(0, Uint8Array.of(1, 2), 100);
    samples.requested(0, 108);
    expect(learned).toEqual([{ features: [1, 2], target: expect.closeTo(3, 12) }]);
  });

  it('learn from the next request only', () => {
    samples.add(0, Uint8Array.of(1, 2), 100);
    samples.requested(0, 108);
    samples.requested(0, 200);
    samples.expire(10_000, 50);
    expect(learned).toHaveLength(1);
  });

  it('all learn, when an object was sampled more than once', () => {
    samples.add(0, Uint8Array.of(1, 1), 100);
    samples.add(1, Uint8Array.of(9, 9), 102);
    samples.add(0, Uint8Array.of(2, 2), 112);
    samples.requested(0, 116);
    expect(learned).toEqual([
      { features: [2, 2], target: expect.closeTo(2, 12) },
      { features: [1, 1], target: expect.closeTo(4, 12) },
    ]);
  });

  it('learn twice the window when none came within it', () => {
    samples.add(0, Uint8Array.of(1, 2), 100);
    samples.expire(132, 32);
    expect(learned).toEqual([]);
    samples.expire(133, 32);
    expect(learned).toEqual([{ features: [1, 2], target: expect.closeTo(6, 12) }]);
  });

  it('are not answered by the object that has the entry next', () => {
    samples.add(0, Uint8Array.of(1, 2), 100);
    samples.forget(0);
    samples.requested(0, 101);
    expect(learned).toEqual([]);
    samples.expire(1000, 32);
    expect(learned).toEqual([{ features: [1, 2], target: expect.closeTo(6, 12) }]);
  });

  it('keep their place when there are many', () => {
    for (let now = 0; now < 5000; now += 1) {
      samples.add(now % 4, Uint8Array.of(now % 128, now % 4), now);
      samples.expire(now, 3000);
    }
    samples.requested(2, 5000);
    // Of every fourth request from 2,000 on, which is the window, after those it has expired.
    const [expired, answered] = [learned.slice(0, 1999), learned.slice(1999)];
    expect(new Set(expired.map(({ target }) => target)).size).toBe(1);
    const newestFirst = Array.from({ length: 750 }, (_, back) => 4998 - 4 * back);
    expect(answered).toEqual(
      newestFirst.map((at) => ({
        features: [at % 128, 2],
        target: expect.closeTo(Math.log2(5000 - at), 9),
      })),
    );
  });
});
