/**
 * Quantiles of Student's t distribution, for confidence intervals of means.
 *
 * Degrees of freedom are whole numbers here, for which the distribution is a finite sum of powers
 * of a cosine; so this needs square roots only and is the same in every engine.
 *
 * Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 */

/** Enough halvings to use up the 53 bits of a double. */
const BISECTIONS = 64;

/** Halving the angle this often brings it below 0.1, where the series needs few terms. */
const ANGLE_HALVINGS = 4;
const ARCTAN_TERMS = 9;

/** Angle in radians whose tangent is `x`, for x of 0 or more. */
function arctan(x: number): number {
  let tangent = x > 1 ? 1 / x : x;
  for (let i = 0; i < ANGLE_HALVINGS; i++) tangent /= 1 + Math.sqrt(1 + tangent * tangent);
  const square = tangent * tangent;
  let series = 0;
  for (let k = ARCTAN_TERMS; k >= 0; k--) series = 1 / (2 * k + 1) - square * series;
  const angle = tangent * series * (1 << ANGLE_HALVINGS);
  return x > 1 ? Math.PI / 2 - angle : angle;
}

/** P(|T| <= t) for the angle whose tangent is t / sqrt(freedom): A(t|ν) of the source. */
function withinAngle(tangent: number, freedom: number): number {
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < freedom; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (arctan(tangent) + sine * sum) : sine * sum;
}

/**
 * The t that a t-distributed value stays below with the given probability.
 *
 * @param probability above 0 and below 1
 * @param freedom degrees of freedom, a whole number of 1 or more
 */
export function studentQuantile(probability: number, freedom: number): number {
  if (probability < 0.5) return -studentQuantile(1 - probability, freedom);
  const within = 2 * probability - 1;
  // Bisection on the sine, which is 0 to 1 while t is 0 to infinity.
  let low = 0;
  let high = 1;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (withinAngle(tangentOf(middle), freedom) < within) low = middle;
    else high = middle;
  }
  return tangentOf(low) * Math.sqrt(freedom);
}

const tangentOf = (sine: number): number => sine / Math.sqrt((1 - sine) * (1 + sine));
