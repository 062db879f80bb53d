/** Lines whose rate follows one curve, each from a point of its own. */
import { type LineQueues, transferMs } from '../../../engine/lines.ts';
import type { RateCurve } from './rate-curve.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

export class CurveLines implements LineQueues {
  readonly bitsPerSecond: Float64Array;
  readonly #curve: RateCurve;
  /** Where on the curve each line is at the beginning, ms. */
  readonly #offsetMs: Float64Array;
  readonly #freeAtMs: Float64Array;
  /** Bits of the curve that a byte takes. */
  readonly #bitsOfByte: number;

  /** @param share of the curve's rate that the lines have. */
  constructor(curve: RateCurve, offsetMs: Float64Array, share = 1) {
    this.#curve = curve;
    this.#offsetMs = offsetMs;
    const mean = share * (curve.bits / curve.lengthMs) * MS_PER_SECOND;
    this.#bitsOfByte = BITS_PER_BYTE / share;
    this.bitsPerSecond = new Float64Array(offsetMs.length).fill(mean);
    this.#freeAtMs = new Float64Array(offsetMs.length);
  }

  pass(line: number, bytes: number, nowMs: number): number {
    const startMs = Math.max(nowMs, this.#freeAtMs[line]!);
    const endMs = this.passedMs(line, startMs, bytes * this.#bitsOfByte);
    this.#freeAtMs[line] = endMs;
    return endMs;
  }

  queueMs(line: number, nowMs: number): number {
    const freeAtMs = this.#freeAtMs[line]!;
    if (freeAtMs <= nowMs) return 0;
    const offsetMs = this.#offsetMs[line]!;
    const bits = this.#curve.bitsAt(freeAtMs + offsetMs) - this.#curve.bitsAt(nowMs + offsetMs);
    const bytes = bits / this.#bitsOfByte;
    return transferMs(bytes, this.bitsPerSecond[line]!);
  }

  tookMs(line: number, bytes: number, endMs: number): number {
    const offsetMs = this.#offsetMs[line]!;
    const bits = this.#curve.bitsAt(endMs + offsetMs) - bytes * this.#bitsOfByte;
    return bits <= 0 ? endMs : Math.max(0, endMs - (this.#curve.timeAt(bits) - offsetMs));
  }

  /** When bits that begin at a time have passed, ms; not before, for rounding may go either way. */
  passedMs(line: number, fromMs: number, bits: number): number {
    const offsetMs = this.#offsetMs[line]!;
    if (bits === 0) return fromMs;
    const curve = this.#curve;
    return Math.max(fromMs, curve.timeAt(curve.bitsAt(fromMs + offsetMs) + bits) - offsetMs);
  }
}
