/**
 * Sine, cosine and arc sine, the same in every JavaScript engine.
 * Source: method and coefficients of FDLIBM 5.3 (Sun Microsystems, 1993), k_sin.c, k_cos.c and
 * e_asin.c; error below 1 ulp for angles up to 2^20.
 */

/** pi / 2 in three parts; the first two have trailing zeros, so that whole multiples are exact. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;
/** pi / 2 and pi / 4 rounded, and what rounding took from the former. */
const HALF_PI = Math.PI / 2;
const HALF_PI_REST = 6.123233995736766e-17;

/** Sine of an angle of at most pi / 4, given as a sum of a double and a small rest. */
function sinNear(x: number, rest: number): number {
  const z = x * x;
  const v = z * x;
  const r =
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (0.0000027557313707070068 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  return x - (z * (0.5 * rest - v * r) - rest - v * -0.16666666666666632);
}

/** Cosine of the same. */
function cosNear(x: number, rest: number): number {
  const z = x * x;
  const r =
    z *
    (0.0416666666666666 +
      z *
        (-0.001388888888887411 +
          z *
            (0.00002480158728947673 +
              z *
                (-2.7557314351390663e-7 +
                  z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))));
  const half = 0.5 * z;
  const one = 1 - half;
  return one + (1 - one - half + (z * r - x * rest));
}

/** Sine of `x` turned by `quarters` quarter turns. */
function turned(x: number, quarters: number): number {
  const turns = Math.floor(x * TWO_OVER_PI + 0.5);
  const coarse = x - turns * HALF_PI_1;
  const step = turns * HALF_PI_2;
  const fine = coarse - step;
  const lost = coarse - fine - step - turns * HALF_PI_3;
  const angle = fine + lost;
  const rest = fine - angle + lost;
  switch ((turns + quarters) & 3) {
    case 0:
      return sinNear(angle, rest);
    case 1:
      return cosNear(angle, rest);
    case 2:
      return -sinNear(angle, rest);
    default:
      return -cosNear(angle, rest);
  }
}

/** @param x radians, at most 2^20 in size. */
export const sin = (x: number): number => turned(x, 0);

/** @param x radians, at most 2^20 in size. */
export const cos = (x: number): number => turned(x, 1);

/** Rational approximation of (asin(x) - x) / x³ in t = x². */
function asinRatio(t: number): number {
  const p =
    t *
    (0.16666666666666666 +
      t *
        (-0.3255658186224009 +
          t *
            (0.20121253213486293 +
              t *
                (-0.04005553450067941 +
                  t * (0.0007915349942898145 + t * 0.00003479331075960212)))));
  const q =
    1 +
    t *
      (-2.403394911734414 +
        t * (2.0209457602335057 + t * (-0.6882839716054533 + t * 0.07703815055590194)));
  return p / q;
}

/** @returns radians, -pi/2 to pi/2; NaN outside -1 to 1. */
export function asin(x: number): number {
  const size = Math.abs(x);
  if (!(size <= 1)) return Number.NaN;
  if (size < 0.5) return x + x * asinRatio(x * x);
  // asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2))
  const t = 0.5 * (1 - size);
  const root = Math.sqrt(t);
  const angle = HALF_PI - (2 * (root + root * asinRatio(t)) - HALF_PI_REST);
  return x < 0 ? -angle : angle;
}
