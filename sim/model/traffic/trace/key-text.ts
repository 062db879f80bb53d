/** The bytes of keys that are text, one behind the other in a growing buffer. */
export class KeyText {
  #bytes = new Uint8Array(1 << 16);
  /** Where each key starts; key n ends where key n + 1 starts. A double counts past 4 GiB. */
  #starts = new Float64Array(1024);
  #size = 0;

  /** @returns the number of the key, from 0. */
  add(bytes: Uint8Array, from: number, to: number): number {
    const index = this.#size++;
    if (this.#size >= this.#starts.length) {
      const starts = new Float64Array(2 * this.#starts.length);
      starts.set(this.#starts);
      this.#starts = starts;
    }
    const start = this.#starts[index]!;
    const end = start + to - from;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#starts[index + 1] = end;
    return index;
  }

  equals(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    const own = this.#bytes;
    const start = this.#starts[index]!;
    if (this.#starts[index + 1]! - start !== to - from) return false;
    for (let at = from, place = start; at < to; at++, place++) {
      if (own[place] !== bytes[at]) return false;
    }
    return true;
  }

  /** Bytes that are not UTF-8 show as U+FFFD. */
  textOf(index: number): string {
    const key = this.#bytes.subarray(this.#starts[index]!, this.#starts[index + 1]!);
    return new TextDecoder().decode(key);
  }

  #grow(needed: number): void {
    const bytes = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
