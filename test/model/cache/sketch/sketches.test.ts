import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { BloomFilter } from '../../../../sim/model/cache/sketch/bloom-filter.ts';
import { FrequencySketch } from '../../../../sim/model/cache/sketch/frequency-sketch.ts';

describe('a Bloom filter', () => {
  it('never denies a member', () => {
    const filter = new BloomFilter(1000, 0.01);
    for (let object = 0; object < 5000; object += 1) filter.add(object * 7);
    for (let object = 0; object < 5000; object += 1) expect(filter.has(object * 7)).toBe(true);
  });

  it.each([0.1, 0.01, 0.001])('takes strangers for members with probability %d', (errorRatio) => {
    const filter = new BloomFilter(20_000, errorRatio);
    for (let object = 0; object < 20_000; object += 1) filter.add(object);
    let wrong = 0;
    for (let object = 20_000; object < 420_000; object += 1) if (filter.has(object)) wrong += 1;
    // Bloom's formula for the next power of two of bits; 400,000 trials leave a few per cent of chance
    // at a thousandth.
    const hashes = Math.round(-Math.log2(errorRatio));
    const bits = 2 ** Math.ceil(Math.log2((-20_000 * Math.log(errorRatio)) / Math.log(2) ** 2));
    const expected = (1 - Math.exp((-hashes * 20_000) / bits)) ** hashes;
    expect(expected).toBeLessThan(errorRatio);
    expect(wrong / 400_000).toBeGreaterThan(0.7 * expected);
    expect(wrong / 400_000).toBeLessThan(1.3 * expected + 1e-5);
  });

  it('says of the first addition only that it was not there', () => {
    const filter = new BloomFilter(100, 0.01);
    expect([filter.add(3), filter.add(3), filter.size]).toEqual([false, true, 1]);
    filter.clear();
    expect([filter.has(3), filter.size]).toEqual([false, 0]);
  });
});

describe.each([false, true])('a frequency sketch, doorkeeper %s', (hasDoorkeeper) => {
  /** What a table of exact counts gives for the same requests, within one period. */
  function counted(objects: number, requests: number) {
    const sketch = new FrequencySketch(objects, hasDoorkeeper);
    const exact = new Map<number, number>();
    const random = new Streams('sketch', 0).stream('requests');
    for (let request = 0; request < requests; request += 1) {
      const object = Math.floor(objects * random.uniform() * random.uniform());
      sketch.increment(object);
      exact.set(object, (exact.get(object) ?? 0) + 1);
    }
    return { sketch, exact };
  }

  it('never counts too little within a period, up to 15', () => {
    const { sketch, exact } = counted(1000, 9000);
    for (const [object, count] of exact) {
      expect(sketch.estimate(object)).toBeGreaterThanOrEqual(Math.min(count, 15));
      expect(sketch.estimate(object)).toBeLessThanOrEqual(hasDoorkeeper ? 16 : 15);
    }
  });

  it('is nearly always right about objects that were asked for fewer than 15 times', () => {
    const { sketch, exact } = counted(1000, 9000);
    const few = [...exact].filter(([, count]) => count < 15);
    const right = few.filter(([object, count]) => sketch.estimate(object) === count);
    expect(few.length).toBeGreaterThan(500);
    // Four rows of 4,096 counters and 1,000 objects: all four counters are shared with probability
    // (1 - e^-0.24)^4, a fraction of a per cent; the doorkeeper adds its 3 %.
    expect(right.length / few.length).toBeGreaterThan(0.95);
  });

  it('halves what it counted after ten requests for each object of the cache', () => {
    const sketch = new FrequencySketch(100, hasDoorkeeper);
    for (let count = 0; count < 12; count += 1) sketch.increment(1);
    expect(sketch.estimate(1)).toBe(12);
    for (let object = 1000; sketch.estimate(1) >= 12; object += 1) {
      expect(object).toBeLessThan(2000);
      sketch.increment(object);
    }
    // With a doorkeeper eleven of them were in the counters, and its bit is gone.
    expect(sketch.estimate(1)).toBe(hasDoorkeeper ? 5 : 6);
  });

  it('halves more often the longer it runs, for half of each period is left in it', () => {
    const sketch = new FrequencySketch(10, hasDoorkeeper);
    const halvedAt: number[] = [];
    let before = 0;
    for (let request = 0; request < 300; request += 1) {
      sketch.increment(request % 10);
      const after = sketch.estimate(0);
      if (after < before) halvedAt.push(request);
      before = after;
    }
    // 10 requests for each of 10 objects, then about half as many each time.
    expect(halvedAt[0]).toBe(99);
    expect(halvedAt[1]! - halvedAt[0]!).toBeGreaterThanOrEqual(40);
    expect(halvedAt[1]! - halvedAt[0]!).toBeLessThanOrEqual(60);
  });

  it('keeps its counts when it grows', () => {
    const sketch = new FrequencySketch(10, false);
    for (let count = 0; count < 5; count += 1) sketch.increment(7);
    sketch.grow(1000);
    expect(sketch.estimate(7)).toBe(5);
    sketch.increment(7);
    expect(sketch.estimate(7)).toBe(6);
  });
});
