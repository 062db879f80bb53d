const FIRST_SLOTS = 1024;

/**
 * Gives text keys dense numbers in order of first appearance, and the text back.
 *
 * Keys are compared byte for byte, as logged: nothing is decoded on the way in. All of them stay in memory, in one
 * growing buffer, so memory is bounded by the distinct keys: their bytes and about 20 more each.
 */
export class KeyTable {
  #text = new Uint8Array(1 << 16);
  /** Where each key starts; key n ends where key n + 1 starts. A double counts past 4 GiB. */
  #starts = new Float64Array(FIRST_SLOTS + 1);
  /** Hash and object + 1 of each slot, side by side; 0 in the second when free. */
  #slots = new Int32Array(2 * FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #size = 0;

  /** Distinct keys met so far. */
  get size(): number {
    return this.#size;
  }

  /** The dense number of the key that is `bytes` from `from` to `to`. */
  intern(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashBytes(bytes, from, to);
    const slots = this.#slots;
    let slot = hash & this.#mask;
    for (;;) {
      const object = slots[2 * slot + 1]! - 1;
      if (object < 0) return this.#add(slot, hash, bytes, from, to);
      if (slots[2 * slot] === hash && this.#equals(object, bytes, from, to)) return object;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** The key as text; bytes that are not UTF-8 show as U+FFFD. */
  keyOf(object: number): string {
    const key = this.#text.subarray(this.#starts[object]!, this.#starts[object + 1]!);
    return new TextDecoder().decode(key);
  }

  #equals(object: number, bytes: Uint8Array, from: number, to: number): boolean {
    const text = this.#text;
    const start = this.#starts[object]!;
    if (this.#starts[object + 1]! - start !== to - from) return false;
    for (let at = from, own = start; at < to; at++, own++) {
      if (text[own] !== bytes[at]) return false;
    }
    return true;
  }

  #add(slot: number, hash: number, bytes: Uint8Array, from: number, to: number): number {
    const object = this.#size++;
    const start = this.#starts[object]!;
    const end = start + to - from;
    if (end > this.#text.length) this.#growText(end);
    this.#text.set(bytes.subarray(from, to), start);
    this.#starts[object + 1] = end;
    this.#slots[2 * slot] = hash;
    this.#slots[2 * slot + 1] = object + 1;
    if (2 * this.#size > this.#mask) this.#growSlots();
    return object;
  }

  #growText(needed: number): void {
    const text = new Uint8Array(Math.max(needed, 2 * this.#text.length));
    text.set(this.#text);
    this.#text = text;
  }

  #growSlots(): void {
    const old = this.#slots;
    const slots = new Int32Array(2 * old.length);
    const mask = slots.length / 2 - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from + 1] === 0) continue;
      let slot = old[from]! & mask;
      while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = old[from]!;
      slots[2 * slot + 1] = old[from + 1]!;
    }
    const starts = new Float64Array(mask + 2);
    starts.set(this.#starts.subarray(0, this.#size + 1));
    this.#starts = starts;
    this.#slots = slots;
    this.#mask = mask;
  }
}

/** FNV-1a, with a last mix because only its low bits pick the slot. Source: Fowler, Noll and Vo. */
function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
