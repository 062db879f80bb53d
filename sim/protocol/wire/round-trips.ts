/** What a sender knows of the time until an acknowledgement. Source: RFC 6298 §2. */

import { FIRST_TIMEOUT_MS } from './timeouts.ts';

/** Linux's floor instead of §2.4's second, TCP_RTO_MIN, one of the variation. */
const LEAST_VARIATION_MS = 200;
const PROBE_ROUND_TRIPS = 2;

export class RoundTrips {
  /** 0 before the first. */
  smoothMs = 0;
  #variationMs = 0;

  get timeoutMs(): number {
    if (this.smoothMs === 0) return FIRST_TIMEOUT_MS;
    return this.smoothMs + Math.max(LEAST_VARIATION_MS, 4 * this.#variationMs);
  }

  /** After how long to ask what has become of the last that was sent. RFC 8985 §7.2; nobody delays acknowledgements here. */
  get probeMs(): number {
    return this.smoothMs === 0 ? FIRST_TIMEOUT_MS : PROBE_ROUND_TRIPS * this.smoothMs;
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
