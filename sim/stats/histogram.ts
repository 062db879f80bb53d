/** Sparse form of a histogram: plain data for a Result. */
export interface HistogramData {
  /** Mantissa bits a bucket keeps: the relative width of a bucket is at most 2^-bits. */
  readonly bits: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Bucket numbers in ascending order, and how many values each holds. */
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
}
