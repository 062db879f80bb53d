/** Bytes that were pushed and not yet decoded, contiguous and starting at offset 0 after each push. */
export class ByteQueue {
  /** Valid from `start` to `end`; what lies outside is stale. */
  bytes = new Uint8Array(1 << 16);
  start = 0;
  end = 0;

  get length(): number {
    return this.end - this.start;
  }

  /** Copies the chunk behind the bytes still waiting. Offsets taken before are void. */
  push(chunk: Uint8Array): void {
    const waiting = this.length;
    const needed = waiting + chunk.length;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
      grown.set(this.bytes.subarray(this.start, this.end));
      this.bytes = grown;
    } else if (this.start > 0) {
      this.bytes.copyWithin(0, this.start, this.end);
    }
    this.bytes.set(chunk, waiting);
    this.start = 0;
    this.end = needed;
  }
}
