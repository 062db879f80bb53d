import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { FIVE_QI } from '../../../sim/model/access/cellular/five-qi.data.ts';
import { accessProfiles } from '../../../sim/model/access/index.ts';
import { profileOf, quantileOf } from './fixtures.ts';

const DRAWS = 20_000;
const draws = (sample: () => number) => Array.from({ length: DRAWS }, sample);

/** Round trip and rates of a profile, medians and 95 % quantiles. */
function figures(name: string, given: unknown = {}) {
  const profile = profileOf(name, given);
  const random = new Streams('figures', 0).stream(name);
  const roundTrips = draws(() => 2 * profile.oneWayMs(random));
  const down = draws(() => profile.downBitsPerSecond(random) / 1e6);
  const up = draws(() => profile.upBitsPerSecond(random) / 1e6);
  const pair = (values: number[]) => [quantileOf(values, 0.5), quantileOf(values, 0.95)];
  return { roundTripMs: pair(roundTrips), downMbps: pair(down), upMbps: pair(up) };
}

describe('measured mobile networks', () => {
  // reference/domain.md §1.3, computed from SIGCOMM21-5G/artifact (Ookla, USA 2021); up p50/p95 too.
  it.each([
    ['5g-mmwave', [7, 9], [944, 2667], [77, 157]],
    ['5g-embb', [15, 20], [78, 224], [64, 75]],
    ['5g-sa', [59, 61], [40, 66], [39, 45]],
    ['4g', [22, 27], [117, 198], [31, 36]],
  ])('%s has the medians and 95 %% quantiles of its source', (name, roundTrip, down, up) => {
    const { roundTripMs, downMbps, upMbps } = figures(name);
    const pairs = [
      [roundTripMs, roundTrip],
      [downMbps, down],
      [upMbps, up],
    ];
    // 20 000 draws know the median of the widest of these within 1 %, its 95 % quantile within 2 %.
    for (const [found, expected] of pairs) {
      for (const [index, value] of found!.entries()) {
        expect(Math.abs(value / expected![index]! - 1)).toBeLessThan(0.03);
      }
    }
  });
});

describe('every access network', () => {
  it('says in its source when its numbers were measured, published or assumed', () => {
    const undated = accessProfiles.parts.filter(({ source }) => !/\b(19|20)\d\d\b/.test(source));
    // What is no network has nothing to measure.
    expect(undated.map(({ name }) => name)).toEqual(['none']);
  });

  // docs/edge.md: radio targets of TR 25.913 (LTE) and M.2410 (NR), the slices' own.
  it.each([
    ['4g', 22, 5],
    ['5g-embb', 15, 4],
    ['5g-mmwave', 7, 2],
    ['5g-sa', 59, 4],
  ])('%s leaves for transport and core what its median has beside the radio', (name, ms, radio) => {
    expect(profileOf(name).legs!.coreMs).toBeCloseTo(ms / 2 - radio, 9);
  });

  it.each([
    ['embb', 4, 10],
    ['urllc', 1, 1],
    ['mmtc', 50, 20],
  ])('slice %s has the legs of its targets', (kind, leastMs, coreMs) => {
    expect(profileOf('5g-slice', { kind }).legs).toEqual({ leastMs, coreMs });
  });

  it('without radio sites has no legs', () => {
    for (const name of ['fibre', 'cable', 'dsl', 'geo', 'leo']) {
      expect(profileOf(name).legs).toBeUndefined();
    }
  });
});

describe('lines to the home', () => {
  // reference/domain.md §1.4: middle of the median's range, 95 % quantile, loss (assumptions there too).
  it.each([
    ['fibre', 7, 20, 0],
    ['cable', 18, 40, 0.001],
    ['dsl', 32, 70, 0.002],
  ])('%s has the round trips %f and %f ms', (name, median, p95, loss) => {
    const [p50, high] = figures(name).roundTripMs;
    expect(Math.abs(p50! / median - 1)).toBeLessThan(0.03);
    expect(Math.abs(high! / p95 - 1)).toBeLessThan(0.03);
    expect(profileOf(name).lossRatio ?? 0).toBe(loss);
  });

  it('wifi adds its contention in both directions', () => {
    const quiet = figures('wifi').roundTripMs[0]!;
    const crowded = figures('wifi', { contention: '30ms' }).roundTripMs[0]!;
    // The median of a sum of two exponentials of 30 ms is 1.678 · 30 (gamma of shape 2, any table);
    // here one exponential is doubled, whose median is 2 · 30 · ln 2 = 41.6.
    expect(crowded - quiet).toBeGreaterThan(38);
    expect(crowded - quiet).toBeLessThan(48);
  });
});

describe('5G quality classes', () => {
  it('are those of TS 23.501 Table 5.7.4-1', () => {
    const row = (id: number) => {
      const { type, delayBudgetMs, errorRatio, burstBytes } = FIVE_QI.find((one) => one.id === id)!;
      return [type, delayBudgetMs, errorRatio, burstBytes];
    };
    expect(FIVE_QI).toHaveLength(31);
    expect(row(1)).toEqual(['gbr', 100, 0.01, 0]);
    expect(row(5)).toEqual(['non-gbr', 100, 1e-6, 0]);
    expect(row(9)).toEqual(['non-gbr', 300, 1e-6, 0]);
    expect(row(73)).toEqual(['gbr', 300, 1e-8, 0]);
    expect(row(79)).toEqual(['non-gbr', 50, 0.01, 0]);
    expect(row(82)).toEqual(['delay-critical', 10, 1e-4, 255]);
    expect(row(85)).toEqual(['delay-critical', 5, 1e-5, 255]);
    expect(row(90)).toEqual(['delay-critical', 20, 1e-4, 63_000]);
  });

  // TS 23.501 §5.7.3.4: the budget is kept with a confidence of 98 %.
  it.each([
    ['embb', undefined, 300, 1e-6],
    ['embb', 80, 10, 1e-6],
    ['urllc', undefined, 10, 1e-4],
    ['urllc', 86, 5, 1e-4],
    ['mmtc', undefined, 300, 1e-6],
  ])('%s with 5QI %s keeps %f ms for 98 %% of the packets', (kind, id, budgetMs, loss) => {
    const profile = profileOf('5g-slice', { kind, ...(id === undefined ? {} : { '5qi': id }) });
    const random = new Streams('slice', 0).stream(`${kind} ${id}`);
    const late = draws(() => profile.oneWayMs(random)).filter((ms) => ms > budgetMs * 1.0001);
    // 2 % of 20 000 with a standard error of 0.1 %; a budget below radio and core is the delay itself.
    expect(late.length / DRAWS).toBeLessThan(0.024);
    if (kind !== 'embb' || id !== 80) expect(late.length / DRAWS).toBeGreaterThan(0.016);
    expect(profile.lossRatio).toBe(loss);
  });

  it('refuse an unknown 5QI', () => {
    const { params } = accessProfiles.find('5g-slice')!;
    expect(params.safeParse({ '5qi': 10 }).success).toBe(false);
  });
});
