/** Virtual time: float64 milliseconds on a grid, so that sums of delays are exact. */

/** Steps of the grid in a millisecond: 2^20, about a nanosecond each. */
const STEPS_PER_MS = 1_048_576;

/**
 * Adding this to a number below 2^31 leaves no room for bits finer than 2^-20: the hardware rounds.
 * It is 1.5 · 2^32, whose last bit is worth 2^-20.
 */
const ROUNDER = 6_442_450_944;
const ROUNDER_LIMIT_MS = 2_147_483_648;

/** The nearest time on the grid, ms; ties to even below 24 days. Sums are exact up to 99 days. */
export function toGrid(ms: number): number {
  return ms < ROUNDER_LIMIT_MS ? ms + ROUNDER - ROUNDER : toGridFar(ms);
}

/** Apart, because short functions are compiled into their callers. */
function toGridFar(ms: number): number {
  return Math.round(ms * STEPS_PER_MS) / STEPS_PER_MS;
}
