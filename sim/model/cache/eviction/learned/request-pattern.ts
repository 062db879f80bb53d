import { grown } from '../../../../engine/grown.ts';
import { exp, log } from '../../../../engine/math/index.ts';
import { BINS, logBin, UNKNOWN_BIN } from './log-bins.ts';

/** Gaps between an object's latest requests that are kept. The paper keeps 32; assumption. */
const GAPS = 6;
/** Half-lives of the decayed counters, requests: every other one of the paper's. */
const HALF_LIVES = Float64Array.of(1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18);
const COUNTERS = HALF_LIVES.length;
const DECAY = HALF_LIVES.map((requests) => 1 / requests);

/** The order of features in a row: age, gaps, size, count, counters. */
const FIRST_GAP = 1;
const SIZE = FIRST_GAP + GAPS;
const COUNT = SIZE + 1;
const FIRST_COUNTER = COUNT + 1;
export const PATTERN_FEATURES = FIRST_COUNTER + COUNTERS;

/** Counters are kept as logarithms to base 2, this many steps to one. */
const LOG_STEPS = 2048;
/** A counter of which less than 2^-16 is left counts as nothing. */
const LEAST_LOG = -16;
const BINS_PER_LOG = 4;

/**
 * An entry's record lies within a cache line, as most entries that are read were not read lately:
 * time of the last request (one double), counters (16 bits each), then gaps, size and count (bytes).
 */
const RECORD_BYTES = 32;
const DOUBLES = RECORD_BYTES / 8;
const HALVES = RECORD_BYTES / 2;
const COUNTERS_AT = 4;
const BYTES_AT = 2 * (COUNTERS_AT + COUNTERS) - FIRST_GAP;

/** log2(1 + 2^-x) for x from 0 to 16. */
const SOFT_STEPS = 16;
const SOFT_PLUS = Float64Array.from({ length: -LEAST_LOG * SOFT_STEPS + 1 }, (_, step) => {
  return log(1 + exp((-step / SOFT_STEPS) * Math.LN2)) / Math.LN2;
});

/** Logarithm of a counter that was 2^x and has counted one more: log2(1 + 2^x). */
function plusOne(x: number): number {
  const size = Math.abs(x);
  const larger = x > 0 ? x : 0;
  return size > -LEAST_LOG ? larger : larger + SOFT_PLUS[Math.round(size * SOFT_STEPS)]!;
}

/**
 * What is known of how objects were asked for, and its features: the time since the last request,
 * the gaps between those before, counters that forget at different speeds, size, and count.
 * An entry takes 32 bytes.
 *
 * Source: Song et al., NSDI 2020 (deltas, exponentially decayed counters, static features).
 */
export class RequestPattern {
  /** One buffer, seen as bytes, as 16-bit numbers and as doubles. */
  #bytes = new Uint8Array(0);
  #halves = new Uint16Array(0);
  #doubles = new Float64Array(0);

  grow(entries: number): void {
    if (entries * RECORD_BYTES <= this.#bytes.length) return;
    this.#bytes = grown(this.#bytes, entries * RECORD_BYTES);
    this.#halves = new Uint16Array(this.#bytes.buffer);
    this.#doubles = new Float64Array(this.#bytes.buffer);
  }

  lastAt(entry: number): number {
    return this.#doubles[entry * DOUBLES]!;
  }

  /** Logarithm of the object's size, as a feature: quarters of a power of two. */
  sizeBin(entry: number): number {
    return this.#bytes[entry * RECORD_BYTES + BYTES_AT + SIZE]!;
  }

  first(entry: number, now: number, sizeBytes: number): void {
    const bytes = entry * RECORD_BYTES + BYTES_AT;
    this.#bytes.fill(UNKNOWN_BIN, bytes + FIRST_GAP, bytes + SIZE);
    this.#bytes[bytes + SIZE] = logBin(sizeBytes);
    this.#bytes[bytes + COUNT] = 1;
    this.#doubles[entry * DOUBLES] = now;
    // log2(1): the first request is counted.
    const counters = entry * HALVES + COUNTERS_AT;
    this.#halves.fill(0, counters, counters + COUNTERS);
  }

  again(entry: number, now: number): void {
    const bytes = this.#bytes;
    const row = entry * RECORD_BYTES + BYTES_AT;
    const gap = now - this.#doubles[entry * DOUBLES]!;
    this.#doubles[entry * DOUBLES] = now;
    for (let place = row + SIZE - 1; place > row + FIRST_GAP; place -= 1) {
      bytes[place] = bytes[place - 1]!;
    }
    bytes[row + FIRST_GAP] = logBin(gap);
    if (bytes[row + COUNT]! < BINS - 1) bytes[row + COUNT]! += 1;
    const counters = entry * HALVES + COUNTERS_AT;
    for (let counter = 0; counter < COUNTERS; counter += 1) {
      const left = this.#halves[counters + counter]! / LOG_STEPS - gap * DECAY[counter]!;
      this.#halves[counters + counter] = plusOne(left) * LOG_STEPS;
    }
  }

  /** Writes the features of an entry, as they are now, into the start of `row`. */
  read(entry: number, now: number, row: Uint8Array): void {
    const from = entry * RECORD_BYTES + BYTES_AT;
    const age = now - this.#doubles[entry * DOUBLES]!;
    row[0] = logBin(age);
    for (let place = FIRST_GAP; place < FIRST_COUNTER; place += 1) {
      row[place] = this.#bytes[from + place]!;
    }
    const counters = entry * HALVES + COUNTERS_AT;
    for (let counter = 0; counter < COUNTERS; counter += 1) {
      const left = this.#halves[counters + counter]! / LOG_STEPS - age * DECAY[counter]!;
      const bin = (left - LEAST_LOG) * BINS_PER_LOG;
      row[FIRST_COUNTER + counter] = bin <= 0 ? 0 : Math.min(BINS - 1, bin);
    }
  }
}
