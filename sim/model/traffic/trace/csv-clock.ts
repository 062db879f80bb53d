import { FRACTIONS_PER_UNIT } from './numbers.ts';

/** Milliseconds in each unit a time column may be in. */
const UNIT_MS = { s: 1000, ms: 1, us: 1e-3 } as const;
export type CsvTimeUnit = keyof typeof UNIT_MS;

/** Milliseconds since the first time, without losing digits of times that are large. */
export class CsvClock {
  readonly #unitMs: number;
  #firstWhole = Number.NaN;
  #firstFraction = 0;
  /** Time of the last good row. */
  lastMs = 0;

  constructor(unit: CsvTimeUnit) {
    this.#unitMs = UNIT_MS[unit];
  }

  /** The first time asked about is the start. */
  sinceStart(whole: number, fraction: number): number {
    if (Number.isNaN(this.#firstWhole)) {
      this.#firstWhole = whole;
      this.#firstFraction = fraction;
    }
    const fractions = (fraction - this.#firstFraction) * this.#unitMs;
    return (whole - this.#firstWhole) * this.#unitMs + fractions / FRACTIONS_PER_UNIT;
  }
}
