/**
 * Exponentials, the same in every JavaScript engine.
 * Source: method and coefficients of FDLIBM 5.3 (Sun Microsystems, 1993), e_exp.c and s_expm1.c;
 * error below 1 ulp.
 */
import { scale2 } from './bits.ts';
import { LN2_HIGH, LN2_LOW } from './log.ts';

const ONE_OVER_LN2 = Math.LOG2E;
/** Beyond these the result is Infinity, or 0. */
const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019411;
/** Below this exp(x) - 1 is -1 to the last bit: -56 ln 2. */
const MINUS_ONE_BELOW = -38.81624211356937;
/** Half of ln 2: nearer to 0 the argument needs no reduction. */
const HALF_LN2 = 0.34657359027997264;

export function exp(x: number): number {
  if (!(x <= OVERFLOW)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < UNDERFLOW) return 0;
  const k = Math.floor(x * ONE_OVER_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t *
              (0.00006613756321437934 +
                t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  return k === 0 ? y : scale2(y, k);
}

/** exp(x) - 1, exact also near 0. */
export function expm1(x: number): number {
  if (!(x <= OVERFLOW)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < MINUS_ONE_BELOW) return -1;
  const k = Math.abs(x) <= HALF_LN2 ? 0 : Math.floor(x * ONE_OVER_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  const half = 0.5 * r;
  const square = r * half;
  const rational =
    1 +
    square *
      (-0.03333333333333313 +
        square *
          (0.0015873015872548146 +
            square *
              (-0.0000793650757867488 +
                square * (0.000004008217827329362 - square * 2.0109921818362437e-7))));
  const t = 3 - rational * half;
  const e = square * ((rational - t) / (6 - r * t));
  if (k === 0) return r - (r * e - square);
  return assemble(k, r, r * (e - lost) - lost - square);
}

/** 2^k (1 + r - e) - 1, in the order of operations that loses nothing for this k. */
function assemble(k: number, r: number, e: number): number {
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) return scale2(1 - (e - r), k) - 1;
  const unit = scale2(1, -k);
  if (k < 20) return scale2(1 - unit - (e - r), k);
  return scale2(r - (e + unit) + 1, k);
}
