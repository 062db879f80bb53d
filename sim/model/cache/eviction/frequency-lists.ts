/**
 * Slots by how often they were served: a list for each frequency that occurs, in order of frequency,
 * and in a list those first that came to it first. Every step is O(1).
 */
import { grown } from '../../../engine/grown.ts';

const NONE = -1;
const FIRST_BUCKETS = 16;

export class FrequencyLists {
  /** Of each slot: its bucket, and its neighbours there. */
  #bucket = new Int32Array(0);
  #before = new Int32Array(0);
  #after = new Int32Array(0);
  /** Of each bucket: its frequency, its first and last slot, and the buckets below and above. */
  #frequency = new Float64Array(FIRST_BUCKETS);
  #first = new Int32Array(FIRST_BUCKETS);
  #last = new Int32Array(FIRST_BUCKETS);
  #below = new Int32Array(FIRST_BUCKETS);
  #above = new Int32Array(FIRST_BUCKETS);
  /** Bucket of the lowest frequency. */
  #lowest = NONE;
  /** Buckets that are not in use, linked by `#above`, and the first that never was. */
  #free = NONE;
  #buckets = 0;

  grow(slots: number): void {
    this.#bucket = grown(this.#bucket, slots);
    this.#before = grown(this.#before, slots);
    this.#after = grown(this.#after, slots);
  }

  /** A slot enters with frequency 1. */
  add(slot: number): void {
    const lowest = this.#lowest;
    const isThere = lowest !== NONE && this.#frequency[lowest] === 1;
    this.#append(slot, isThere ? lowest : this.#open(1, NONE, lowest));
  }

  /** One more for a slot that is here. */
  climb(slot: number): void {
    const from = this.#bucket[slot]!;
    const frequency = this.#frequency[from]! + 1;
    const above = this.#above[from]!;
    if (above !== NONE && this.#frequency[above] === frequency) {
      this.remove(slot);
      this.#append(slot, above);
    } else if (this.#first[from] === this.#last[from]) {
      // Alone in its bucket, which takes it along.
      this.#frequency[from] = frequency;
    } else {
      this.#unlink(slot, from);
      this.#append(slot, this.#open(frequency, from, above));
    }
  }

  /** Takes out the slot of lowest frequency that came to it first; at least one must be here. */
  takeLowest(): number {
    const slot = this.#first[this.#lowest]!;
    this.remove(slot);
    return slot;
  }

  remove(slot: number): void {
    const bucket = this.#bucket[slot]!;
    this.#unlink(slot, bucket);
    if (this.#first[bucket] === NONE) this.#close(bucket);
  }

  #append(slot: number, bucket: number): void {
    const last = this.#last[bucket]!;
    this.#bucket[slot] = bucket;
    this.#before[slot] = last;
    this.#after[slot] = NONE;
    if (last === NONE) this.#first[bucket] = slot;
    else this.#after[last] = slot;
    this.#last[bucket] = slot;
  }

  #unlink(slot: number, bucket: number): void {
    const before = this.#before[slot]!;
    const after = this.#after[slot]!;
    if (before === NONE) this.#first[bucket] = after;
    else this.#after[before] = after;
    if (after === NONE) this.#last[bucket] = before;
    else this.#before[after] = before;
  }

  /** @returns a new bucket between two others, either of which may be none. */
  #open(frequency: number, below: number, above: number): number {
    const bucket = this.#takeBucket();
    this.#frequency[bucket] = frequency;
    this.#first[bucket] = NONE;
    this.#last[bucket] = NONE;
    this.#below[bucket] = below;
    this.#above[bucket] = above;
    if (below === NONE) this.#lowest = bucket;
    else this.#above[below] = bucket;
    if (above !== NONE) this.#below[above] = bucket;
    return bucket;
  }

  #close(bucket: number): void {
    const below = this.#below[bucket]!;
    const above = this.#above[bucket]!;
    if (below === NONE) this.#lowest = above;
    else this.#above[below] = above;
    if (above !== NONE) this.#below[above] = below;
    this.#above[bucket] = this.#free;
    this.#free = bucket;
  }

  #takeBucket(): number {
    const free = this.#free;
    if (free !== NONE) {
      this.#free = this.#above[free]!;
      return free;
    }
    if (this.#buckets === this.#first.length) {
      const buckets = 2 * this.#buckets;
      this.#frequency = grown(this.#frequency, buckets);
      this.#first = grown(this.#first, buckets);
      this.#last = grown(this.#last, buckets);
      this.#below = grown(this.#below, buckets);
      this.#above = grown(this.#above, buckets);
    }
    this.#buckets += 1;
    return this.#buckets - 1;
  }
}
