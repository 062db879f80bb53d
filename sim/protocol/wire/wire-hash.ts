/** Hash of what arrived where and when: equal runs have equal ones, byte for byte. */

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const HEX = 16;
const DIGITS = 8;

/**
 * Two hashes of 32 bits, four bytes at a time, which parts of the text in turn go into: of each byte by itself they took
 * a sixth of a run with 60 000 messages a second. After FNV-1a, RFC 9923; each word is turned, since its high
 * bits would reach nothing else.
 */
export class WireHash {
  #high = OFFSET | 0;
  #low = (OFFSET ^ PRIME) | 0;
  readonly #time = new Float64Array(1);
  readonly #timeWords = new Int32Array(this.#time.buffer);

  /** @param connection number of the connection in its run. */
  add(connection: number, atMs: number, bytes: Uint8Array): void {
    const { length } = bytes;
    this.addLength(connection, atMs, length);
    let high = this.#high;
    let low = this.#low;
    const whole = length & ~3;
    for (let at = 0; at < whole; at += 4) {
      const word =
        bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      high = mixed(high, word);
      low = mixed(low, word ^ (high >>> 16));
    }
    for (let at = whole; at < length; at += 1) {
      high = mixed(high, bytes[at]!);
      low = mixed(low, bytes[at]! ^ (high >>> 16));
    }
    this.#high = high;
    this.#low = mixed(low, high);
  }

  /** Bytes whose contents never repeat: how many there are, and when. */
  addLength(connection: number, atMs: number, bytes: number): void {
    this.#time[0] = atMs;
    this.#high = mixed(mixed(this.#high, connection), bytes);
    this.#low = mixed(mixed(this.#low, this.#timeWords[0]!), this.#timeWords[1]!);
  }

  toString(): string {
    const hex = (part: number) => (part >>> 0).toString(HEX).padStart(DIGITS, '0');
    return hex(this.#high) + hex(this.#low);
  }
}

function mixed(hash: number, word: number): number {
  const turned = Math.imul(hash ^ word, PRIME);
  return turned ^ (turned >>> 15);
}
