/**
 * Logarithm of the gamma function, by Stirling's series above 10 and by recurrence below.
 * Source: Abramowitz & Stegun 1964, 6.1.41 and 6.1.15.
 */
import { log } from './log.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** From here on the first seven terms of the series leave out less than 1e-16. */
const STIRLING_FROM = 10;

/**
 * @param x above 0.
 * @returns with an error below 1e-14, relative where the result is above 1, else absolute.
 */
export function lgamma(x: number): number {
  let product = 1;
  let shifted = x;
  for (; shifted < STIRLING_FROM; shifted += 1) product *= shifted;
  return stirling(shifted) - log(product);
}

function stirling(x: number): number {
  const z = 1 / (x * x);
  const series =
    1 / 12 -
    z *
      (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360_360 - z / 156)))));
  return (x - 0.5) * log(x) - x + HALF_LOG_TWO_PI + series / x;
}
