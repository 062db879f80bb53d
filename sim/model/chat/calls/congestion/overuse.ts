/** Tells from a trend whether queues grow, shrink or stay; its threshold adapts to who shares the link. */

export const UNDER = -1;
export const NORMAL = 0;
export const OVER = 1;

/** Source of all: draft-ietf-rmcat-gcc-02 §5.4 and Table 1. */
const FIRST_THRESHOLD_MS = 12.5;
const LEAST_MS = 6;
const MOST_MS = 600;
const TOO_FAR_MS = 15;
const OVER_FOR_MS = 10;
/**
 * How fast the threshold follows the trend, a ms. The draft has 0.01 and 0.00018 for the offsets of its filter;
 * these go with trends. Source: libwebrtc, trendline_estimator.cc.
 */
const GAIN_UP = 0.0087;
const GAIN_DOWN = 0.039;
/** A threshold that has not changed for longer moves as after this. Source: libwebrtc, kMaxTimeDeltaMs. */
const LONGEST_STEP_MS = 100;

export class OveruseDetector {
  thresholdMs = FIRST_THRESHOLD_MS;
  #overMs = 0;
  #overGroups = 0;
  #lastTrendMs = 0;
  #lastMs = Number.NaN;

  /** @param sentDeltaMs between this group and the one before. @returns `OVER`, `NORMAL` or `UNDER`. */
  judge(trendMs: number, sentDeltaMs: number, nowMs: number): number {
    const signal = this.#signalOf(trendMs, sentDeltaMs);
    this.#lastTrendMs = trendMs;
    this.#adapt(trendMs, nowMs);
    return signal;
  }

  #signalOf(trendMs: number, sentDeltaMs: number): number {
    if (trendMs <= this.thresholdMs) {
      this.#overMs = 0;
      this.#overGroups = 0;
      return trendMs < -this.thresholdMs ? UNDER : NORMAL;
    }
    this.#overMs += sentDeltaMs;
    this.#overGroups += 1;
    const isLong = this.#overMs > OVER_FOR_MS && this.#overGroups > 1;
    return isLong && trendMs >= this.#lastTrendMs ? OVER : NORMAL;
  }

  #adapt(trendMs: number, nowMs: number): void {
    const sinceMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    const away = Math.abs(trendMs) - this.thresholdMs;
    // The first group has nothing before it; a jump of a route says nothing of queues.
    if (!(sinceMs >= 0) || away > TOO_FAR_MS) return;
    const gain = Math.min(sinceMs, LONGEST_STEP_MS) * (away < 0 ? GAIN_DOWN : GAIN_UP);
    const moved = this.thresholdMs + Math.min(1, gain) * away;
    this.thresholdMs = Math.min(MOST_MS, Math.max(LEAST_MS, moved));
  }
}
