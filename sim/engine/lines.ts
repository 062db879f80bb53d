/** Lines that carry bytes one after the other, such as the ways down to the devices of a place. */

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

/** Time that bytes take at a rate, ms; 0 at an infinite rate. */
export const transferMs = (bytes: number, bitsPerSecond: number): number =>
  (bytes * BITS_PER_BYTE * MS_PER_SECOND) / bitsPerSecond;

/** Lines whose rates stay or change, as who queues there sees them. */
export interface LineQueues {
  /** Rate of each line, or its mean where it changes: what a queue's room is measured by. */
  readonly bitsPerSecond: Float64Array;
  /** Gives bytes their turn. @returns when the last of them is through, ms. */
  pass(line: number, bytes: number, nowMs: number): number;
  /** How much has to pass before bytes that come now, as the time that it takes at the rate above, ms. */
  queueMs(line: number, nowMs: number): number;
  /** How long the last bytes took of those that were through at a time, ms. */
  tookMs(line: number, bytes: number, endMs: number): number;
}

export class Lines implements LineQueues {
  readonly bitsPerSecond: Float64Array;
  /** When all that has been given to a line is through it, ms. */
  readonly #freeAtMs: Float64Array;

  /** @param bitsPerSecond of each line; Infinity: no limit. */
  constructor(bitsPerSecond: Float64Array) {
    this.bitsPerSecond = bitsPerSecond;
    this.#freeAtMs = new Float64Array(bitsPerSecond.length);
  }

  pass(line: number, bytes: number, nowMs: number): number {
    const startMs = Math.max(nowMs, this.#freeAtMs[line]!);
    const endMs = startMs + transferMs(bytes, this.bitsPerSecond[line]!);
    this.#freeAtMs[line] = endMs;
    return endMs;
  }

  queueMs(line: number, nowMs: number): number {
    return Math.max(0, this.#freeAtMs[line]! - nowMs);
  }

  tookMs(line: number, bytes: number): number {
    return transferMs(bytes, this.bitsPerSecond[line]!);
  }
}
