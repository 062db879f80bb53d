/** What a histogram says about its values: percentiles, mean, shares. */
import { bucketLow } from './buckets.ts';
import type { HistogramData } from './histogram.ts';

/** Rounding of `1 - q` and of `q * count` must not decide about whole numbers. */
const ROUNDING = 1e-9;

/** How many values a percentile needs: fewer cannot tell it from the largest or smallest one. */
export function samplesNeeded(q: number): number {
  if (q <= 0 || q >= 1) return 1;
  return Math.ceil((1 / Math.min(q, 1 - q)) * (1 - ROUNDING));
}

/**
 * Value below which the share `q` of all values lies, within one bucket of the exact one:
 * 2^-bits of it. Undefined when there are too few values to say.
 *
 * @param q 0 to 1; 0 is the exact minimum and 1 the exact maximum
 */
export function quantile(data: HistogramData, q: number): number | undefined {
  if (data.count < samplesNeeded(q)) return undefined;
  if (q <= 0) return data.min;
  if (q >= 1) return data.max;
  const rank = Math.max(1, q * data.count * (1 - ROUNDING / data.count));
  let below = 0;
  let i = 0;
  while (i < data.counts.length - 1 && below + data.counts[i]! < rank) below += data.counts[i++]!;
  const { low, high } = bucketRange(data, data.buckets[i]!);
  return low + (high - low) * Math.min(1, (rank - below) / data.counts[i]!);
}

/** A bucket's ends, as narrow as the exact minimum and maximum make them. */
function bucketRange(data: HistogramData, bucket: number): { low: number; high: number } {
  const isLast = bucket === data.buckets.at(-1);
  const low = Math.max(data.min, bucketLow(bucket, data.bits));
  return { low, high: isLast ? data.max : bucketLow(bucket + 1, data.bits) };
}

/** Exact; undefined without values. */
export function mean(data: HistogramData): number | undefined {
  return data.count === 0 ? undefined : data.sum / data.count;
}

/** Share of the values that are below `x`, 0 to 1; undefined without values. */
export function fractionBelow(data: HistogramData, x: number): number | undefined {
  if (data.count === 0) return undefined;
  if (x > data.max) return 1;
  let below = 0;
  for (let i = 0; i < data.buckets.length; i++) {
    const { low, high } = bucketRange(data, data.buckets[i]!);
    if (x <= low) break;
    below += data.counts[i]! * (x >= high ? 1 : (x - low) / (high - low));
  }
  return below / data.count;
}
