/**
 * Powers, the same in every JavaScript engine.
 * Source: method and coefficients of FDLIBM 5.3 (Sun Microsystems, 1993), e_pow.c; error below 1
 * ulp. The logarithm is carried as a sum of two doubles, of which the first has so few bits that
 * its products are exact; for in x^y = 2^(y log2 x) an error of the exponent is one of the result.
 */
import { highWord, scale2, withHighWord, withoutLowWord } from './bits.ts';

/** 2 / (3 ln 2), and ln 2; each also in two parts. */
const CP = 0.9617966939259756;
const CP_HIGH = 0.9617967009544373;
const CP_LOW = -7.028461650952758e-9;
const LN2 = Math.LN2;
const LN2_HIGH = 0.6931471824645996;
const LN2_LOW = -1.904654299957768e-9;
/** log2(1.5) in two parts. */
const LOG2_HIGH = 0.5849624872207642;
const LOG2_LOW = 1.350039202129749e-8;

const TWO_54 = 18_014_398_509_481_984;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const BIAS = 1023;
const SHIFT = 20;
/** High words of sqrt(3/2) and sqrt(3), below which a fraction is near to 1, and to 3/2. */
const NEAR_1 = 0x3ff3988e;
const NEAR_1_5 = 0x3ffbb67a;
/** Beyond these exponents of 2 the result is Infinity, or 0. */
const OVERFLOW = 1024;
const UNDERFLOW = -1075;

/** Where `log2` leaves its result: the sum of both. */
let logHigh = 0;
let logLow = 0;

/** x to the power of y, for x of 0 or more. @returns NaN for x below 0. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (!(x > 0 && x < Number.POSITIVE_INFINITY && Math.abs(y) < Number.POSITIVE_INFINITY)) {
    return atTheEdge(x, y);
  }
  log2(x);
  const y1 = withoutLowWord(y);
  const high = y1 * logHigh;
  // An exponent so large that its product overflows has been settled before the parts are added.
  if (high > OVERFLOW + 1) return Number.POSITIVE_INFINITY;
  if (high < UNDERFLOW - 1) return 0;
  return exp2(high, (y - y1) * logHigh + y * logLow);
}

/** What is left when x or y is 0, Infinity, below 0 or NaN. */
function atTheEdge(x: number, y: number): number {
  if (!(x >= 0) || Number.isNaN(y)) return Number.NaN;
  return x < 1 === y > 0 ? 0 : Number.POSITIVE_INFINITY;
}

/** Leaves log2(x) in `logHigh` and `logLow`; x positive. */
function log2(x: number): void {
  const isSubnormal = x < SMALLEST_NORMAL;
  const scaled = isSubnormal ? x * TWO_54 : x;
  const high = highWord(scaled);
  let exponent = (high >> SHIFT) - BIAS;
  const fractionHigh = high - (exponent << SHIFT);
  const isNear15 = fractionHigh > NEAR_1 && fractionHigh < NEAR_1_5;
  // A fraction above sqrt(3) is nearer to 1 when halved.
  if (fractionHigh >= NEAR_1_5) exponent += 1;
  const fraction = withHighWord(scaled, high - (exponent << SHIFT));
  sumLog(fraction, isNear15 ? 1.5 : 1, exponent - (isSubnormal ? 54 : 0));
}

/** Leaves exponent + log2(fraction), for a fraction near to `base`. */
function sumLog(fraction: number, base: number, exponent: number): void {
  // s = (fraction - base) / (fraction + base) in two parts.
  const difference = fraction - base;
  const inverse = 1 / (fraction + base);
  const s = difference * inverse;
  const sHigh = withoutLowWord(s);
  const sumHigh = withoutLowWord(fraction + base);
  const sumLow = fraction - (sumHigh - base);
  const sLow = inverse * (difference - sHigh * sumHigh - sHigh * sumLow);
  // 3 + s² + … in two parts.
  const rest = series(s * s) + sLow * (sHigh + s);
  const square = sHigh * sHigh;
  const tHigh = withoutLowWord(3 + square + rest);
  const tLow = rest - (tHigh - 3 - square);
  // Their product in two parts.
  const u = sHigh * tHigh;
  const v = sLow * tHigh + tLow * s;
  const productHigh = withoutLowWord(u + v);
  const productLow = v - (productHigh - u);
  // Times 2 / (3 ln 2), plus the logarithm of the base, plus the exponent.
  const baseHigh = base === 1 ? 0 : LOG2_HIGH;
  const zHigh = CP_HIGH * productHigh;
  const zLow = CP_LOW * productHigh + productLow * CP + (base === 1 ? 0 : LOG2_LOW);
  logHigh = withoutLowWord(zHigh + zLow + baseHigh + exponent);
  logLow = zLow - (logHigh - exponent - baseHigh - zHigh);
}

/** 3 (atanh(s) / s - 1 - s²/3) in s², without what the caller adds. */
function series(s2: number): number {
  return (
    s2 *
    s2 *
    (0.5999999999999946 +
      s2 *
        (0.4285714285785502 +
          s2 *
            (0.33333332981837743 +
              s2 * (0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842)))))
  );
}

/** 2^(high + low). */
function exp2(high: number, low: number): number {
  const sum = high + low;
  if (sum >= OVERFLOW) return Number.POSITIVE_INFINITY;
  if (sum <= UNDERFLOW) return 0;
  const whole = Math.floor(sum + 0.5);
  const part = high - whole;
  const t = withoutLowWord(part + low);
  const u = t * LN2_HIGH;
  const v = (low - (t - part)) * LN2 + t * LN2_LOW;
  const z = u + v;
  const lost = v - (z - u);
  const square = z * z;
  const c =
    z -
    square *
      (0.16666666666666602 +
        square *
          (-0.0027777777777015593 +
            square *
              (0.00006613756321437934 +
                square * (-0.0000016533902205465252 + square * 4.1381367970572385e-8))));
  return scale2(1 - ((z * c) / (c - 2) - (lost + z * lost) - z), whole);
}
