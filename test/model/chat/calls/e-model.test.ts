import { describe, expect, it } from 'vitest';
import { codecs } from '../../../../sim/model/chat/calls/codecs.ts';
import {
  type Impairment,
  opinionOf,
  ratingOf,
  SCALES,
} from '../../../../sim/model/chat/calls/e-model.ts';

const codec = (name: string) => codecs.find(name)!.make({} as never);
const byChance = (delayMs: number, lossRatio: number) => ({ delayMs, lossRatio, burstRatio: 1 });

// The expected numbers are those of oracle 18 in the domain reference: ITU-T G.107 (2015), eq. 7-29 and Annex B.
describe('the E-model', () => {
  it('gives its best rating without delay and loss', () => {
    const ideal: Impairment = { scale: 'narrow', equipment: 0, robustness: 4.3 };
    expect(ratingOf(ideal, byChance(0, 0))).toBe(93.2);
    expect(opinionOf(93.2, 'narrow')).toBeCloseTo(4.409, 3);
  });

  it.each([
    ['g711-plc', 150, 0.01, 85.96, 4.228],
    ['g729a', 150, 0.03, 67.15, 3.46],
    ['g711-plc', 400, 0.05, 43.32, 2.23],
  ])('rates %s after %d ms with losses of %d', (name, delayMs, loss, rating, opinion) => {
    const rated = ratingOf(codec(name), byChance(delayMs, loss));
    expect(rated).toBeCloseTo(rating, 2);
    expect(opinionOf(rated, 'narrow')).toBeCloseTo(opinion, 3);
  });

  it('rates losses in bursts lower than as many by chance', () => {
    const bursty = { delayMs: 0, lossRatio: 0.03, burstRatio: 2 };
    // 93.2 − 11 − 84 · 3 / (3 / 2 + 19), eq. 7-29.
    expect(ratingOf(codec('g729a'), bursty)).toBeCloseTo(69.907, 3);
    expect(ratingOf(codec('g729a'), byChance(0, 0.03))).toBeCloseTo(70.745, 3);
  });

  it.each(Object.keys(SCALES) as (keyof typeof SCALES)[])(
    'has opinions from 1 to 4.5 on the %s scale',
    (scale) => {
      expect(opinionOf(-20, scale)).toBe(1);
      expect(opinionOf(SCALES[scale].best, scale)).toBeGreaterThan(4.4);
      expect(opinionOf(SCALES[scale].best, scale)).toBeLessThanOrEqual(4.5);
    },
  );
});
