/** What a sender knows of the time until an acknowledgement. Source: RFC 6298 §2. */

/** RFC 6298 §2.1; Linux's floor instead of §2.4's second, TCP_RTO_MIN, one of the variation. */
export const FIRST_TIMEOUT_MS = 1000;
const LEAST_VARIATION_MS = 200;

export class RoundTrips {
  /** 0 before the first. */
  smoothMs = 0;
  #variationMs = 0;

  get timeoutMs(): number {
    if (this.smoothMs === 0) return FIRST_TIMEOUT_MS;
    return this.smoothMs + Math.max(LEAST_VARIATION_MS, 4 * this.#variationMs);
  }

  measure(roundTripMs: number): void {
    if (this.smoothMs === 0) {
      this.smoothMs = roundTripMs;
      this.#variationMs = roundTripMs / 2;
      return;
    }
    this.#variationMs += (Math.abs(this.smoothMs - roundTripMs) - this.#variationMs) / 4;
    this.smoothMs += (roundTripMs - this.smoothMs) / 8;
  }
}
