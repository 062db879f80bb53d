import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { WeightTree } from '../../../sim/engine/weight-tree.ts';
import { AKAMAI, type Group } from '../../../sim/model/traffic/catalog/akamai.data.ts';
import { popularities } from '../../../sim/model/traffic/popularity.ts';
import { choose } from '../../../sim/part/choice.ts';
import { runText, total } from '../../run-scenario.ts';

const DAY_MS = 86_400_000;
const streams = new Streams('catalogs', 0);

function open(name: string, params: object, objects: number) {
  const part = popularities.find(name)!;
  const context = { objects, random: streams.stream(`${name} changes`) };
  return choose(part, part.params.parse(params)).make(context);
}

/** Least squares of log count on log rank, in bins of the logarithm, from rank 10 on: reference/domain.md §3.1. */
function zipfExponent(counts: readonly number[]): number {
  const points: [number, number][] = [];
  for (let from = 10; from < counts.length; from = Math.ceil(from * 1.5)) {
    const part = counts.slice(from - 1, Math.ceil(from * 1.5) - 1);
    const ranks = part.reduce((sum, _, index) => sum + Math.log(from + index), 0) / part.length;
    points.push([ranks, Math.log(part.reduce((sum, one) => sum + one, 0) / part.length)]);
  }
  const mean = (which: 0 | 1) => points.reduce((sum, one) => sum + one[which], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, [one, other]) => sum + (one - x) * (other - y), 0);
  return -over / points.reduce((sum, [one]) => sum + (one - x) ** 2, 0);
}

/** What a log of the generated requests looks like, as many of them for an object as Akamai's has. */
function logOf(name: keyof typeof AKAMAI, objects: number) {
  const catalog = open('akamai', { class: name }, objects);
  const groups: readonly Group[] = AKAMAI[name];
  const requests = Math.round(objects * groups.reduce((sum, [w, share]) => sum + w * share, 0));
  const random = streams.stream(`${name} requests`);
  const counts = new Uint32Array(objects);
  for (let request = 0; request < requests; request += 1) counts[catalog.sample(random, 0)]! += 1;
  const sizes = catalog.sizes!(streams.stream(`${name} sizes`));
  const seen = [...counts.entries()].flatMap(([object, count]) =>
    count === 0 ? [] : [{ count, kB: sizes[object]! / 1000 }],
  );
  seen.sort((one, other) => other.count - one.count);
  const top = (share: number) =>
    seen.slice(0, Math.round(seen.length * share)).reduce((sum, { count }) => sum + count, 0) /
    requests;
  const bySize = seen.map(({ kB }) => kB).sort((one, other) => one - other);
  const byRequest = [...seen].sort((one, other) => one.kB - other.kB);
  let half = requests / 2;
  const middle = byRequest.find(({ count }) => {
    half -= count;
    return half <= 0;
  });
  return {
    oneHit: seen.filter(({ count }) => count === 1).length / seen.length,
    perObject: requests / seen.length,
    alpha: zipfExponent(seen.map(({ count }) => count)),
    top1: top(0.01),
    top10: top(0.1),
    sizes: [0.1, 0.5, 0.9, 0.99].map((share) => bySize[Math.floor(share * bySize.length)]!),
    requestedKb: middle!.kB,
  };
}

describe('the classes of Akamai', () => {
  // reference/domain.md §3.1: objects, requests, one-hit share, exponent, top 1 % and 10 %, sizes of objects at
  // 10, 50, 90 and 99 %, and the median size by requests, kB.
  it.each([
    ['web', 6.7, 0.69, 0.91, 0.62, 0.81, [2, 17, 223, 5045], 15],
    ['images', 2.43, 0.77, 0.65, 0.3, 0.57, [2, 10, 51, 149], 9],
    ['media', 6.18, 0.64, 0.87, 0.58, 0.79, [1, 24, 1670, 3384], 21],
    ['mix', 4.74, 0.74, 0.86, 0.59, 0.76, [2, 12, 82, 3058], 11],
    ['video', 3.43, 0.56, 0.75, 0.25, 0.53, [27, 599, 10_549, 10_549], 1164],
    ['downloads', 43.1, 0.77, 1.35, 0.96, 0.98, [2, 11, 211, 3851], 2098],
  ] as const)(
    '%s: a log of drawn requests is like the real one',
    (name, perObject, oneHit, alpha, top1, top10, sizes, requestedKb) => {
      const log = logOf(name, 100_000);
      expect(Math.abs(log.perObject / perObject - 1)).toBeLessThan(0.03);
      // Weights in steps of two, and counts from 64 on in groups: 2 points.
      expect(Math.abs(log.oneHit - oneHit)).toBeLessThan(0.02);
      expect(Math.abs(log.top1 - top1)).toBeLessThan(0.02);
      expect(Math.abs(log.top10 - top10)).toBeLessThan(0.02);
      // Ranks that a catalog of a hundredth has not: the line through the others has another slope.
      expect(Math.abs(log.alpha - alpha)).toBeLessThan(0.15);
      // Whole kB, and between the quantiles of a table: a factor of 1.5; what is 1 kB may have 2.
      for (const [index, kB] of sizes.entries()) {
        expect(log.sizes[index]! / kB, `quantile ${index}`).toBeGreaterThan(0.66);
        expect(log.sizes[index]! / kB, `quantile ${index}`).toBeLessThan(index === 0 ? 2.1 : 1.55);
      }
      // One in a catalog of a hundredth stands for many of the most popular.
      expect(Math.abs(Math.log(log.requestedKb / requestedKb))).toBeLessThan(0.35);
    },
  );

  it('have sizes that go with popularity: what is downloaded most is large, what is once is small', () => {
    const catalog = open('akamai', { class: 'downloads' }, 10_000);
    const sizes = [...catalog.sizes!(streams.stream('sizes'))];
    const median = (list: number[]) => list.sort((one, other) => one - other)[list.length >> 1]!;
    expect(median(sizes.slice(0, 20))).toBeGreaterThan(50 * median(sizes.slice(5000)));
  });

  it('need no size in a scenario, where other popularities do', () => {
    const text = (catalog: string) => `
version: 1
title: sizes
run: { seed: 1, duration: 10s }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  origin: { kind: origin }
traffic:
  page: { kind: web, from: people, to: origin, arrivals: { steady: 10rps }, catalog: ${catalog} }
`;
    const result = runText(text('{ objects: 1000, popularity: { akamai: images } }'));
    expect(total(result, 'response_bytes')).toBeGreaterThan(100_000);
    expect(() => runText(text('{ objects: 1000, popularity: { zipf: 1 } }'))).toThrow(
      'nothing says how large objects are',
    );
  });
});

describe('a popularity that drifts', () => {
  /** The objects that are there after some days, all places having the same chance. */
  const thereAfter = (params: object, objects: number, days: number) => {
    const drift = open('drift', { exponent: 0, ...params }, objects);
    const random = streams.stream('drift');
    const draws = Array.from({ length: 20 * objects }, () => drift.sample(random, days * DAY_MS));
    return [...new Set(draws)];
  };

  it('is Zipf’s law at the start, over what is born', () => {
    const drift = open('drift', { exponent: 1 }, 1000);
    const random = streams.stream('start');
    const counts = new Array(1000).fill(0);
    for (let draw = 0; draw < 100_000; draw += 1) counts[drift.sample(random, 0)] += 1;
    // 1 / H(800) = 0.1377 for the first and half of that for the second; 4 standard deviations.
    expect(Math.abs(counts[0] - 13_770)).toBeLessThan(440);
    expect(Math.abs(counts[1] - 6885)).toBeLessThan(320);
    expect(counts.slice(800).every((count) => count === 0)).toBe(true);
  });

  it('has the part of the top new after a day that it is told', () => {
    const all = { top: 1000, unborn: '50%', churn: '30%', born: '100%' };
    const fresh = thereAfter(all, 2000, 1).filter((object) => object >= 1000).length;
    // Binomial of 1000 places and 0.3: 4 standard deviations of 14.5.
    expect(Math.abs(fresh - 300)).toBeLessThan(58);
  });

  it('has newcomers that nobody has asked for, as many as it is told', () => {
    const half = { top: 1000, unborn: '5%', churn: '30%', born: '50%' };
    const fresh = thereAfter(half, 20_000, 1).filter((object) => object >= 19_000).length;
    // Half of -ln 0.7 changes a day of each of the 1000 places, Poisson: 4 standard deviations of 13.4.
    expect(Math.abs(fresh - 178)).toBeLessThan(54);
  });
});

describe('shot noise', () => {
  it('asks for an object half as often after its half-life', () => {
    const shots = open('shot-noise', { 'half-life': '1d', exponent: 0, alive: '10%' }, 20_000);
    const random = streams.stream('shots');
    const share = (atMs: number) => {
      let first = 0;
      for (let draw = 0; draw < 400_000; draw += 1) {
        if (shots.sample(random, atMs) < 2000) first += 1;
      }
      return first / 400_000;
    };
    expect(share(0)).toBe(1);
    // Of the weight at the start, 1 after a day a half; born in between, with weight v each, b a day: the
    // start has v b (1 - 1/16) / ln 2, newcomers v b (1 - 1/2) / ln 2. Births are Poisson: 500, 4.5 %.
    const old = (1 - 1 / 16) / 2;
    expect(Math.abs(share(DAY_MS) / (old / (old + 1 / 2)) - 1)).toBeLessThan(0.1);
    // And after 300 days, weights having been divided by 2 to the 256th, nothing of it is left.
    expect(share(300 * DAY_MS)).toBe(0);
  });

  it('goes on for hundreds of half-lives as it began', () => {
    const shots = open('shot-noise', { 'half-life': '1d', exponent: 0, alive: '0.5%' }, 40_000);
    const random = streams.stream('long');
    // 200 objects in four half-lives are 50 born in each, 36 of which weigh more than half of the newest: with
    // all the older ones some 72 count (1 / ln 2 half-lives of births).
    for (const day of [10, 250, 300, 600]) {
      const drawn = new Map<number, number>();
      for (let draw = 0; draw < 20_000; draw += 1) {
        const object = shots.sample(random, day * DAY_MS);
        drawn.set(object, (drawn.get(object) ?? 0) + 1);
      }
      const most = Math.max(...drawn.values()) / 20_000;
      expect(most, `day ${day}`).toBeLessThan(2.5 / 72);
      expect(Math.abs(Math.max(...drawn.keys()) - 200 - 50 * day)).toBeLessThan(
        4 * Math.sqrt(50 * day) + 5,
      );
    }
  });

  it('has the most popular object first', () => {
    const shots = open('shot-noise', { exponent: 1.2 }, 1000);
    const random = streams.stream('first');
    const counts = new Array(1000).fill(0);
    for (let draw = 0; draw < 50_000; draw += 1) counts[shots.sample(random, 0)] += 1;
    expect(Math.max(...counts)).toBe(counts[0]);
  });
});

describe('a tree of weights', () => {
  it('draws each index as often as its weight says, after changes too', () => {
    const tree = new WeightTree(5);
    const random = streams.stream('tree');
    for (const [index, weight] of [8, 1, 0, 3, 9].entries()) tree.set(index, weight);
    tree.set(0, 2);
    tree.set(4, 4);
    const counts = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 100_000; draw += 1) counts[tree.sample(random)]! += 1;
    // 4 standard deviations of a binomial count are 640 at most.
    for (const [index, share] of [0.2, 0.1, 0, 0.3, 0.4].entries())
      expect(Math.abs(counts[index]! - share * 100_000)).toBeLessThan(640);
  });
});
