/** Views of a double's bits; both halves of the exponent arithmetic that logarithms need. */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
/** Index of the word with sign and exponent; 1 on little-endian machines, which all ours are. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

const EXPONENT_BIAS = 1023;
const EXPONENT_SHIFT = 20;
/** Powers of two outside this range are reached in two steps, the second of which may round. */
const SMALLEST_NORMAL = -1022;
const LARGEST_NORMAL = 1023;

/** The upper 32 bits: sign, exponent, and 20 bits of the fraction. */
export function highWord(x: number): number {
  double[0] = x;
  return words[HIGH]!;
}

/** `x` with its upper 32 bits replaced. */
export function withHighWord(x: number, high: number): number {
  double[0] = x;
  words[HIGH] = high;
  return double[0]!;
}

/** `x` with its lower 32 bits cleared: 21 bits of fraction, so that products of two are exact. */
export function withoutLowWord(x: number): number {
  double[0] = x;
  words[1 - HIGH] = 0;
  return double[0]!;
}

/** 2^k for -1022 <= k <= 1023. */
function power2(k: number): number {
  words[HIGH] = (k + EXPONENT_BIAS) << EXPONENT_SHIFT;
  words[1 - HIGH] = 0;
  return double[0]!;
}

/** `x` times 2^k, for any whole k. */
export function scale2(x: number, k: number): number {
  if (k < SMALLEST_NORMAL) return x * power2(Math.max(k + 54, SMALLEST_NORMAL)) * power2(-54);
  if (k > LARGEST_NORMAL)
    return x * power2(LARGEST_NORMAL) * power2(Math.min(k - LARGEST_NORMAL, LARGEST_NORMAL));
  return x * power2(k);
}
