/** Lines that carry bytes one after the other, such as the ways down to the devices of a place. */

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

/** Time that bytes take at a rate, ms; 0 at an infinite rate. */
export const transferMs = (bytes: number, bitsPerSecond: number): number =>
  (bytes * BITS_PER_BYTE * MS_PER_SECOND) / bitsPerSecond;

export class Lines {
  readonly bitsPerSecond: Float64Array;
  /** When all that has been given to a line is through it, ms. */
  readonly #freeAtMs: Float64Array;

  /** @param bitsPerSecond of each line; Infinity: no limit. */
  constructor(bitsPerSecond: Float64Array) {
    this.bitsPerSecond = bitsPerSecond;
    this.#freeAtMs = new Float64Array(bitsPerSecond.length);
  }

  /** Gives bytes their turn. @returns when the last of them is through, ms. */
  pass(line: number, bytes: number, nowMs: number): number {
    const startMs = Math.max(nowMs, this.#freeAtMs[line]!);
    const endMs = startMs + transferMs(bytes, this.bitsPerSecond[line]!);
    this.#freeAtMs[line] = endMs;
    return endMs;
  }

  /** How long bytes that come now have to wait for those before them, ms. */
  queueMs(line: number, nowMs: number): number {
    return Math.max(0, this.#freeAtMs[line]! - nowMs);
  }
}
