import { z } from 'zod';
import { duration, number, rate } from '../../../part/units.ts';
import { DAYS } from './diurnal.data.ts';
import { arrivals, type Daily } from './process.ts';
import { RHYTHMS } from './rhythms.data.ts';

const HOUR_MS = 3600e3;
const HOURS = 24;
/** The Earth turns so far in an hour. */
const DEGREES_AN_HOUR = 15;

/** Straight lines between the hours of a table, whose mean becomes 1. */
export class Day implements Daily {
  readonly peak: number;
  readonly #table: Float64Array;
  readonly #startsMs: number;
  readonly #isLocal: boolean;

  /** @param startsMs time of the day when the run begins. */
  constructor(hours: readonly number[], startsMs: number, isLocal: boolean) {
    const mean = hours.reduce((sum, one) => sum + one, 0) / hours.length;
    this.#table = Float64Array.from(hours, (one) => one / mean);
    this.peak = this.#table.reduce((most, one) => Math.max(most, one));
    this.#startsMs = startsMs;
    this.#isLocal = isLocal;
  }

  factor(timeMs: number, lonDeg: number): number {
    const shift = this.#isLocal ? lonDeg / DEGREES_AN_HOUR : 0;
    const hours = (this.#startsMs + timeMs) / HOUR_MS + shift + HOURS;
    const hour = Math.floor(hours);
    const part = hours - hour;
    const from = this.#table[hour % HOURS]!;
    return from + part * (this.#table[(hour + 1) % HOURS]! - from);
  }
}

const TABLES = { ...DAYS, ...RHYTHMS };

export type DayName = keyof typeof TABLES;

export const DAY_NAMES = Object.keys(TABLES) as DayName[];

/** The hours of a day that has a name, or 24 numbers as they are. */
export const hoursOf = (day: DayName | readonly number[]): readonly number[] =>
  typeof day === 'string' ? TABLES[day] : day;

export const diurnal = arrivals({
  name: 'diurnal',
  summary: 'is a Poisson process that follows the hours of the day where people live',
  source:
    'lowest and highest hours of Akamai classes (reference/domain.md §3.2); peaks of offices: Slack (§4.1); other hours are assumptions; thinning: Lewis & Shedler, Naval Research Logistics 26, 1979',
  params: {
    rate: rate().describe('arrivals per second in the mean of a day, the total over all places'),
    day: z
      .union([z.enum(DAY_NAMES), z.array(number({ min: 0 })).length(HOURS)])
      .default('web-eu')
      .describe(`${DAY_NAMES.join(', ')}, or 24 numbers for the hours from midnight on`),
    from: duration().prefault('0h').describe('time of the day when the run begins, UTC'),
    local: z
      .boolean()
      .default(true)
      .describe('each place has the time of its longitude; else all have the same'),
  },
  main: 'rate',
  make: ({ rate: perSecond, day, from, local }) => ({
    perSecond,
    gap: (random) => random.exponential(1),
    daily: new Day(hoursOf(day), from, local),
  }),
});
