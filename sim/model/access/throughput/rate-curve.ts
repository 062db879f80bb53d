/** A rate that changes in steps and begins anew at its end, with its integral and the inverse. */

const MS_PER_SECOND = 1000;

export class RateCurve {
  /** End of each step, ms, and the bits that fit in until then. */
  readonly #endsMs: Float64Array;
  readonly #bitsUntil: Float64Array;
  readonly lengthMs: number;
  /** Of one round. */
  readonly bits: number;

  /**
   * @param stepsMs how long each step lasts, above 0.
   * @param bitsPerSecond 0 or more; some must be above 0.
   */
  constructor(stepsMs: ArrayLike<number>, bitsPerSecond: ArrayLike<number>) {
    this.#endsMs = new Float64Array(stepsMs.length);
    this.#bitsUntil = new Float64Array(stepsMs.length);
    let endMs = 0;
    let bits = 0;
    for (let step = 0; step < stepsMs.length; step += 1) {
      endMs += stepsMs[step]!;
      bits += (bitsPerSecond[step]! * stepsMs[step]!) / MS_PER_SECOND;
      this.#endsMs[step] = endMs;
      this.#bitsUntil[step] = bits;
    }
    this.lengthMs = endMs;
    this.bits = bits;
  }

  /** Bits that fit in between 0 and a time, which may be later than the end. */
  bitsAt(timeMs: number): number {
    const rounds = Math.floor(timeMs / this.lengthMs);
    const restMs = timeMs - rounds * this.lengthMs;
    return rounds * this.bits + along(this.#endsMs, this.#bitsUntil, restMs);
  }

  /** The time until which so many bits fit in, ms; the first one where nothing passes for a while. */
  timeAt(bits: number): number {
    const rounds = Math.floor(bits / this.bits);
    const rest = bits - rounds * this.bits;
    return rounds * this.lengthMs + along(this.#bitsUntil, this.#endsMs, rest);
  }
}

/** The value on the polyline through the origin and all corners (x, y), x not falling, at x = `at`. */
function along(x: Float64Array, y: Float64Array, at: number): number {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! >= at) high = middle;
    else low = middle + 1;
  }
  const fromX = low === 0 ? 0 : x[low - 1]!;
  const fromY = low === 0 ? 0 : y[low - 1]!;
  const width = x[low]! - fromX;
  // A step without width is a jump, whose beginning comes first.
  return width === 0 ? fromY : fromY + (y[low]! - fromY) * Math.min(1, (at - fromX) / width);
}
