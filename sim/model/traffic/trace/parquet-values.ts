/** Values of Parquet columns as plain arrays: those of 64 bits in two words, never in a double. */
import type { ParquetField } from './parquet-columns.ts';

/** A column of a row group as it is decoded: a typed array, or values among which some are missing. */
export type ParquetValues = ArrayLike<number | bigint | Uint8Array | null | undefined>;

const TWO_32 = 4_294_967_296;
const MOST_HIGH = 2_097_152;

/** Whole numbers: the low word of row r at 2r, the high one at 2r + 1. */
export class ParquetWords {
  readonly words: Uint32Array;
  readonly #missing: Uint8Array | undefined;
  readonly #isUnsigned: boolean;

  constructor(values: ParquetValues, { type, isUnsigned }: ParquetField) {
    this.#isUnsigned = isUnsigned;
    const isNarrow = type === 'INT32';
    const whole = values instanceof BigInt64Array || values instanceof BigUint64Array;
    if (whole && values.byteOffset % 4 === 0) {
      this.words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
      return;
    }
    this.words = new Uint32Array(2 * values.length);
    this.#missing = new Uint8Array(values.length);
    const wide = new BigInt64Array(1);
    const halves = new Uint32Array(wide.buffer);
    for (let row = 0; row < values.length; row += 1) {
      const value = values[row];
      if (typeof value === 'bigint') {
        wide[0] = value;
        this.words.set(halves, 2 * row);
      } else if (typeof value === 'number' && isNarrow) {
        this.words[2 * row] = value;
        this.words[2 * row + 1] = isUnsigned || value >= 0 ? 0 : -1;
      } else this.#missing[row] = 1;
    }
  }

  isMissing(row: number): boolean {
    return this.#missing !== undefined && this.#missing[row] === 1;
  }

  /** The number less that of the words given; exact up to 2^53. */
  less(row: number, low: number, high: number): number {
    return (this.high(row) - high) * TWO_32 + (this.words[2 * row]! - low);
  }

  high(row: number): number {
    const high = this.words[2 * row + 1]!;
    return this.#isUnsigned ? high : high | 0;
  }

  /** The number; NaN where a double does not hold it. */
  exact(row: number): number {
    const high = this.high(row);
    if (high >= MOST_HIGH || high < -MOST_HIGH) return Number.NaN;
    return high * TWO_32 + this.words[2 * row]!;
  }
}

/** Sizes in bytes; NaN: missing, or no whole number that a double holds. */
export function parquetSizes(values: ParquetValues, field: ParquetField): Float64Array {
  const sizes = new Float64Array(values.length);
  if (field.type === 'DOUBLE' || field.type === 'FLOAT') {
    for (let row = 0; row < sizes.length; row += 1) {
      const value = values[row];
      sizes[row] = Number.isSafeInteger(value) ? (value as number) : Number.NaN;
    }
    return sizes;
  }
  const words = new ParquetWords(values, field);
  for (let row = 0; row < sizes.length; row += 1) {
    sizes[row] = words.isMissing(row) ? Number.NaN : words.exact(row);
  }
  return sizes;
}

/** Of each unit: what turns it into milliseconds, a factor and a divisor, so that neither rounds. */
const MS: Readonly<Record<string, readonly [number, number]>> = {
  SECONDS: [1000, 1],
  MILLIS: [1, 1],
  MICROS: [1, 1000],
  NANOS: [1, 1_000_000],
};

/** Milliseconds since the first time that is there. Seconds, unless the column says that it has timestamps. */
export class ParquetClock {
  readonly #field: ParquetField;
  readonly #factor: number;
  readonly #divisor: number;
  #isStarted = false;
  #low = 0;
  #high = 0;
  #first = 0;

  constructor(field: ParquetField) {
    this.#field = field;
    [this.#factor, this.#divisor] = MS[field.unit ?? 'SECONDS']!;
  }

  /** NaN: missing. */
  times(values: ParquetValues): Float64Array {
    const { type } = this.#field;
    const isWhole = type === 'INT32' || type === 'INT64';
    return isWhole ? this.#whole(values) : this.#broken(values);
  }

  #whole(values: ParquetValues): Float64Array {
    const words = new ParquetWords(values, this.#field);
    const times = new Float64Array(values.length);
    for (let row = 0; row < times.length; row += 1) {
      if (words.isMissing(row)) times[row] = Number.NaN;
      else {
        if (!this.#isStarted) {
          this.#isStarted = true;
          this.#low = words.words[2 * row]!;
          this.#high = words.high(row);
        }
        times[row] = (words.less(row, this.#low, this.#high) * this.#factor) / this.#divisor;
      }
    }
    return times;
  }

  #broken(values: ParquetValues): Float64Array {
    const times = new Float64Array(values.length);
    for (let row = 0; row < times.length; row += 1) {
      const value = values[row];
      const isThere = typeof value === 'number' && Number.isFinite(value);
      if (isThere && !this.#isStarted) {
        this.#isStarted = true;
        this.#first = value;
      }
      times[row] = isThere ? (value - this.#first) * this.#factor : Number.NaN;
    }
    return times;
  }
}
