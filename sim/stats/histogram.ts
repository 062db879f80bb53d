/** Histograms that record in constant time, merge exactly and leave plain data behind. */
import { bucketCount, bucketOf } from './buckets.ts';

/** Sparse form of a histogram: plain data for a Result. */
export interface HistogramData {
  /** Mantissa bits a bucket keeps: the relative width of a bucket is at most 2^-bits. */
  readonly bits: number;
  readonly count: number;
  readonly sum: number;
  /** Exact, also for values off the scale; 0 when there are none, for JSON has no infinity. */
  readonly min: number;
  readonly max: number;
  /** Bucket numbers in ascending order, and how many values each holds. */
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
}

/** 2^-7: percentiles within 0.8 %, in 52 kB. */
const DEFAULT_BITS = 7;

/** Distribution of values of 0 or more. Recording allocates nothing. */
export class Histogram {
  readonly bits: number;
  readonly #counts: Float64Array;
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;

  constructor(mantissaBits = DEFAULT_BITS) {
    this.bits = mantissaBits;
    this.#counts = new Float64Array(bucketCount(mantissaBits));
  }

  /** @param value finite, 0 or more. */
  record(value: number): void {
    this.#counts[bucketOf(value, this.bits)]! += 1;
    this.#count += 1;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** As `record`, for so many values that are alike. @param times 1 or more. */
  recordMany(value: number, times: number): void {
    this.#counts[bucketOf(value, this.bits)]! += times;
    this.#count += times;
    this.#sum += times * value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** 0 when there are no values. */
  get min(): number {
    return this.#count === 0 ? 0 : this.#min;
  }

  /** 0 when there are no values. */
  get max(): number {
    return this.#count === 0 ? 0 : this.#max;
  }

  data(): HistogramData {
    const { bits, count, sum, min, max } = this;
    return { bits, count, sum, min, max, ...sparse(this.#counts, 0, bits, min, max) };
  }

  /** Adds what another histogram holds, as if its values had been recorded here. */
  add(data: HistogramData): void {
    if (data.bits !== this.bits) throw new Error(`cannot add ${data.bits} bits to ${this.bits}`);
    if (data.count === 0) return;
    for (let i = 0; i < data.buckets.length; i++)
      this.#counts[data.buckets[i]!]! += data.counts[i]!;
    this.#count += data.count;
    this.#sum += data.sum;
    this.#min = Math.min(this.#min, data.min);
    this.#max = Math.max(this.#max, data.max);
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#sum = 0;
    this.#min = Infinity;
    this.#max = -Infinity;
  }
}

/** The filled buckets of the row of `counts` that begins at `start`; looks from min to max only. */
export function sparse(
  counts: Float64Array | Uint32Array,
  start: number,
  bits: number,
  min: number,
  max: number,
): { buckets: number[]; counts: number[] } {
  const found = { buckets: [] as number[], counts: [] as number[] };
  const last = bucketOf(max, bits);
  for (let bucket = bucketOf(min, bits); bucket <= last; bucket++) {
    const held = counts[start + bucket]!;
    if (held === 0) continue;
    found.buckets.push(bucket);
    found.counts.push(held);
  }
  return found;
}

/**
 * All values of all histograms in one. Counts are the same in whatever order; sums are added in
 * the order of the list, so give it in a fixed one, such as by replication.
 */
export function mergeHistograms(list: readonly HistogramData[]): HistogramData {
  const [only] = list;
  if (only !== undefined && list.length === 1) return only;
  const merged = new Histogram(only?.bits);
  for (const data of list) merged.add(data);
  return merged.data();
}
