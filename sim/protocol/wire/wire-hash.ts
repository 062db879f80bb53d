/** Hash of what arrived where and when: equal runs have equal ones, byte for byte. */

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const HEX = 16;
const DIGITS = 8;

/** Two hashes of 32 bits by FNV-1a, which parts of the text in turn go into. Source: RFC 9923 */
export class WireHash {
  #high = OFFSET;
  #low = OFFSET ^ PRIME;
  readonly #head = new Uint8Array(2);
  readonly #time = new Float64Array(1);
  readonly #timeBytes = new Uint8Array(this.#time.buffer);

  /** @param connection number of the connection in its run. */
  add(connection: number, atMs: number, bytes: Uint8Array): void {
    this.#head[0] = connection & 0xff;
    this.#head[1] = (connection >> 8) & 0xff;
    this.#time[0] = atMs;
    this.#mix(this.#head);
    this.#mix(this.#timeBytes);
    this.#mix(bytes);
  }

  /** In locals: every byte of a run passes here. */
  #mix(bytes: Uint8Array): void {
    let high = this.#high;
    let low = this.#low;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at]!;
      high = Math.imul(high ^ byte, PRIME);
      low = Math.imul((low ^ byte) + (high >>> 16), PRIME);
    }
    this.#high = high;
    this.#low = low;
  }

  toString(): string {
    const hex = (part: number) => (part >>> 0).toString(HEX).padStart(DIGITS, '0');
    return hex(this.#high) + hex(this.#low);
  }
}
