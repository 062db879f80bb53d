/** Whether what is sent takes longer and longer: the slope of a line through the last delays. */

/** Readings count for more up to so many. Source: libwebrtc, trendline_estimator.cc, kMinNumDeltas. */
const MOST_READINGS = 60;
/** Source: libwebrtc, trendline_estimator.cc, kDefaultTrendlineThresholdGain. */
const GAIN = 4;

export class Trendline {
  readonly #window: number;
  readonly #smoothing: number;
  readonly #atMs: Float64Array;
  readonly #delayMs: Float64Array;
  #readings = 0;
  #sentMs = 0;
  #arrivedMs = 0;
  #firstMs = 0;
  #gatheredMs = 0;
  #smoothedMs = 0;
  /** The slope, scaled so that it can be compared with the detector's threshold, ms. */
  trendMs = 0;

  /**
   * @param window groups through which the line goes, 2 or more.
   * @param smoothing part of the old value in an exponential mean of delays, 0 to below 1.
   */
  constructor(window: number, smoothing: number) {
    this.#window = window;
    this.#smoothing = smoothing;
    this.#atMs = new Float64Array(window);
    this.#delayMs = new Float64Array(window);
  }

  /** @returns time between sending this group and the one before, ms; 0 for the first. */
  heard(sentMs: number, arrivedMs: number): number {
    const isFirst = this.#readings === 0;
    const sentDeltaMs = isFirst ? 0 : sentMs - this.#sentMs;
    const deltaMs = isFirst ? 0 : arrivedMs - this.#arrivedMs - sentDeltaMs;
    if (isFirst) this.#firstMs = arrivedMs;
    this.#sentMs = sentMs;
    this.#arrivedMs = arrivedMs;
    this.#gatheredMs += deltaMs;
    const old = this.#smoothing;
    this.#smoothedMs = old * this.#smoothedMs + (1 - old) * this.#gatheredMs;
    const slot = this.#readings % this.#window;
    this.#atMs[slot] = arrivedMs - this.#firstMs;
    this.#delayMs[slot] = this.#smoothedMs;
    this.#readings += 1;
    if (this.#readings >= this.#window) {
      this.trendMs = Math.min(this.#readings, MOST_READINGS) * this.#slope() * GAIN;
    }
    return sentDeltaMs;
  }

  /** Least squares, ms of delay a ms; 0 when all arrived at once. */
  #slope(): number {
    const count = this.#window;
    let meanX = 0;
    let meanY = 0;
    for (let slot = 0; slot < count; slot += 1) {
      meanX += this.#atMs[slot]! / count;
      meanY += this.#delayMs[slot]! / count;
    }
    let [above, below] = [0, 0];
    for (let slot = 0; slot < count; slot += 1) {
      const x = this.#atMs[slot]! - meanX;
      above += x * (this.#delayMs[slot]! - meanY);
      below += x * x;
    }
    return below === 0 ? 0 : above / below;
  }
}
