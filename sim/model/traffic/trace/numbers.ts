const ZERO = 48;
const POINT = 46;

/**
 * Where `byte` first is from `from` to `to`; `to` when it is not there.
 *
 * For the few bytes of a field this beats the built-in search, which is a call out of compiled code and cannot be
 * told where to stop.
 */
export function indexOfByte(bytes: Uint8Array, byte: number, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== byte) at++;
  return at;
}

/** The digits of `bytes` from `from` to `to` as a number; −1 when there are none, others, or more than 2⁵³ − 1. */
export function digits(bytes: Uint8Array, from: number, to: number): number {
  let value = from < to ? 0 : -1;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = 10 * value + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : -1;
}

/** Digits behind the point that count: billionths of the unit. */
const FRACTION_DIGITS = 9;
/** What `Decimal.fraction` counts in. */
export const FRACTIONS_PER_UNIT = 1e9;

/** A decimal number in two whole parts, so that neither loses digits: epoch seconds with nanoseconds need 60 bits. */
export class Decimal {
  whole = 0;
  /** Billionths, 0 to 999,999,999; further digits are dropped. */
  fraction = 0;

  /** Reads `12` or `12.345`; false when it is anything else (signs and exponents included). */
  parse(bytes: Uint8Array, from: number, to: number): boolean {
    const point = indexOfByte(bytes, POINT, from, to);
    this.whole = digits(bytes, from, point);
    this.fraction = 0;
    if (point === to) return this.whole >= 0;
    const kept = Math.min(to, point + 1 + FRACTION_DIGITS);
    this.fraction = digits(bytes, point + 1, kept);
    for (let shift = kept - point - 1; shift < FRACTION_DIGITS; shift++) this.fraction *= 10;
    const dropped = kept === to || digits(bytes, kept, to) >= 0;
    return this.whole >= 0 && this.fraction >= 0 && dropped;
  }
}
