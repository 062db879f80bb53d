import { grown } from '../../../engine/grown.ts';

/**
 * Objects that were evicted, oldest first, as many as would fill a number of bytes, with what was
 * known of each. Everything is by the number of the object, which is dense, or by a running number
 * of entries in a ring; one that is taken out early leaves a hole.
 */
export class GhostHistory {
  readonly #capacityBytes: number;
  #usedBytes = 0;
  /** By object: running number of its entry, plus one; 0: not remembered. */
  #entryOf = new Float64Array(0);
  /** By entry, in the ring. */
  #object = new Int32Array(64);
  #bytes = new Float64Array(64);
  #frequency = new Float64Array(64);
  #time = new Float64Array(64);
  #mark = new Uint8Array(64);
  #first = 0;
  #next = 0;
  /** Marked objects that are remembered. */
  marked = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  /** @param mark any flag; see `marked`. */
  add(object: number, bytes: number, frequency: number, time: number, mark: boolean): void {
    if (this.#next - this.#first === this.#object.length) this.#enlarge();
    if (object >= this.#entryOf.length) {
      this.#entryOf = grown(this.#entryOf, Math.max(object + 1, 2 * this.#entryOf.length));
    }
    const at = this.#at(this.#next);
    this.#object[at] = object;
    this.#bytes[at] = bytes;
    this.#frequency[at] = frequency;
    this.#time[at] = time;
    this.#mark[at] = mark ? 1 : 0;
    this.#next += 1;
    this.#entryOf[object] = this.#next;
    this.#usedBytes += bytes;
    this.marked += this.#mark[at]!;
    while (this.#usedBytes > this.#capacityBytes) this.#dropOldest();
  }

  /** Where an object is remembered, for `frequencyAt` and its like; -1: nowhere. */
  find(object: number): number {
    const entry = object < this.#entryOf.length ? this.#entryOf[object]! : 0;
    return entry === 0 ? -1 : this.#at(entry - 1);
  }

  frequencyAt(at: number): number {
    return this.#frequency[at]!;
  }

  timeAt(at: number): number {
    return this.#time[at]!;
  }

  isMarkedAt(at: number): boolean {
    return this.#mark[at] === 1;
  }

  /** Forgets what was found. */
  removeAt(at: number): void {
    this.#entryOf[this.#object[at]!] = 0;
    this.#usedBytes -= this.#bytes[at]!;
    this.marked -= this.#mark[at]!;
  }

  #at(entry: number): number {
    return entry % this.#object.length;
  }

  #dropOldest(): void {
    const at = this.#at(this.#first);
    this.#first += 1;
    if (this.#entryOf[this.#object[at]!] === this.#first) this.removeAt(at);
  }

  #enlarge(): void {
    const length = this.#object.length;
    const from = this.#first;
    this.#object = unrolled(this.#object, from, length);
    this.#bytes = unrolled(this.#bytes, from, length);
    this.#frequency = unrolled(this.#frequency, from, length);
    this.#time = unrolled(this.#time, from, length);
    this.#mark = unrolled(this.#mark, from, length);
  }
}

/** A ring of twice the length, where running numbers from `first` on are at their new places. */
function unrolled<T extends Int32Array | Float64Array | Uint8Array>(
  ring: T,
  first: number,
  length: number,
): T {
  const doubled = grown(ring, 2 * length);
  for (let entry = first; entry < first + length; entry += 1) {
    doubled[entry % (2 * length)] = ring[entry % length]!;
  }
  return doubled;
}
