/**
 * Natural logarithms, the same in every JavaScript engine.
 * Source: method and coefficients of FDLIBM 5.3 (Sun Microsystems, 1993), e_log.c and s_log1p.c;
 * error below 1 ulp.
 */
import { highWord, withHighWord } from './bits.ts';

/** ln 2 in two parts: the first has trailing zeros, so that a whole multiple of it is exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

/** 2^54, to bring subnormal numbers into the normal range. */
const TWO_54 = 18_014_398_509_481_984;
/** High words of 1 and of sqrt(1/2), between which and its double the fraction is brought. */
const ONE = 0x3ff00000;
const SQRT_HALF = 0x3fe6a09e;
const FRACTION = 0x000fffff;
const SHIFT = 20;
const BIAS = 1023;

/** Between these the argument of log1p needs no scaling: sqrt(1/2) - 1 and sqrt(2) - 1. */
const NEAR_LOW = -0.29289321881345254;
const NEAR_HIGH = 0.41421356237309503;

/** Remez polynomial for (log(1+f) - log(1-f)) / f in s = f / (2 + f), without its first term. */
function series(s: number): number {
  const z = s * s;
  const w = z * z;
  const odd =
    z *
    (0.6666666666666735 +
      w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  return even + odd;
}

/** The whole k for which x / 2^k is between sqrt(1/2) and sqrt(2); x positive and normal. */
function binade(high: number): number {
  return ((high + (ONE - SQRT_HALF)) >> SHIFT) - BIAS;
}

/** `x / 2^k` for the k above. */
function fraction(x: number, high: number, k: number): number {
  return withHighWord(x, high - (k << SHIFT));
}

/** @returns NaN below 0, -Infinity at 0. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) {
    return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  }
  let scaled = x;
  let k = 0;
  if (highWord(x) < FRACTION + 1) {
    scaled = x * TWO_54;
    k = -54;
  }
  const high = highWord(scaled);
  const own = binade(high);
  k += own;
  const f = fraction(scaled, high, own) - 1;
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + series(s)) + k * LN2_LOW) - f);
}

/** log(1 + x), exact also where 1 + x rounds. @returns NaN below -1, -Infinity at -1. */
export function log1p(x: number): number {
  if (!(x > -1) || x === Number.POSITIVE_INFINITY) {
    return x === -1 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  }
  if (x > NEAR_LOW && x < NEAR_HIGH) {
    const s = x / (2 + x);
    const half = 0.5 * x * x;
    return x - (half - s * (half + series(s)));
  }
  const sum = 1 + x;
  const high = highWord(sum);
  const k = binade(high);
  // What rounding took from the sum, as a part of it.
  const lost = (k > 0 ? 1 - (sum - x) : x - (sum - 1)) / sum;
  const f = fraction(sum, high, k) - 1;
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + series(s)) + (k * LN2_LOW + lost)) - f);
}
