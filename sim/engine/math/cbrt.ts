/**
 * Cube root, the same in every JavaScript engine.
 * Source: method and coefficients of FDLIBM 5.3 (Sun Microsystems, 1993), s_cbrt.c; error below 1
 * ulp.
 */
import { highWord, withHighWord, withoutLowWord } from './bits.ts';

/** A third of an exponent's bits, plus this, is an exponent's bits: (1023 - 1023/3 - 0.0331) 2^20. */
const THIRD_OF_BIAS = 715_094_163;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18_014_398_509_481_984;
const TWO_18 = 262_144;

export function cbrt(x: number): number {
  const size = Math.abs(x);
  if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return x;
  const root = size < SMALLEST_NORMAL ? rootOf(size * TWO_54) / TWO_18 : rootOf(size);
  return x < 0 ? -root : root;
}

/** Of a positive, normal number. */
function rootOf(x: number): number {
  // 5 bits from the exponent, 23 from a rational approximation, rounded up to 21 …
  let root = withHighWord(0, Math.floor(highWord(x) / 3) + THIRD_OF_BIAS);
  const s = 0.5428571428571428 + ((root * root) / x) * root;
  root *=
    0.35714285714285715 + 1.6071428571428572 / (s + 1.4142857142857144 - 0.7053061224489796 / s);
  root = withoutLowWord(root);
  root = withHighWord(root, highWord(root) + 1);
  // … and all by a step of Newton's, in which the square is exact.
  const quotient = x / (root * root);
  return root + root * ((quotient - root) / (root + root + quotient));
}
