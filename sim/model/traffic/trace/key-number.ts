/** Keys that are numbers, kept as 64 bits and a way of writing; the text comes back exactly. */

const ZERO = 48;
const LETTER_X = 120;
/** 2^64 − 1 has 20 decimal digits. */
const MOST_DECIMALS = 20;
const MOST_HEX_DIGITS = 16;
/** Decimal digits taken at once: 999,999,999 is a small integer to the compiler. */
const CHUNK_DIGITS = 9;
const TWO_16 = 65_536;
const TWO_32 = 4_294_967_296;

/** Ways of writing: decimal without leading zeros, or so many hex digits, in small or capital letters, behind 0x. */
export const TEXT = 0;
export const DECIMAL = 1;
const HEX = 2;
const CAPITAL_HEX = 32;
const PREFIXED = 64;

/** Reads a key as a number of 64 bits in two words: a double holds 53, and would make two ids one. */
export class KeyNumber {
  /** The words as signed 32-bit integers. */
  low = 0;
  high = 0;
  /** How the key writes its number. */
  kind = TEXT;

  /** False when the key is no number of 64 bits, or is not written in one of the ways that come back exactly. */
  parse(bytes: Uint8Array, from: number, to: number): boolean {
    if (to - from > MOST_DECIMALS || from === to) return false;
    const isPrefixed = bytes[from] === ZERO && bytes[from + 1] === LETTER_X && to - from > 2;
    if (isPrefixed) return this.#hex(bytes, from + 2, to, PREFIXED);
    return this.#decimal(bytes, from, to) || this.#hex(bytes, from, to, 0);
  }

  #decimal(bytes: Uint8Array, from: number, to: number): boolean {
    if (bytes[from] === ZERO && to - from > 1) return false;
    this.kind = DECIMAL;
    this.low = 0;
    this.high = 0;
    for (let at = from; at < to; ) {
      let chunk = 0;
      let scale = 1;
      for (const stop = Math.min(to, at + CHUNK_DIGITS); at < stop; at++) {
        const digit = bytes[at]! - ZERO;
        if (digit < 0 || digit > 9) return false;
        chunk = 10 * chunk + digit;
        scale *= 10;
      }
      if (!this.#append(scale, chunk)) return false;
    }
    return true;
  }

  /** Puts decimal digits behind those there are, in halves of words: each product is a whole number below 2^48. */
  #append(scale: number, digits: number): boolean {
    const lowHalf = (this.low & 0xffff) * scale + digits;
    const highHalf = (this.low >>> 16) * scale + Math.floor(lowHalf / TWO_16);
    const high = (this.high >>> 0) * scale + Math.floor(highHalf / TWO_16);
    this.low = ((highHalf & 0xffff) << 16) | (lowHalf & 0xffff);
    this.high = high | 0;
    return high < TWO_32;
  }

  #hex(bytes: Uint8Array, from: number, to: number, prefix: number): boolean {
    const length = to - from;
    if (length > MOST_HEX_DIGITS) return false;
    let low = 0;
    let high = 0;
    let letters = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      const letter = (byte | 0x20) - 97;
      if (letter >= 0 && letter < 6) letters |= byte & 0x20 ? 1 : 2;
      else if (byte < ZERO || byte > ZERO + 9) return false;
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | (byte > 64 ? letter + 10 : byte - ZERO);
    }
    this.low = low;
    this.high = high;
    this.kind = prefix + (letters === 2 ? CAPITAL_HEX : 0) + HEX + length;
    return letters !== 3;
  }
}

/** The key as it was written. */
export function textOfNumber(low: number, high: number, kind: number): string {
  const value = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  if (kind === DECIMAL) return value.toString();
  const isPrefixed = (kind & PREFIXED) !== 0;
  const digits = value.toString(16).padStart((kind & (CAPITAL_HEX - 1)) - HEX, '0');
  const cased = (kind & CAPITAL_HEX) !== 0 ? digits.toUpperCase() : digits;
  return isPrefixed ? `0x${cased}` : cased;
}
