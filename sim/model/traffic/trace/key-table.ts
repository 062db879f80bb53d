import { hashWords } from './hash-words.ts';
import { DECIMAL, KeyNumber, TEXT, textOfNumber } from './key-number.ts';
import { KeyText } from './key-text.ts';

const FIRST_SLOTS = 1024;
/** Numbers an object has in `#entries`. */
const ENTRY = 3;

/**
 * Gives keys dense numbers in order of first appearance, and their text back.
 *
 * Keys are compared byte for byte, as logged. Those that are decimal or hex numbers are kept as numbers, which
 * takes no text: half of all look-ups in long traces are for what the processor's caches no longer hold.
 * Memory is bounded by the distinct keys: about 28 bytes each, and 8 more and their bytes for text.
 */
export class KeyTable {
  readonly #text = new KeyText();
  readonly #number = new KeyNumber();
  /** Of each object: the low and high word of its number and how it is written; or its hash, its text, `TEXT`. */
  #entries = new Int32Array((ENTRY * FIRST_SLOTS) / 2);
  /** Object + 1 in each slot, 0 when free. */
  #slots = new Int32Array(FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #size = 0;

  /** Distinct keys met so far. */
  get size(): number {
    return this.#size;
  }

  /** The dense number of the key that is `bytes` from `from` to `to`. */
  intern(bytes: Uint8Array, from: number, to: number): number {
    const number = this.#number;
    if (number.parse(bytes, from, to)) {
      return this.#internNumber(number.low, number.high, number.kind);
    }
    const hash = hashBytes(bytes, from, to);
    const slots = this.#slots;
    const entries = this.#entries;
    const mask = this.#mask;
    for (let slot = hashWords(hash, 0) & mask; ; slot = (slot + 1) & mask) {
      const object = slots[slot]! - 1;
      if (object < 0) return this.#add(slot, hash, this.#text.add(bytes, from, to), TEXT);
      const entry = ENTRY * object;
      if (entries[entry] !== hash || entries[entry + 2] !== TEXT) continue;
      if (this.#text.equals(entries[entry + 1]!, bytes, from, to)) return object;
    }
  }

  /** As `intern`, for a key of up to nine decimal digits without leading zeros. */
  internShort(value: number): number {
    return this.#internNumber(value, 0, DECIMAL);
  }

  /** The key as text; bytes that are not UTF-8 show as U+FFFD. */
  keyOf(object: number): string {
    const [low, high, kind] = this.#entries.subarray(ENTRY * object, ENTRY * (object + 1));
    return kind === TEXT ? this.#text.textOf(high!) : textOfNumber(low!, high!, kind!);
  }

  #internNumber(low: number, high: number, kind: number): number {
    const slots = this.#slots;
    const entries = this.#entries;
    const mask = this.#mask;
    let slot = hashWords(low, high) & mask;
    for (;;) {
      const object = slots[slot]! - 1;
      if (object < 0) return this.#add(slot, low, high, kind);
      const entry = ENTRY * object;
      if (entries[entry] === low && entries[entry + 1] === high && entries[entry + 2] === kind)
        return object;
      slot = (slot + 1) & mask;
    }
  }

  #add(slot: number, low: number, high: number, kind: number): number {
    const object = this.#size++;
    this.#entries[ENTRY * object] = low;
    this.#entries[ENTRY * object + 1] = high;
    this.#entries[ENTRY * object + 2] = kind;
    this.#slots[slot] = object + 1;
    if (2 * this.#size >= this.#slots.length) this.#grow();
    return object;
  }

  #grow(): void {
    const entries = new Int32Array(2 * this.#entries.length);
    entries.set(this.#entries);
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let object = 0; object < this.#size; object++) {
      const entry = ENTRY * object;
      const isText = entries[entry + 2] === TEXT;
      let slot = hashWords(entries[entry]!, isText ? 0 : entries[entry + 1]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = object + 1;
    }
    this.#entries = entries;
    this.#slots = slots;
    this.#mask = mask;
  }
}

/** FNV-1a. Source: Fowler, Noll and Vo. */
function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}
