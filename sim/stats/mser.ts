/**
 * Where the warm-up of a series ends: MSER-5.
 *
 * A system that starts empty takes a while until its figures hover around one level. Cutting more of
 * the beginning away takes out that bias but leaves fewer values; MSER cuts where the squared
 * standard error of what remains is least. Means of five values each keep single outliers from
 * deciding.
 *
 * Source: White, Cobb & Spratt, A comparison of five steady-state truncation heuristics for
 * simulation, Winter Simulation Conference 2000. Hoad, Robinson & Davies, Automating warm-up length
 * estimation, JORS 61(9), 2010: nothing beyond the half, and the last five batches do not count.
 */

const BATCH = 5;
/** So few batches are alike by chance, and would have the least error of all. */
const LAST = 5;

export interface Truncation {
  /** Values to cut away at the beginning: a multiple of five, at most half of them. */
  readonly cut: number;
  /** Whether the error would be least beyond the half: the series may still be on its way. */
  readonly isShort: boolean;
}

/** Means of values five by five; a rest of fewer is left out. */
function means(values: readonly number[]): number[] {
  return Array.from({ length: Math.floor(values.length / BATCH) }, (_, batch) => {
    let sum = 0;
    for (let i = 0; i < BATCH; i++) sum += values[batch * BATCH + i]!;
    return sum / BATCH;
  });
}

/** @param values at even distances in time; of fewer than 30 the last ones count for nothing. */
export function mser5(values: readonly number[]): Truncation {
  const errors = squaredErrors(means(values));
  const middle = Math.floor(errors.length / 2);
  const cut = least(errors, 0, middle);
  const isShort = least(errors, cut, errors.length - LAST - 1) > middle;
  return { cut: cut * BATCH, isShort };
}

/** Squared standard error of the mean of what remains, for every number of batches cut away. */
function squaredErrors(batches: readonly number[]): number[] {
  const errors: number[] = [];
  let mean = 0;
  let squares = 0;
  // From the end, so that each step adds one batch to mean and squares (Welford, 1962).
  for (let first = batches.length - 1; first >= 0; first--) {
    const count = batches.length - first;
    const away = batches[first]! - mean;
    mean += away / count;
    squares += away * (batches[first]! - mean);
    errors[first] = squares / (count * count);
  }
  return errors;
}

/** @returns where the least of some errors stands, the first of them if there are several. */
function least(errors: readonly number[], from: number, to: number): number {
  let at = from;
  for (let i = from; i <= to; i++) if (errors[i]! < errors[at]!) at = i;
  return at;
}
