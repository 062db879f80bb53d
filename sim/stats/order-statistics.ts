/**
 * Confidence intervals of quantiles that ask nothing of the distribution: two of the values
 * themselves, in order of size. How many values lie below a quantile is binomial.
 *
 * Source: David & Nagaraja, Order Statistics, 3rd ed., 7.1.
 */
import type { HistogramData } from './histogram.ts';
import { quantile } from './quantile.ts';

/** Terms smaller than this, where the largest is 1, add nothing to a sum of doubles. */
const NEGLIGIBLE = 1e-18;

/** Ranks of two values, the smallest being 1. */
export interface Ranks {
  readonly low: number;
  readonly high: number;
}

/** Probabilities of a binomial count, from the first that matters. */
interface Binomial {
  readonly first: number;
  readonly probabilities: readonly number[];
}

/** From the most likely count outwards, each term from its neighbour: no factorials, no powers. */
function binomial(n: number, q: number): Binomial {
  const mode = Math.min(n, Math.floor((n + 1) * q));
  const odds = q / (1 - q);
  const below: number[] = [];
  for (let i = mode, term = 1; i > 0; i--) {
    term *= i / ((n - i + 1) * odds);
    if (term < NEGLIGIBLE) break;
    below.push(term);
  }
  const above: number[] = [];
  for (let i = mode, term = 1; i < n; i++) {
    term *= ((n - i) / (i + 1)) * odds;
    if (term < NEGLIGIBLE) break;
    above.push(term);
  }
  const terms = [...below.reverse(), 1, ...above];
  const sum = terms.reduce((all, term) => all + term, 0);
  return { first: mode - below.length, probabilities: terms.map((term) => term / sum) };
}

/**
 * Ranks between whose values the quantile lies, with at least the given confidence: half of what
 * is left on either side.
 *
 * @param n how many independent values there are
 * @param q above 0 and below 1
 * @returns nothing when even the smallest and the largest are too close together
 */
export function quantileRanks(n: number, q: number, confidence = 0.95): Ranks | undefined {
  const tail = (1 - confidence) / 2;
  const { first, probabilities } = binomial(n, q);
  let low = first;
  // The value of rank r is above the quantile when fewer than r lie below it.
  for (let sum = probabilities[0]!; sum <= tail; sum += probabilities[low - first]!) low += 1;
  let high = first + probabilities.length;
  for (let sum = probabilities.at(-1)!; sum <= tail; ) {
    high -= 1;
    sum += probabilities[high - 1 - first]!;
  }
  return low >= 1 && high <= n ? { low, high } : undefined;
}

/**
 * Interval of a quantile from the values of a histogram, each within one bucket. It holds for
 * independent values; those of neighbours in a queue are not, so the true one is wider.
 */
export function quantileInterval(
  data: HistogramData,
  q: number,
  confidence = 0.95,
): { readonly low: number; readonly high: number } | undefined {
  const ranks = data.count === 0 ? undefined : quantileRanks(data.count, q, confidence);
  const low = ranks && quantile(data, ranks.low / data.count);
  const high = ranks && quantile(data, ranks.high / data.count);
  return low === undefined || high === undefined ? undefined : { low, high };
}
