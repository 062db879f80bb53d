/** How much two systems differ that met the same customers. */
import { type MeanInterval, meanInterval } from './interval.ts';

/**
 * Mean of `b[i] − a[i]` with its interval. What both of a pair have in common, such as a busy hour
 * in their customers, cancels; so this needs fewer replications than two intervals side by side.
 *
 * @param a two or more values, one a replication
 * @param b as many, each from the same customers as its partner in `a`
 * @throws Error when they are not pairs, or fewer than two
 *
 * Source: Law, Simulation Modeling and Analysis, 5th ed., 10.2.1 (paired t) and 11.2 (common
 * random numbers).
 */
export function pairedInterval(
  a: readonly number[],
  b: readonly number[],
  confidence = 0.95,
): MeanInterval {
  if (a.length !== b.length) throw new Error(`${a.length} and ${b.length} values: expected pairs`);
  return meanInterval(
    a.map((value, at) => b[at]! - value),
    confidence,
  );
}
