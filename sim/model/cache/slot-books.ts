import { grown } from '../../engine/grown.ts';

/** Sizes in bytes by number, in 32 bits each until one does not fit. */
export class ByteSizes {
  #words = new Uint32Array(0);
  /** Takes the place of the words when a size is not a whole number below 2^32. */
  #doubles: Float64Array | undefined;

  get length(): number {
    return this.#words.length;
  }

  at(index: number): number {
    return this.#doubles === undefined ? this.#words[index]! : this.#doubles[index]!;
  }

  set(index: number, sizeBytes: number): void {
    if (this.#doubles === undefined && sizeBytes !== sizeBytes >>> 0) {
      this.#doubles = Float64Array.from(this.#words);
    }
    if (this.#doubles === undefined) this.#words[index] = sizeBytes;
    else this.#doubles[index] = sizeBytes;
  }

  grow(length: number): void {
    this.#words = grown(this.#words, length);
    if (this.#doubles !== undefined) this.#doubles = grown(this.#doubles, length);
  }
}

/**
 * Which object is in each slot, and its bytes. A policy that needs them keeps them where the cache
 * finds them, so that they are kept once.
 */
export class SlotBooks {
  readonly bytes: ByteSizes = new ByteSizes();
  object: Int32Array = new Int32Array(0);

  grow(slots: number): void {
    this.object = grown(this.object, slots);
    this.bytes.grow(slots);
  }

  enter(slot: number, object: number, sizeBytes: number): void {
    this.object[slot] = object;
    this.bytes.set(slot, sizeBytes);
  }
}

/** A number for each slot that takes no memory while all of them are 0. */
export class RareNumbers {
  #values: Float64Array | undefined;
  #slots = 0;

  at(slot: number): number {
    return this.#values === undefined ? 0 : this.#values[slot]!;
  }

  set(slot: number, value: number): void {
    if (this.#values === undefined) {
      if (value === 0) return;
      this.#values = new Float64Array(this.#slots);
    }
    this.#values[slot] = value;
  }

  grow(slots: number): void {
    this.#slots = slots;
    if (this.#values !== undefined) this.#values = grown(this.#values, slots);
  }
}
