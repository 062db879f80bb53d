/**
 * The scale all histograms share: log-linear over the bits of a double. Exponent and leading
 * mantissa bits, read as one integer, grow with the value, so a bucket's number is a shift away
 * and needs no logarithm: it is exact and the same in every engine.
 *
 * Source: the layout of IEEE 754 binary64; the idea is that of HdrHistogram (Tene, 2012).
 */

/** Values from 2^-12 to 2^40 have buckets of their own: in ms, a quarter of a µs to 34 years. */
const LOWEST_EXPONENT = -12;
const HIGHEST_EXPONENT = 40;
const EXPONENT_BIAS = 1023;
/** Of the 52 mantissa bits, those that stand in the upper 32-bit word. */
const HIGH_MANTISSA_BITS = 20;

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
double[0] = 1;
/** Which of the two words holds sign and exponent depends on the machine. */
const HIGH = words[1] === 0 ? 0 : 1;

/** Bucket 0 lies below the scale and the last one above it. */
export const bucketCount = (bits: number): number =>
  ((HIGHEST_EXPONENT - LOWEST_EXPONENT) << bits) + 2;

/** What to subtract from the shifted upper word so that 2^-12 falls into bucket 1. */
const offset = (bits: number): number => ((EXPONENT_BIAS + LOWEST_EXPONENT) << bits) - 1;

/** Number of the bucket that `value` falls into; values off the scale get the end buckets. */
export function bucketOf(value: number, bits: number): number {
  double[0] = value;
  const bucket = (words[HIGH]! >> (HIGH_MANTISSA_BITS - bits)) - offset(bits);
  return Math.max(0, Math.min(bucketCount(bits) - 1, bucket));
}

/** Where a bucket begins: its values are at or above this, and below the next one's. */
export function bucketLow(bucket: number, bits: number): number {
  if (bucket <= 0) return 0;
  double[0] = 0;
  words[HIGH] = (bucket + offset(bits)) << (HIGH_MANTISSA_BITS - bits);
  return double[0];
}
