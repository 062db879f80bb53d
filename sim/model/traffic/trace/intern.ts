import { hashWords } from './hash-words.ts';

/** Powers of two from here on; more than half full means doubling. */
const FIRST_SLOTS = 1024;

/**
 * Gives 64-bit ids dense numbers in order of first appearance.
 *
 * An id is two 32-bit words all the way, because a double holds 53 bits: ids that differ in their lowest
 * bits would become one object. Open addressing with linear probing, about 20 bytes an object.
 */
export class IdTable {
  /** Words of each object: low at 2n, high at 2n + 1. */
  #words = new Uint32Array(FIRST_SLOTS);
  /** Object + 1 in each slot, 0 when free. */
  #slots = new Int32Array(FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #size = 0;

  /** Distinct ids met so far. */
  get size(): number {
    return this.#size;
  }

  /** The dense number of an id given as its low and high 32 bits, unsigned. */
  intern(low: number, high: number): number {
    const slots = this.#slots;
    const words = this.#words;
    const mask = this.#mask;
    let slot = hashWords(low, high) & mask;
    for (;;) {
      const object = slots[slot]! - 1;
      if (object < 0) return this.#add(slot, low, high);
      if (words[2 * object] === low && words[2 * object + 1] === high) return object;
      slot = (slot + 1) & mask;
    }
  }

  /** The id in decimal, as an unsigned 64-bit number. */
  idOf(object: number): string {
    const words = this.#words;
    return ((BigInt(words[2 * object + 1]!) << 32n) | BigInt(words[2 * object]!)).toString();
  }

  #add(slot: number, low: number, high: number): number {
    const object = this.#size++;
    this.#words[2 * object] = low;
    this.#words[2 * object + 1] = high;
    this.#slots[slot] = object + 1;
    if (2 * this.#size >= this.#slots.length) this.#grow();
    return object;
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    words.set(this.#words);
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let object = 0; object < this.#size; object++) {
      let slot = hashWords(words[2 * object]!, words[2 * object + 1]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = object + 1;
    }
    this.#words = words;
    this.#slots = slots;
    this.#mask = mask;
  }
}
