/** How well one long series determines its mean, though its values depend on their neighbours. */
import { mean as meanOf } from 'simple-statistics';
import { type MeanInterval, meanInterval } from './interval.ts';

/** Between 10 and 30 serve any length. Source: Schmeiser, Operations Research 30(3), 1982. */
const BATCHES = 20;

/** 95 % quantile of the normal distribution. */
const ONE_SIDED_95 = 1.6449;

export interface BatchMeans extends MeanInterval {
  /** Correlation of neighbouring batches: about 0 when batches are long enough. */
  readonly lag1: number;
  /** Whether it is surely above 0 (95 %): then the interval is too narrow. */
  readonly isCorrelated: boolean;
}

/**
 * Interval of the mean from non-overlapping batches as long as each other. What is left over at the
 * beginning is not used, for that is where a warm-up would be.
 *
 * @returns nothing for fewer values than batches
 *
 * Source: Law, Simulation Modeling and Analysis, 5th ed., 9.5.3.
 */
export function batchMeans(values: readonly number[], batches = BATCHES): BatchMeans | undefined {
  const size = Math.floor(values.length / batches);
  if (size === 0) return undefined;
  const start = values.length - size * batches;
  const means = Array.from({ length: batches }, (_, batch) => {
    const from = start + batch * size;
    return meanOf(values.slice(from, from + size));
  });
  const lag1 = vonNeumann(means);
  const limit = ONE_SIDED_95 * Math.sqrt((batches - 2) / (batches * batches - 1));
  return { ...meanInterval(means), lag1, isCorrelated: lag1 > limit };
}

/**
 * Lag-1 correlation by von Neumann's ratio. Of independent values it is nearly normal around 0 with
 * variance (n − 2) / (n² − 1), from eight values on.
 *
 * Source: Fishman, Grouping observations in digital simulation, Management Science 24(5), 1978.
 */
function vonNeumann(values: readonly number[]): number {
  const mean = meanOf(values as number[]);
  let squares = 0;
  let steps = 0;
  for (let i = 0; i < values.length; i++) {
    squares += (values[i]! - mean) * (values[i]! - mean);
    if (i > 0) steps += (values[i]! - values[i - 1]!) * (values[i]! - values[i - 1]!);
  }
  return squares === 0 ? 0 : 1 - steps / (2 * squares);
}
