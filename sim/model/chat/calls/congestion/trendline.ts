/** Whether what is sent takes longer and longer: the slope of a line through the last delays. */

/** Readings count for more up to so many. Source: libwebrtc, trendline_estimator.cc, kMinNumDeltas. */
const MOST_READINGS = 60;
/** Source: libwebrtc, trendline_estimator.cc, kDefaultTrendlineThresholdGain. */
const GAIN = 4;
/** Groups that are remembered: a second of them, 5 ms apart. */
const SLOTS = 200;

export class Trendline {
  readonly #windowMs: number;
  readonly #settleMs: number;
  readonly #atMs = new Float64Array(SLOTS);
  readonly #delayMs = new Float64Array(SLOTS);
  #first = 0;
  #count = 0;
  #readings = 0;
  #sentMs = 0;
  #arrivedMs = 0;
  #firstMs = 0;
  #gatheredMs = 0;
  #smoothedMs = 0;
  /** The slope, scaled so that it can be compared with the detector's threshold, ms. */
  trendMs = 0;

  /**
   * @param windowMs of the groups through which the line goes.
   * @param settleMs within which the mean of delays follows them to 1 - 1/e.
   */
  constructor(windowMs: number, settleMs: number) {
    this.#windowMs = windowMs;
    this.#settleMs = settleMs;
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
    const step = Math.max(0, sentDeltaMs);
    this.#smoothedMs += (step / (step + this.#settleMs)) * (this.#gatheredMs - this.#smoothedMs);
    this.#remember(arrivedMs - this.#firstMs);
    this.#readings += 1;
    if (arrivedMs - this.#firstMs >= this.#windowMs) {
      this.trendMs = Math.min(this.#readings, MOST_READINGS) * this.#slope() * GAIN;
    }
    return sentDeltaMs;
  }

  #remember(atMs: number): void {
    if (this.#count === SLOTS) this.#drop();
    const slot = (this.#first + this.#count) % SLOTS;
    this.#atMs[slot] = atMs;
    this.#delayMs[slot] = this.#smoothedMs;
    this.#count += 1;
    while (this.#atMs[this.#first]! <= atMs - this.#windowMs) this.#drop();
  }

  #drop(): void {
    this.#first = (this.#first + 1) % SLOTS;
    this.#count -= 1;
  }

  /** Least squares, ms of delay a ms; 0 when all arrived at once. */
  #slope(): number {
    const count = this.#count;
    let meanX = 0;
    let meanY = 0;
    for (let index = 0; index < count; index += 1) {
      const slot = (this.#first + index) % SLOTS;
      meanX += this.#atMs[slot]! / count;
      meanY += this.#delayMs[slot]! / count;
    }
    let [above, below] = [0, 0];
    for (let index = 0; index < count; index += 1) {
      const slot = (this.#first + index) % SLOTS;
      const x = this.#atMs[slot]! - meanX;
      above += x * (this.#delayMs[slot]! - meanY);
      below += x * x;
    }
    return below === 0 ? 0 : above / below;
  }
}
