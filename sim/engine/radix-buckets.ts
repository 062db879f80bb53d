/**
 * Events of the far future, sorted no further than need be: by the highest byte in which a time
 * differs from the anchor, a time that no event here precedes, and by what that byte is. Only the
 * earliest bucket is ever opened; when too much is in it, it is spread over the buckets of the next
 * byte. Bytes are those of the double itself, whose order is that of positive numbers, so that no
 * law of times can be unlucky: there is no width of buckets to be wrong about, and no event moves
 * more often than a double has bytes.
 * Sources: the multi-level buckets of Denardo & Fox, Operations Research 27(1), 1979, anchored as
 * the radix heap of Ahuja, Mehlhorn, Orlin & Tarjan, J. ACM 37(2), 1990.
 *
 * Buckets are lists of chunks, appended in order: events of equal time never overtake each other.
 */
import { grown } from './grown.ts';

/** Of each of the eight bytes of a double, one bucket for each value. */
const BYTE = 8;
const BUCKETS = 8 << BYTE;
/** A chunk has 2^5 entries of 12 bytes. A bucket with more is spread, one with less is sorted. */
const CHUNK_BITS = 5;
const CHUNK = 1 << CHUNK_BITS;
const FIRST_CHUNKS = 16;
const NONE = -1;
/** Upper word of Infinity. */
const INFINITE = 0x7ff00000;
const WORD = 4_294_967_296;

export class RadixBuckets {
  /** Events in the buckets. */
  length = 0;
  /** No event here is earlier. */
  anchorMs = 0;
  #anchorHigh = 0;
  #anchorLow = 0;
  #time = new Float64Array(0);
  #slot = new Int32Array(0);
  /** The chunk after each chunk, in its bucket or among the free ones. */
  #next = new Int32Array(0);
  #freeChunk = NONE;
  /** Index of the first entry of each bucket, and of the one after its last; 0 when it is empty. */
  #front = new Int32Array(0);
  #end = new Int32Array(0);
  /** A bit for each bucket that is not empty. */
  readonly #filled = new Int32Array(BUCKETS >> 5);
  /** A bit for each word of `#filled` that is not 0. */
  #lowFilled = 0;
  #highFilled = 0;
  /** The time at hand, and its two words. */
  readonly #double: Float64Array;
  readonly #words: Int32Array;

  /** @param newTime where the time is of an event that is pushed; changes at other calls. */
  constructor(newTime: Float64Array) {
    this.#double = newTime;
    this.#words = new Int32Array(newTime.buffer);
  }

  /** Only while there are no events. No event that is pushed from now on is earlier. */
  anchorAt(timeMs: number): void {
    this.#front = grown(this.#front, BUCKETS);
    this.#end = grown(this.#end, BUCKETS);
    this.anchorMs = timeMs;
    this.#double[0] = timeMs;
    this.#anchorLow = this.#words[0]!;
    this.#anchorHigh = this.#words[1]!;
  }

  /** An event at the time that is in `newTime`, which is not before the anchor. */
  push(slot: number): void {
    const high = this.#words[1]!;
    const low = this.#words[0]!;
    let differs = high ^ this.#anchorHigh;
    let word = high;
    let bucket = 4 << BYTE;
    if (differs === 0) {
      differs = (low ^ this.#anchorLow) | 1;
      word = low;
      bucket = 0;
    }
    const shift = (31 - Math.clz32(differs)) & 24;
    bucket += (shift << 5) | ((word >>> shift) & 0xff);
    let end = this.#end[bucket]!;
    if ((end & (CHUNK - 1)) === 0) end = this.#append(bucket, end);
    this.#time[end] = this.#double[0]!;
    this.#slot[end] = slot;
    this.#end[bucket] = end + 1;
    this.length += 1;
  }

  /**
   * The earliest bucket. It holds no more than a chunk, or events of one time only: others are
   * spread first. Only while there are events.
   */
  earliest(): number {
    let bucket = this.#lowest();
    while (bucket >> BYTE > 0 && this.#isCrowded(bucket)) {
      this.#spread(bucket);
      bucket = this.#lowest();
    }
    return bucket;
  }

  count(bucket: number): number {
    const last = (this.#end[bucket]! - 1) >> CHUNK_BITS;
    let count = this.#end[bucket]! - (last << CHUNK_BITS);
    let chunk = this.#front[bucket]! >> CHUNK_BITS;
    for (; chunk !== last; chunk = this.#next[chunk]!) count += CHUNK;
    return count;
  }

  /**
   * Empties a bucket into a sorted array, oldest first: ties stay in order.
   *
   * @param times @param slots sorted up to index `at`, and so afterwards.
   */
  moveOut(bucket: number, times: Float64Array, slots: Int32Array, at: number): void {
    let left = this.count(bucket);
    let from = this.#front[bucket]!;
    let end = at;
    this.#empty(bucket, left);
    for (; left > 0; left -= CHUNK) {
      const to = from + Math.min(CHUNK, left);
      for (let entry = from; entry < to; entry += 1) {
        insert(times, slots, end, this.#time[entry]!, this.#slot[entry]!);
        end += 1;
      }
      from = this.#free(from >> CHUNK_BITS) << CHUNK_BITS;
    }
  }

  /** The first time after a bucket's. */
  endOf(bucket: number): number {
    const shift = (bucket >> BYTE) << 3;
    const isHigh = shift >= 32;
    const word = isHigh ? this.#anchorHigh : this.#anchorLow;
    // Bytes above this one are the anchor's. The next value of this one may carry into them.
    const upTo = ((((word >>> shift) & ~0xff) | (bucket & 0xff)) >>> 0) + 1;
    const next = upTo * (1 << (shift & 31));
    if (isHigh && next >= INFINITE) return Number.POSITIVE_INFINITY;
    this.#words[0] = isHigh ? 0 : next;
    this.#words[1] = isHigh ? next : this.#anchorHigh + (next === WORD ? 1 : 0);
    return this.#double[0]!;
  }

  /** Keeps some events and forgets the others. */
  filter(keep: (slot: number) => boolean): void {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      if (this.#filled[bucket >> 5] === 0) bucket |= 31;
      else if (this.#end[bucket]! > 0) this.#placeAnew(bucket, keep);
    }
  }

  #lowest(): number {
    const at =
      this.#lowFilled !== 0 ? lowestBit(this.#lowFilled) : 32 + lowestBit(this.#highFilled);
    return (at << 5) | lowestBit(this.#filled[at]!);
  }

  /** Moves the events of the earliest bucket to lower ones. */
  #spread(bucket: number): void {
    this.anchorAt(this.#earliestIn(bucket));
    this.#placeAnew(bucket);
  }

  #earliestIn(bucket: number): number {
    const times = this.#time;
    let earliest = Number.POSITIVE_INFINITY;
    let from = this.#front[bucket]!;
    for (let left = this.count(bucket); left > 0; left -= CHUNK) {
      const to = from + Math.min(CHUNK, left);
      for (let entry = from; entry < to; entry += 1) {
        const time = times[entry]!;
        if (time < earliest) earliest = time;
      }
      from = this.#next[from >> CHUNK_BITS]! << CHUNK_BITS;
    }
    return earliest;
  }

  #placeAnew(bucket: number, keep?: (slot: number) => boolean): void {
    let left = this.count(bucket);
    let from = this.#front[bucket]!;
    this.#empty(bucket, left);
    for (; left > 0; left -= CHUNK) {
      const to = from + Math.min(CHUNK, left);
      for (let entry = from; entry < to; entry += 1) {
        const slot = this.#slot[entry]!;
        if (keep !== undefined && !keep(slot)) continue;
        this.#double[0] = this.#time[entry]!;
        this.push(slot);
      }
      from = this.#free(from >> CHUNK_BITS) << CHUNK_BITS;
    }
  }

  #isCrowded(bucket: number): boolean {
    return this.#front[bucket]! >> CHUNK_BITS !== (this.#end[bucket]! - 1) >> CHUNK_BITS;
  }

  /** Leaves the chunks of a bucket to the caller. */
  #empty(bucket: number, count: number): void {
    this.#end[bucket] = 0;
    this.length -= count;
    const at = bucket >> 5;
    const left = this.#filled[at]! & ~(1 << (bucket & 31));
    this.#filled[at] = left;
    if (left !== 0) return;
    if (at < 32) this.#lowFilled &= ~(1 << at);
    else this.#highFilled &= ~(1 << (at & 31));
  }

  /** Gives a bucket another chunk. @returns the index of its first entry. */
  #append(bucket: number, end: number): number {
    if (this.#freeChunk === NONE) this.#grow();
    const chunk = this.#freeChunk;
    this.#freeChunk = this.#next[chunk]!;
    const from = chunk << CHUNK_BITS;
    if (end === 0) {
      this.#front[bucket] = from;
      this.#markFilled(bucket);
    } else {
      this.#next[(end - 1) >> CHUNK_BITS] = chunk;
    }
    return from;
  }

  #markFilled(bucket: number): void {
    const at = bucket >> 5;
    this.#filled[at]! |= 1 << (bucket & 31);
    if (at < 32) this.#lowFilled |= 1 << at;
    else this.#highFilled |= 1 << (at & 31);
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
    const chunks = Math.max(FIRST_CHUNKS, before + (before >> 1));
    this.#time = grown(this.#time, chunks << CHUNK_BITS);
    this.#slot = grown(this.#slot, chunks << CHUNK_BITS);
    this.#next = grown(this.#next, chunks);
    for (let chunk = chunks - 1; chunk >= before; chunk -= 1) this.#free(chunk);
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** By moving what is later. Entries of a bucket are half sorted: it is never far. */
function insert(
  times: Float64Array,
  slots: Int32Array,
  end: number,
  time: number,
  slot: number,
): void {
  let hole = end;
  while (hole > 0) {
    const before = times[hole - 1]!;
    if (before <= time) break;
    times[hole] = before;
    slots[hole] = slots[hole - 1]!;
    hole -= 1;
  }
  times[hole] = time;
  slots[hole] = slot;
}
