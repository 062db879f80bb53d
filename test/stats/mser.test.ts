import { describe, expect, it } from 'vitest';
import { mser5 } from '../../sim/stats/mser.ts';
import { random, series, waits } from './samples.ts';

/** The definition, word by word: the least squared standard error over all cuts. */
function byDefinition(values: readonly number[]): number {
  const batches = series(Math.floor(values.length / 5), (batch) => {
    const five = values.slice(batch * 5, batch * 5 + 5);
    return five.reduce((sum, value) => sum + value, 0) / 5;
  });
  const error = (cut: number) => {
    const rest = batches.slice(cut);
    const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length;
    const squares = rest.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return squares / rest.length ** 2;
  };
  const errors = batches.slice(0, batches.length / 2 + 1).map((_, cut) => error(cut));
  return errors.indexOf(Math.min(...errors)) * 5;
}

describe('MSER-5', () => {
  it('cuts a step off where it ends, for what is level has no error at all', () => {
    expect(mser5(series(200, (i) => (i < 35 ? 9 : 1)))).toEqual({ cut: 35, isShort: false });
  });

  it('cuts away the whole group of five in which a step ends', () => {
    expect(mser5(series(200, (i) => (i < 31 ? 9 : 1))).cut).toBe(35);
  });

  it('cuts nothing from a level series', () => {
    // With k alternating batches of ±1 the squared error is 1 / (k − cut): least without a cut.
    const alternating = series(200, (i) => (Math.floor(i / 5) % 2 === 0 ? 1 : -1));
    expect(mser5(alternating)).toEqual({ cut: 0, isShort: false });
    expect(mser5(series(200, () => 3))).toEqual({ cut: 0, isShort: false });
  });

  it('finds that a series that only climbs is too short', () => {
    // Of a straight line the squared error is (m² − 1) / 12m for m batches left: least at the end.
    // No more than half is cut.
    expect(mser5(series(200, (i) => i))).toEqual({ cut: 100, isShort: true });
  });

  it.each([1, 2, 3, 4, 5])('is the least squared standard error by its definition: %i', (run) => {
    const noise = random('mser', run);
    const decaying = series(503, (i) => 8 / (1 + i / 20) + noise.exponential(1));
    expect(mser5(decaying).cut).toBe(byDefinition(decaying));
  });

  it('cuts where an exponential approach has died down', () => {
    const noise = random('approach');
    // Time constant of 20: after five of them 0.7 % is left, well within the noise of 10 %.
    const approach = series(1000, (i) => 1 - 0.951229424500714 ** i + 0.1 * noise.normal());
    const { cut, isShort } = mser5(approach);
    expect(isShort).toBe(false);
    expect(cut).toBeGreaterThanOrEqual(20);
    expect(cut).toBeLessThanOrEqual(120);
  });

  it('takes the bias out of a queue that starts full', () => {
    // Expected wait of M/M/1 at load 0.5: 1 (Kleinrock 1975). It begins at 100 and falls by 1 a
    // customer, so the mean of 2000 is about 100² / 2 / 2000 = 2.5 too high. Over 200 runs:
    const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const runs = series(200, (run) => run).map((run) => waits('full queue', run, 0.5, 2000, 100));
    expect(mean(runs.map(mean))).toBeGreaterThan(3);
    expect(
      Math.abs(mean(runs.map((values) => mean(values.slice(mser5(values).cut)))) - 1),
    ).toBeLessThan(0.05);
  });

  it('cuts nothing from what is too short to tell', () => {
    expect(mser5([5, 4, 3, 2])).toEqual({ cut: 0, isShort: false });
    expect(mser5([])).toEqual({ cut: 0, isShort: false });
  });
});
