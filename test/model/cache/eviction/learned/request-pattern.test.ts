import { beforeEach, describe, expect, it } from 'vitest';
import { Streams } from '../../../../../sim/engine/streams.ts';
import { logBin, UNKNOWN_BIN } from '../../../../../sim/model/cache/eviction/learned/log-bins.ts';
import {
  PATTERN_FEATURES,
  RequestPattern,
} from '../../../../../sim/model/cache/eviction/learned/request-pattern.ts';

// Deltas and exponentially decayed counters: Song et al., NSDI 2020.

const HALF_LIVES = [10, 12, 14, 16, 18].map((power) => 2 ** power);
/** Counters are features as logarithms from 2^-16 on, in quarters of a power of two. */
const counterBin = (value: number) =>
  Math.min(127, Math.max(0, Math.trunc((Math.log2(value) + 16) * 4)));

let pattern: RequestPattern;

beforeEach(() => {
  pattern = new RequestPattern();
  pattern.grow(8);
});

/** Features of an entry by name. */
function read(entry: number, now: number) {
  const row = new Uint8Array(PATTERN_FEATURES);
  pattern.read(entry, now, row);
  const values = [...row];
  return {
    age: values[0],
    gaps: values.slice(1, 7),
    size: values[7],
    count: values[8],
    counters: values.slice(9),
  };
}

describe('the pattern of requests for an object', () => {
  it('has no gaps after the first request', () => {
    pattern.first(3, 1000, 50);
    expect(read(3, 1007)).toEqual({
      age: logBin(7),
      gaps: Array(6).fill(UNKNOWN_BIN),
      size: logBin(50),
      count: 1,
      counters: Array(5).fill(counterBin(0.9999)),
    });
  });

  it('has the latest gaps first', () => {
    pattern.first(3, 0, 1);
    let now = 0;
    for (const gap of [1000, 2, 3, 20, 30, 40, 50]) {
      now += gap;
      pattern.again(3, now);
    }
    expect(read(3, now).gaps).toEqual([50, 40, 30, 20, 3, 2].map(logBin));
    expect(read(3, now).count).toBe(8);
  });

  it('forgets half of what it counted in each half-life', () => {
    pattern.first(3, 0, 1);
    const halved = HALF_LIVES.map((requests, counter) => read(3, requests).counters[counter]);
    expect(halved).toEqual(Array(5).fill(counterBin(1 / 2)));
  });

  it('counts as 1 + count · 2^(-gap / half-life) does', () => {
    const random = new Streams('request pattern', 0).stream('gaps');
    const counters = HALF_LIVES.map(() => 1);
    pattern.first(3, 0, 1);
    let now = 0;
    for (let request = 0; request < 2000; request += 1) {
      const gap = 1 + random.below(2 ** random.below(17));
      now += gap;
      pattern.again(3, now);
      HALF_LIVES.forEach((halfLife, index) => {
        counters[index] = 1 + counters[index]! * 2 ** (-gap / halfLife);
      });
      // A bin is a quarter of a power of two; rounding may put a counter into the next.
      read(3, now).counters.forEach((bin, index) => {
        expect(Math.abs(bin - counterBin(counters[index]!))).toBeLessThanOrEqual(1);
      });
    }
  });

  it('is of its own entry, also when there is room for more', () => {
    pattern.first(0, 5, 1);
    pattern.first(1, 6, 2);
    const before = [read(0, 10), read(1, 10)];
    pattern.grow(1000);
    pattern.first(2, 7, 3);
    pattern.again(2, 8);
    expect([read(0, 10), read(1, 10)]).toEqual(before);
  });
});
