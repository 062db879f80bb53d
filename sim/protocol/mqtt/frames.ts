/** Counts the packets of MQTT in bytes that pass, by their fixed headers alone. Source: MQTT 3.1.1 §2.2, 5.0 §2.1. */

const MORE = 0x80;
const VALUE = 0x7f;
const BITS = 7;

/** One direction of a connection. */
export class Frames {
  /** Bytes that the packet under way still has; 0: a header is expected. */
  #left = 0;
  #isInLength = false;
  #length = 0;
  #shift = 0;

  /** @returns packets that end in these bytes. */
  pass(bytes: Uint8Array): number {
    let packets = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, bytes.length - at);
        this.#left -= taken;
        at += taken;
        if (this.#left === 0) packets += 1;
      } else {
        if (this.#header(bytes[at]!)) packets += 1;
        at += 1;
      }
    }
    return packets;
  }

  /** @returns whether the packet ends here, having nothing but a header. */
  #header(byte: number): boolean {
    if (!this.#isInLength) {
      this.#isInLength = true;
      this.#length = 0;
      this.#shift = 0;
      return false;
    }
    this.#length += (byte & VALUE) << this.#shift;
    this.#shift += BITS;
    if ((byte & MORE) !== 0) return false;
    this.#isInLength = false;
    this.#left = this.#length;
    return this.#length === 0;
  }
}
