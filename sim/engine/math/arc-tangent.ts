/**
 * Arc tangent of a quotient, the same in every JavaScript engine.
 * Source: method and coefficients of FDLIBM 5.3 (Sun Microsystems, 1993), s_atan.c and e_atan2.c;
 * error below 2 ulp.
 */

/** pi, and what rounding took from it. */
const PI = Math.PI;
const PI_REST = 1.2246467991473532e-16;

/** An angle whose tangent is `at`, as a sum; arguments below `limit` are measured from it. */
interface Pivot {
  readonly limit: number;
  readonly high: number;
  readonly low: number;
  /** Tangent of the difference between the angle of x and the pivot's. */
  readonly turn: (x: number) => number;
}

const PIVOTS: readonly Pivot[] = [
  { limit: 7 / 16, high: 0, low: 0, turn: (x) => x },
  {
    limit: 11 / 16,
    high: 0.4636476090008061,
    low: 2.2698777452961687e-17,
    turn: (x) => (2 * x - 1) / (2 + x),
  },
  {
    limit: 19 / 16,
    high: 0.7853981633974483,
    low: 3.061616997868383e-17,
    turn: (x) => (x - 1) / (x + 1),
  },
  {
    limit: 39 / 16,
    high: 0.982793723247329,
    low: 1.3903311031230998e-17,
    turn: (x) => (x - 1.5) / (1 + 1.5 * x),
  },
];
const FAR: Pivot = {
  limit: Number.POSITIVE_INFINITY,
  high: 1.5707963267948966,
  low: 6.123233995736766e-17,
  turn: (x) => -1 / x,
};

/** Arc tangent of a number of 0 or more. */
function atan(x: number): number {
  const { high, low, turn } = PIVOTS.find(({ limit }) => x < limit) ?? FAR;
  const t = turn(x);
  const z = t * t;
  const w = z * z;
  const odd =
    z *
    (0.3333333333333293 +
      w *
        (0.14285714272503466 +
          w *
            (0.09090887133436507 +
              w * (0.06661073137387531 + w * (0.049768779946159324 + w * 0.016285820115365782)))));
  const even =
    w *
    (-0.19999999999876483 +
      w *
        (-0.11111110405462356 +
          w * (-0.0769187620504483 + w * (-0.058335701337905735 + w * -0.036531572744216916))));
  return high - (t * (odd + even) - low - t);
}

/** The angle of the point (x, y), -pi to pi; 0 at the origin. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const angle = firstQuadrant(Math.abs(y), Math.abs(x));
  const turned = x < 0 ? PI - (angle - PI_REST) : angle;
  return y < 0 ? -turned : turned;
}

function firstQuadrant(y: number, x: number): number {
  if (y === 0) return 0;
  if (y === Number.POSITIVE_INFINITY && x === y) return PI / 4;
  return atan(y / x);
}
