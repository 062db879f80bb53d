/** Reads the plain rows of a CSV trace in one pass over their bytes. */
import type { CsvColumns } from './csv-columns.ts';

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const POINT = 46;
const ZERO = 48;
/** Places in `numbers`. */
export const WHOLE = 0;
export const FRACTION = 1;
export const SIZE = 2;
/** Digits that a double holds whatever they are. */
const EXACT_DIGITS = 15;
/** Billionths are what fractions are counted in; so many digits are a small integer, too. */
const SHORT_DIGITS = 9;
const BILLIONTHS = Float64Array.from({ length: SHORT_DIGITS + 1 }, (_, digits) =>
  Number(`1e${SHORT_DIGITS - digits}`),
);

/**
 * One row at a time. Whatever is not plain (quotes, a wrong number of columns, a size that is no number) is left to
 * the slow way, which knows how to read it or what to say of it.
 */
export class CsvRow {
  readonly #delimiter: number;
  readonly #columns: CsvColumns;
  readonly #width: number;
  /**
   * Of the row read last: at `WHOLE` seconds (or another unit), at `FRACTION` billionths of one, at `SIZE` bytes.
   * An array, because each double written to a field of its own may be a new object.
   */
  readonly numbers = new Float64Array(3);
  keyFrom = 0;
  keyTo = 0;
  /** The key when it is a decimal number of up to nine digits; −1 when it is something else. */
  shortKey = -1;

  constructor(delimiter: number, columns: CsvColumns, width: number) {
    this.#delimiter = delimiter;
    this.#columns = columns;
    this.#width = width;
  }

  /**
   * @param from where a row starts that has a newline somewhere behind it.
   * @returns where its newline is; −1 when the row is not plain.
   */
  read(bytes: Uint8Array, from: number): number {
    const { time, key, size } = this.#columns;
    const width = this.#width;
    let at = from;
    for (let field = 0; field < width; field++) {
      if (field > 0 && bytes[at++] !== this.#delimiter) return -1;
      if (field === key) at = this.#readKey(bytes, at);
      else if (field === time) at = this.#readTime(bytes, at);
      else if (field === size) at = this.#readSize(bytes, at);
      else at = bytes[at] === QUOTE ? -1 : this.#skip(bytes, at);
      if (at < 0) return -1;
    }
    if (bytes[at] === RETURN) at++;
    return bytes[at] === NEWLINE ? at : -1;
  }

  #readTime(bytes: Uint8Array, from: number): number {
    let at = from;
    let whole = 0;
    let digit = bytes[at]! - ZERO;
    for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) whole = 10 * whole + digit;
    if (at === from || at - from > EXACT_DIGITS) return -1;
    this.numbers[WHOLE] = whole;
    this.numbers[FRACTION] = 0;
    if (digit !== POINT - ZERO) return at;
    const stop = at + 1 + SHORT_DIGITS;
    const first = ++at;
    let fraction = 0;
    digit = bytes[at]! - ZERO;
    for (; digit >= 0 && digit <= 9 && at < stop; digit = bytes[++at]! - ZERO)
      fraction = (Math.imul(10, fraction) + digit) | 0;
    if (at === first) return -1;
    this.numbers[FRACTION] = fraction * BILLIONTHS[at - first]!;
    return at;
  }

  #readSize(bytes: Uint8Array, from: number): number {
    let at = from;
    let size = 0;
    let digit = bytes[at]! - ZERO;
    for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) size = 10 * size + digit;
    this.numbers[SIZE] = size;
    return size > 0 && at - from <= EXACT_DIGITS ? at : -1;
  }

  #readKey(bytes: Uint8Array, from: number): number {
    const stop = from + SHORT_DIGITS;
    let at = from;
    let value = 0;
    let digit = bytes[at]! - ZERO;
    for (; digit >= 0 && digit <= 9 && at < stop; digit = bytes[++at]! - ZERO)
      value = (Math.imul(10, value) + digit) | 0;
    const isShort = at > from && (bytes[from] !== ZERO || at === from + 1);
    this.shortKey = -1;
    this.keyFrom = from;
    if (isShort && this.#endsField(bytes, at)) this.shortKey = value;
    else if (bytes[from] === QUOTE) return -1;
    else at = this.#skip(bytes, at);
    this.keyTo = bytes[at] === NEWLINE && at > from && bytes[at - 1] === RETURN ? at - 1 : at;
    return at;
  }

  #endsField(bytes: Uint8Array, at: number): boolean {
    return bytes[at] === this.#delimiter || bytes[at] === NEWLINE;
  }

  #skip(bytes: Uint8Array, from: number): number {
    let at = from;
    while (!this.#endsField(bytes, at)) at++;
    return at;
  }
}
