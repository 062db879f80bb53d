/** One coarse histogram for each window of time: percentiles over time, and heatmaps. */
import { bucketCount, bucketOf } from './buckets.ts';
import { type HistogramData, sparse } from './histogram.ts';

/** 2^-4: percentiles within 6 %, in 3.3 kB a window. */
const DEFAULT_BITS = 4;

/** Where a window's facts stand in its row of four. */
const FACTS = 4;
const COUNT = 0;
const SUM = 1;
const MIN = 2;
const MAX = 3;
/** What 32 bits hold. */
const MOST = 4_294_967_295;

/** Windows × buckets in one array that grows with the last window recorded to. */
export class HistogramWindows {
  readonly bits: number;
  readonly #width: number;
  #counts = new Uint32Array(0);
  #facts = new Float64Array(0);
  /** What `data` gave last for each window: good for as long as the count has not changed. */
  #given: (HistogramData | undefined)[] = [];

  constructor(mantissaBits = DEFAULT_BITS) {
    this.bits = mantissaBits;
    this.#width = bucketCount(mantissaBits);
  }

  /** How many windows have room. */
  get length(): number {
    return this.#facts.length / FACTS;
  }

  /** @param value finite, 0 or more. */
  record(window: number, value: number): void {
    if (window >= this.length) this.#grow(window);
    this.#counts[window * this.#width + bucketOf(value, this.bits)]! += 1;
    const facts = this.#facts;
    const at = window * FACTS;
    facts[at + COUNT]! += 1;
    facts[at + SUM]! += value;
    if (value < facts[at + MIN]!) facts[at + MIN] = value;
    if (value > facts[at + MAX]!) facts[at + MAX] = value;
  }

  /** As `record`, for so many values that are alike; a bucket of a window holds 2^32 - 1 at the most. */
  recordMany(window: number, value: number, times: number): void {
    if (window >= this.length) this.#grow(window);
    const bucket = window * this.#width + bucketOf(value, this.bits);
    this.#counts[bucket] = Math.min(MOST, this.#counts[bucket]! + times);
    const facts = this.#facts;
    const at = window * FACTS;
    facts[at + COUNT]! += times;
    facts[at + SUM]! += times * value;
    if (value < facts[at + MIN]!) facts[at + MIN] = value;
    if (value > facts[at + MAX]!) facts[at + MAX] = value;
  }

  /** The values of one window; none when nothing came so far. */
  data(window: number): HistogramData {
    const at = window * FACTS;
    const facts = this.#facts;
    const count = facts[at + COUNT] ?? 0;
    const given = this.#given[window];
    if (given?.count === count) return given;
    const filled = count > 0;
    const min = filled ? facts[at + MIN]! : 0;
    const max = filled ? facts[at + MAX]! : 0;
    const found = filled
      ? sparse(this.#counts, window * this.#width, this.bits, min, max)
      : { buckets: [], counts: [] };
    const data = { bits: this.bits, count, sum: facts[at + SUM] ?? 0, min, max, ...found };
    this.#given[window] = data;
    return data;
  }

  /** Makes one window of every two: window `i` takes what `2i` and `2i + 1` held. */
  fold(): void {
    const windows = this.length;
    const counts = this.#counts;
    const facts = this.#facts;
    this.#given = [];
    this.#counts = new Uint32Array(counts.length);
    this.#facts = emptyFacts(windows);
    for (let window = 0; window < windows; window++) {
      this.#addRow(window >> 1, counts, facts, window);
    }
  }

  #addRow(to: number, counts: Uint32Array, facts: Float64Array, from: number): void {
    const width = this.#width;
    for (let bucket = 0; bucket < width; bucket++) {
      this.#counts[to * width + bucket]! += counts[from * width + bucket]!;
    }
    const own = this.#facts;
    const a = to * FACTS;
    const b = from * FACTS;
    own[a + COUNT]! += facts[b + COUNT]!;
    own[a + SUM]! += facts[b + SUM]!;
    own[a + MIN] = Math.min(own[a + MIN]!, facts[b + MIN]!);
    own[a + MAX] = Math.max(own[a + MAX]!, facts[b + MAX]!);
  }

  #grow(window: number): void {
    const windows = Math.max(window + 1, this.length * 2);
    const counts = new Uint32Array(windows * this.#width);
    const facts = emptyFacts(windows);
    counts.set(this.#counts);
    facts.set(this.#facts);
    this.#counts = counts;
    this.#facts = facts;
  }
}

function emptyFacts(windows: number): Float64Array<ArrayBuffer> {
  const facts = new Float64Array(windows * FACTS);
  for (let window = 0; window < windows; window++) {
    facts[window * FACTS + MIN] = Infinity;
    facts[window * FACTS + MAX] = -Infinity;
  }
  return facts;
}
