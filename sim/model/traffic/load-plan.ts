/**
 * Offered load over time: constant, with linear ramps. Arrivals are found by inverting its
 * integral, so that a ramp changes when things happen and not what is drawn.
 * Source: Çinlar, Introduction to Stochastic Processes, 1975, §4.7 (time change of a Poisson
 * process).
 */
export class LoadPlan {
  /** Corners of the rate function: time, and rate from there on, per ms. */
  readonly #times: number[] = [0];
  readonly #rates: number[];
  #corner = 0;

  constructor(ratePerSecond: number) {
    this.#rates = [ratePerSecond / 1000];
  }

  /** A ramp that begins during another one ends it there. @param atMs not before the last ramp. */
  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    const corner = this.#times.findLastIndex((timeMs) => timeMs <= atMs);
    const rate = this.#rateAt(atMs, corner);
    this.#times.splice(corner + 1);
    this.#rates.splice(corner + 1);
    this.#times.push(atMs, atMs + overMs);
    this.#rates.push(rate, toPerSecond / 1000);
  }

  /**
   * The time at which `arrivals` more are expected, ms; Infinity when the load has ended. Times
   * asked for may not decrease from call to call.
   */
  after(nowMs: number, arrivals: number): number {
    let fromMs = nowMs;
    let missing = arrivals;
    for (;;) {
      while (this.#endMs(this.#corner) <= fromMs) this.#corner += 1;
      const endMs = this.#endMs(this.#corner);
      const rate = this.#rateAt(fromMs);
      const slope = this.#slope(this.#corner);
      if (endMs === Number.POSITIVE_INFINITY) {
        return rate > 0 ? fromMs + missing / rate : Number.POSITIVE_INFINITY;
      }
      const inSegment = ((rate + this.#rateAt(endMs, this.#corner)) / 2) * (endMs - fromMs);
      if (inSegment >= missing) return fromMs + timeFor(missing, rate, slope);
      missing -= inSegment;
      fromMs = endMs;
    }
  }

  #endMs(corner: number): number {
    return this.#times[corner + 1] ?? Number.POSITIVE_INFINITY;
  }

  #slope(corner: number): number {
    const endMs = this.#endMs(corner);
    const widthMs = endMs - this.#times[corner]!;
    if (endMs === Number.POSITIVE_INFINITY || widthMs === 0) return 0;
    return (this.#rates[corner + 1]! - this.#rates[corner]!) / widthMs;
  }

  #rateAt(timeMs: number, corner = this.#corner): number {
    return this.#rates[corner]! + this.#slope(corner) * (timeMs - this.#times[corner]!);
  }
}

/** Solves rate·t + slope·t²/2 = arrivals for the smaller t of 0 or more, in a form that is stable. */
function timeFor(arrivals: number, rate: number, slope: number): number {
  // Rounding can bring what is 0 at the end of a ramp to nothing just below 0.
  const discriminant = Math.max(0, rate * rate + 2 * slope * arrivals);
  return (2 * arrivals) / (rate + Math.sqrt(discriminant));
}
