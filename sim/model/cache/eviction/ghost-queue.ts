/**
 * Names of objects that were evicted, oldest first, as many as would fill a number of bytes. A
 * name that is taken out early leaves a hole, which is dropped when it becomes the oldest.
 */
export class GhostQueue {
  readonly #capacityBytes: number;
  #usedBytes = 0;
  /** Entry of each remembered object, as a running number. */
  readonly #entryOf = new Map<number, number>();
  #objects = new Int32Array(64);
  #bytes = new Float64Array(64);
  /** Running numbers of the oldest entry and of the next one. */
  #first = 0;
  #next = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  add(object: number, sizeBytes: number): void {
    if (sizeBytes > this.#capacityBytes || this.#entryOf.has(object)) return;
    while (this.#usedBytes + sizeBytes > this.#capacityBytes) this.#dropOldest();
    if (this.#next - this.#first === this.#objects.length) this.#enlarge();
    const place = this.#next & (this.#objects.length - 1);
    this.#objects[place] = object;
    this.#bytes[place] = sizeBytes;
    this.#entryOf.set(object, this.#next);
    this.#next += 1;
    this.#usedBytes += sizeBytes;
  }

  /** @returns whether the object was remembered. */
  remove(object: number): boolean {
    const entry = this.#entryOf.get(object);
    if (entry === undefined) return false;
    this.#entryOf.delete(object);
    this.#usedBytes -= this.#bytes[entry & (this.#objects.length - 1)]!;
    return true;
  }

  #dropOldest(): void {
    const entry = this.#first;
    this.#first += 1;
    const object = this.#objects[entry & (this.#objects.length - 1)]!;
    if (this.#entryOf.get(object) === entry) this.remove(object);
  }

  #enlarge(): void {
    const objects = new Int32Array(this.#objects.length * 2);
    const bytes = new Float64Array(objects.length);
    for (let entry = this.#first; entry < this.#next; entry += 1) {
      const from = entry & (this.#objects.length - 1);
      objects[entry & (objects.length - 1)] = this.#objects[from]!;
      bytes[entry & (objects.length - 1)] = this.#bytes[from]!;
    }
    this.#objects = objects;
    this.#bytes = bytes;
  }
}
