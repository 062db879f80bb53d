/** How well replications determine a mean. */
import { mean, sampleVariance } from 'simple-statistics';
import { studentQuantile } from './student.ts';

export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Mean of independent values with its confidence interval by Student's t.
 *
 * @param values two or more
 * @throws Error for fewer, because one value says nothing about its spread
 */
export function meanInterval(values: readonly number[], confidence = 0.95): MeanInterval {
  const n = values.length;
  if (n < 2) throw new Error(`an interval of ${n} values: expected two or more`);
  const centre = mean(values as number[]);
  const standardError = Math.sqrt(sampleVariance(values as number[]) / n);
  const half = studentQuantile((1 + confidence) / 2, n - 1) * standardError;
  return { mean: centre, low: centre - half, high: centre + half };
}
