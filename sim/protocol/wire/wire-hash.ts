/** Hash of what arrived where and when: equal runs have equal ones, byte for byte. */

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const HEX = 16;
const DIGITS = 8;
const BYTE = 256;

/** Two hashes of 32 bits by FNV-1a, which parts of the text in turn go into. Source: RFC 9923 */
export class WireHash {
  #high = OFFSET;
  #low = OFFSET ^ PRIME;
  readonly #time = new Float64Array(1);
  readonly #timeBytes = new Uint8Array(this.#time.buffer);

  /** @param connection number of the connection in its run. */
  add(connection: number, atMs: number, bytes: Uint8Array): void {
    this.#begin(connection, atMs);
    for (let at = 0; at < bytes.length; at += 1) this.#mix(bytes[at]!);
  }

  /** Bytes whose contents never repeat: how many there are, and when. */
  addLength(connection: number, atMs: number, bytes: number): void {
    this.#begin(connection, atMs);
    for (let left = bytes; left > 0; left = Math.floor(left / BYTE)) this.#mix(left % BYTE);
  }

  #begin(connection: number, atMs: number): void {
    this.#time[0] = atMs;
    this.#mix(connection & 0xff);
    this.#mix((connection >> 8) & 0xff);
    for (let at = 0; at < this.#timeBytes.length; at += 1) this.#mix(this.#timeBytes[at]!);
  }

  #mix(byte: number): void {
    this.#high = Math.imul(this.#high ^ byte, PRIME);
    this.#low = Math.imul((this.#low ^ byte) + (this.#high >>> 16), PRIME);
  }

  toString(): string {
    const hex = (part: number) => (part >>> 0).toString(HEX).padStart(DIGITS, '0');
    return hex(this.#high) + hex(this.#low);
  }
}
