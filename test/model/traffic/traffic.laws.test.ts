import { describe, expect, it } from 'vitest';
import type { Random } from '../../../sim/engine/random.ts';
import { Streams } from '../../../sim/engine/streams.ts';
import { arrivalProcesses } from '../../../sim/model/traffic/arrivals.ts';
import { popularities } from '../../../sim/model/traffic/popularity.ts';
import { choose } from '../../../sim/part/choice.ts';

const stream = (name: string): Random => new Streams('laws', 0).stream(name);

describe.each(arrivalProcesses.parts)('arrival process $name', (part) => {
  const given: Record<string, object> = {
    mmpp: {
      states: [
        { rate: '2rps', lasts: '30s' },
        { rate: '8rps', lasts: '30s' },
      ],
    },
    flash: { rate: '5rps', at: '1m' },
    midnight: { rate: '5rps', at: '1m' },
    closed: { users: 5 },
    once: { people: 5 },
    replay: { file: 'times' },
  };
  const make = () =>
    choose(part, part.params.parse(given[part.name] ?? { rate: '5rps' })).make(undefined);

  it('is a stream, a number of people or a list of times', () => {
    const { people, times, perSecond } = make();
    const random = stream(part.name);
    const ways = [people !== undefined, times !== undefined, perSecond > 0].filter(Boolean);
    expect(ways).toHaveLength(1);
    for (let draw = 0; draw < 100 && people !== undefined; draw += 1) {
      expect(people.firstMs(random)).toBeGreaterThanOrEqual(0);
      expect(people.againMs?.(random) ?? 0).toBeGreaterThanOrEqual(0);
    }
  });

  // People and lists of times have no gaps to draw.
  if (make().perSecond <= 0) return;

  it('has gaps of 0 or more, one expected arrival long in the mean', () => {
    const arrivals = make();
    expect(arrivals.perSecond).toBe(5);
    const random = stream(part.name);
    const means = Array.from({ length: 50 }, () => {
      let sum = 0;
      for (let draw = 0; draw < 1000; draw += 1) {
        const gap = arrivals.gap(random);
        expect(gap).toBeGreaterThanOrEqual(0);
        sum += gap;
      }
      return sum / 1000;
    });
    // Four standard errors, from batches long enough for bursts to be independent of each other.
    const mean = means.reduce((sum, one) => sum + one, 0) / 50;
    const variance = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 49;
    expect(Math.abs(mean - 1)).toBeLessThanOrEqual(4 * Math.sqrt(variance / 50));
  });
});

describe.each(popularities.parts)('popularity $name', (part) => {
  it('gives objects of the catalog only, the first at least as often as the last', () => {
    const exponent = { exponent: 0.8 };
    const given = { zipf: exponent, drift: exponent, akamai: { class: 'images' } }[part.name] ?? {};
    const context = { objects: 40, random: stream(`changes of ${part.name}`) };
    const popularity = choose(part, part.params.parse(given)).make(context);
    const random = stream(part.name);
    const counts = new Array(40).fill(0);
    for (let draw = 0; draw < 40_000; draw += 1) counts[popularity.sample(random, 0)] += 1;
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40_000);
    // Uniform: 1000 each, deviation 31.
    expect(counts[0]).toBeGreaterThan(counts[39] - 4 * 44);
  });
});

describe('arrivals in bursts', () => {
  it('vary as much as the two rates say', () => {
    const part = arrivalProcesses.find('bursts')!;
    const arrivals = choose(part, part.params.parse({ rate: '1rps' })).make(undefined);
    const random = stream('bursts');
    // Arrivals in windows of 500: their variance over their mean is 1 + 2 · v · t, with v the
    // variance of the rate over the mean squared, 0.1 · 3² + 0.9 · (1/3)² = 1, and t how long it
    // lasts, 5 · 0.9 (Fischer & Meier-Hellstern, eq. 22, for long windows).
    const counts: number[] = [];
    for (let window = 1, now = 0, count = 0; counts.length < 2000; count += 1) {
      for (now += arrivals.gap(random); now >= window * 500; window += 1) {
        counts.push(count);
        count = 0;
      }
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    // The variance of 2000 nearly normal values has a standard error of 3.2 %; four of them.
    expect(Math.abs(variance / mean / (1 + 2 * 4.5) - 1)).toBeLessThan(0.13);
  });
});
