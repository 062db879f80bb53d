/**
 * Events of the far future, sorted no further than need be: by the highest bit in which a time
 * differs from the anchor, a time that no event here precedes. Only the lowest bucket is ever
 * opened, and what is in it moves to lower buckets or out; every move settles two bits of a time on
 * average. Bits are those of the double itself, whose order is that of positive numbers, so that no
 * law of times can be unlucky: there is no width of buckets to be wrong about.
 * Source: the radix heap of Ahuja, Mehlhorn, Orlin & Tarjan, J. ACM 37(2), 1990.
 *
 * Buckets are lists of chunks, appended in order: events of equal time never overtake each other.
 */
import { grown } from './grown.ts';

/** Bucket 0 holds times equal to the anchor; bucket k those that differ in bit k - 1 at the most. */
const BUCKETS = 65;
/** A chunk has 2^8 entries of 12 bytes: a half-filled last chunk in every bucket is 100 kB in all. */
const CHUNK_BITS = 8;
const CHUNK = 1 << CHUNK_BITS;
const FIRST_CHUNKS = 128;
const NONE = -1;
/** Upper word of Infinity. */
const INFINITE = 0x7ff00000;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

export class RadixBuckets {
  /** Events in the buckets. */
  length = 0;
  /** No event here is earlier. */
  anchorMs = 0;
  /** Where the events that are here begin: what is scheduled from this time on belongs here. */
  horizonMs = Number.POSITIVE_INFINITY;
  #anchorHigh = 0;
  #anchorLow = 0;
  #time = new Float64Array(0);
  #slot = new Int32Array(0);
  /** The chunk after each chunk, in its bucket or among the free ones. */
  #next = new Int32Array(0);
  #freeChunk = NONE;
  /** Index of the first entry of each bucket, and of the one after its last; 0 when it is empty. */
  readonly #front = new Int32Array(BUCKETS);
  readonly #end = new Int32Array(BUCKETS);
  readonly #count = new Int32Array(BUCKETS);

  /** Only while there are no events. From this time on, they belong here. */
  anchorAt(timeMs: number): void {
    double[0] = timeMs;
    this.anchorMs = timeMs;
    this.horizonMs = timeMs;
    this.#anchorLow = words[0]!;
    this.#anchorHigh = words[1]!;
  }

  /** @param timeMs not before the anchor. */
  push(timeMs: number, slot: number): void {
    double[0] = timeMs;
    const high = words[1]! ^ this.#anchorHigh;
    const low = words[0]! ^ this.#anchorLow;
    const bucket = high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high);
    let end = this.#end[bucket]!;
    if ((end & (CHUNK - 1)) === 0) end = this.#append(bucket, end);
    this.#time[end] = timeMs;
    this.#slot[end] = slot;
    this.#end[bucket] = end + 1;
    this.#count[bucket]! += 1;
    this.length += 1;
  }

  /**
   * Moves the earliest events out: a bucket that holds no more than `most`, or as many of those at
   * the anchor, oldest first.
   *
   * @param times @param slots where they go, unsorted, from index `at` on.
   * @returns how many.
   */
  open(most: number, times: Float64Array, slots: Int32Array, at: number): number {
    if (this.length === 0) return 0;
    let bucket = this.#lowest();
    while (bucket > 0 && this.#count[bucket]! > most) {
      this.#split(bucket);
      bucket = this.#lowest();
    }
    const count = Math.min(most, this.#count[bucket]!);
    this.#moveOut(bucket, count, times, slots, at);
    this.horizonMs = this.#count[bucket]! > 0 ? this.anchorMs : this.#endOf(bucket);
    return count;
  }

  /** Keeps some events and forgets the others. */
  filter(keep: (slot: number) => boolean): void {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      if (this.#count[bucket]! > 0) this.#placeAnew(bucket, keep);
    }
  }

  #lowest(): number {
    let bucket = 0;
    while (this.#count[bucket] === 0) bucket += 1;
    return bucket;
  }

  /** Moves the events of the lowest bucket to lower ones. */
  #split(bucket: number): void {
    const { horizonMs } = this;
    this.anchorAt(this.#earliest(bucket));
    this.horizonMs = horizonMs;
    this.#placeAnew(bucket);
  }

  #earliest(bucket: number): number {
    const times = this.#time;
    let earliest = Number.POSITIVE_INFINITY;
    let from = this.#front[bucket]!;
    for (let left = this.#count[bucket]!; left > 0; ) {
      const to = Math.min((from | (CHUNK - 1)) + 1, from + left);
      for (let entry = from; entry < to; entry += 1) {
        earliest = Math.min(earliest, times[entry]!);
      }
      left -= to - from;
      from = this.#next[from >> CHUNK_BITS]! << CHUNK_BITS;
    }
    return earliest;
  }

  #placeAnew(bucket: number, keep?: (slot: number) => boolean): void {
    let from = this.#front[bucket]!;
    let left = this.#count[bucket]!;
    this.length -= left;
    this.#empty(bucket);
    while (left > 0) {
      const to = Math.min((from | (CHUNK - 1)) + 1, from + left);
      for (let entry = from; entry < to; entry += 1) {
        const slot = this.#slot[entry]!;
        if (keep === undefined || keep(slot)) this.push(this.#time[entry]!, slot);
      }
      left -= to - from;
      from = this.#free(from >> CHUNK_BITS) << CHUNK_BITS;
    }
  }

  #moveOut(
    bucket: number,
    count: number,
    times: Float64Array,
    slots: Int32Array,
    at: number,
  ): void {
    let from = this.#front[bucket]!;
    let target = at;
    for (let left = count; left > 0; ) {
      const chunkEnd = (from | (CHUNK - 1)) + 1;
      const to = Math.min(chunkEnd, from + left);
      for (let entry = from; entry < to; entry += 1) {
        times[target] = this.#time[entry]!;
        slots[target] = this.#slot[entry]!;
        target += 1;
      }
      left -= to - from;
      const isLast = left === 0 && count === this.#count[bucket];
      from = to === chunkEnd || isLast ? this.#free((to - 1) >> CHUNK_BITS) << CHUNK_BITS : to;
    }
    this.length -= count;
    this.#front[bucket] = from;
    this.#count[bucket]! -= count;
    if (this.#count[bucket] === 0) this.#empty(bucket);
  }

  #empty(bucket: number): void {
    this.#front[bucket] = 0;
    this.#end[bucket] = 0;
    this.#count[bucket] = 0;
  }

  /** The first time that belongs to a higher bucket. */
  #endOf(bucket: number): number {
    const upper = Math.max(0, bucket - 32);
    const lowSpan = 2 ** Math.min(32, bucket);
    const low = this.#anchorLow - (this.#anchorLow % lowSpan) + lowSpan;
    const carry = low >= 2 ** 32 ? 2 ** upper : 0;
    const high = this.#anchorHigh - (this.#anchorHigh % 2 ** upper) + carry;
    if (high >= INFINITE) return Number.POSITIVE_INFINITY;
    words[0] = low;
    words[1] = high;
    return double[0]!;
  }

  /** Gives a bucket another chunk. @returns the index of its first entry. */
  #append(bucket: number, end: number): number {
    if (this.#freeChunk === NONE) this.#grow();
    const chunk = this.#freeChunk;
    this.#freeChunk = this.#next[chunk]!;
    this.#next[chunk] = NONE;
    const from = chunk << CHUNK_BITS;
    if (this.#count[bucket] === 0) this.#front[bucket] = from;
    else this.#next[(end - 1) >> CHUNK_BITS] = chunk;
    return from;
  }

  /** @returns the chunk that came after it. */
  #free(chunk: number): number {
    const next = this.#next[chunk]!;
    this.#next[chunk] = this.#freeChunk;
    this.#freeChunk = chunk;
    return next;
  }

  #grow(): void {
    const before = this.#next.length;
    const chunks = Math.max(FIRST_CHUNKS, before * 2);
    this.#time = grown(this.#time, chunks << CHUNK_BITS);
    this.#slot = grown(this.#slot, chunks << CHUNK_BITS);
    this.#next = grown(this.#next, chunks);
    for (let chunk = chunks - 1; chunk >= before; chunk -= 1) this.#free(chunk);
  }
}
