/**
 * Slots by how often they were served: a list for each frequency that occurs, in order of frequency,
 * and in a list those first that came to it first. Every step is O(1).
 *
 * Each list is a ring closed by a node of its bucket, as in `SlotLists`. There are never more buckets than
 * slots, so that node 2n is that of slot n and node 2n + 1 that of bucket n; a node is named by where its
 * two links are.
 */
import { grown } from '../../../engine/grown.ts';

const NONE = -1;
const FIRST_BUCKETS = 16;
/** Links of a node. */
const BEFORE = 0;
const AFTER = 1;
const ringOf = (bucket: number): number => 4 * bucket + 2;

export class FrequencyLists {
  /** Of each slot: its bucket. */
  #bucket = new Int32Array(0);
  #links = new Int32Array(0);
  /** Of each bucket: its frequency, and the buckets below and above. */
  #frequency = new Float64Array(FIRST_BUCKETS);
  #below = new Int32Array(FIRST_BUCKETS);
  #above = new Int32Array(FIRST_BUCKETS);
  /** Bucket of the lowest frequency. */
  #lowest = NONE;
  /** Buckets that are not in use, linked by `#above`, and the first that never was. */
  #free = NONE;
  #buckets = 0;

  grow(slots: number): void {
    this.#bucket = grown(this.#bucket, slots);
    this.#links = grown(this.#links, 4 * slots);
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
    } else if (this.#isAlone(slot)) {
      // Alone in its bucket, which takes it along.
      this.#frequency[from] = frequency;
    } else {
      this.#unlink(slot);
      this.#append(slot, this.#open(frequency, from, above));
    }
  }

  /** Takes out the slot of lowest frequency that came to it first; at least one must be here. */
  takeLowest(): number {
    const slot = this.#links[ringOf(this.#lowest) + AFTER]! >> 2;
    this.remove(slot);
    return slot;
  }

  remove(slot: number): void {
    const bucket = this.#bucket[slot]!;
    const ring = ringOf(bucket);
    this.#unlink(slot);
    if (this.#links[ring] === ring) this.#close(bucket);
  }

  /** Its neighbour on both sides is the ring's own node. */
  #isAlone(slot: number): boolean {
    return this.#links[4 * slot + BEFORE] === this.#links[4 * slot + AFTER];
  }

  #append(slot: number, bucket: number): void {
    const links = this.#links;
    const ring = ringOf(bucket);
    const node = 4 * slot;
    const last = links[ring + BEFORE]!;
    this.#bucket[slot] = bucket;
    links[node + BEFORE] = last;
    links[node + AFTER] = ring;
    links[last + AFTER] = node;
    links[ring + BEFORE] = node;
  }

  #unlink(slot: number): void {
    const links = this.#links;
    const before = links[4 * slot + BEFORE]!;
    const after = links[4 * slot + AFTER]!;
    links[before + AFTER] = after;
    links[after + BEFORE] = before;
  }

  /** @returns a new bucket between two others, either of which may be none. */
  #open(frequency: number, below: number, above: number): number {
    const bucket = this.#takeBucket();
    this.#frequency[bucket] = frequency;
    const ring = ringOf(bucket);
    this.#links[ring + BEFORE] = ring;
    this.#links[ring + AFTER] = ring;
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
    if (this.#buckets === this.#frequency.length) {
      const buckets = 2 * this.#buckets;
      this.#frequency = grown(this.#frequency, buckets);
      this.#below = grown(this.#below, buckets);
      this.#above = grown(this.#above, buckets);
    }
    this.#buckets += 1;
    return this.#buckets - 1;
  }
}
