import { z } from 'zod';
import { exp } from '../../../engine/math/index.ts';
import { duration, number, rate } from '../../../part/units.ts';
import { arrivals, type Daily } from './process.ts';

const HOUR_MS = 3600e3;
const DEGREES_AN_HOUR = 15;

/** One everywhere before midnight; then a jump that wears off. */
class Wishes implements Daily {
  readonly peak: number;
  readonly #atMs: number;
  readonly #halfMs: number;
  readonly #isLocal: boolean;

  constructor(atMs: number, times: number, halfMs: number, isLocal: boolean) {
    this.peak = times;
    this.#atMs = atMs;
    this.#halfMs = halfMs;
    this.#isLocal = isLocal;
  }

  factor(timeMs: number, lonDeg: number): number {
    const zone = this.#isLocal ? Math.round(lonDeg / DEGREES_AN_HOUR) : 0;
    const sinceMs = timeMs - this.#atMs + zone * HOUR_MS;
    if (sinceMs < 0) return 1;
    return 1 + (this.peak - 1) * exp((-Math.LN2 * sinceMs) / this.#halfMs);
  }
}

export const midnight = arrivals({
  name: 'midnight',
  summary: 'is a Poisson process that jumps at an instant and wears off: New Year at 0 o’clock',
  source:
    'LINE at New Year and with stickers about ninefold, shakes of WeChat in spring 2015 42 times its messages: reference/domain.md §4.1; the shape is an assumption',
  params: {
    rate: rate().describe('arrivals per second before, the total over all places'),
    at: duration().describe('the instant; with `local`, where it is 0 o’clock in Greenwich'),
    times: number({ min: 1 }).prefault(10).describe('load at the instant as a multiple'),
    half: duration({ above: 0 })
      .prefault('3m')
      .describe('half of what has come on top is gone after this (assumption)'),
    local: z
      .boolean()
      .default(false)
      .describe('each place has its own instant, by whole hours of its longitude'),
  },
  make: ({ rate: perSecond, at, times, half, local }) => ({
    perSecond,
    gap: (random) => random.exponential(1),
    daily: new Wishes(at, times, half, local),
  }),
});
