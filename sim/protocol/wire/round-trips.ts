/** What a sender knows of the time until an acknowledgement. Source: RFC 6298 §2. */

/** RFC 6298 §2.1; Linux's floor instead of §2.4's second: TCP_RTO_MIN. */
export const FIRST_TIMEOUT_MS = 1000;
const LEAST_TIMEOUT_MS = 200;

export interface RoundTrips {
  /** 0 before the first. */
  readonly smoothMs: number;
  readonly timeoutMs: number;
  measure(roundTripMs: number): void;
}

export function estimateOf(): RoundTrips {
  let smoothMs = 0;
  let variationMs = 0;
  return {
    get smoothMs() {
      return smoothMs;
    },
    get timeoutMs() {
      if (smoothMs === 0) return FIRST_TIMEOUT_MS;
      return Math.max(LEAST_TIMEOUT_MS, smoothMs + 4 * variationMs);
    },
    measure(roundTripMs) {
      if (smoothMs === 0) {
        smoothMs = roundTripMs;
        variationMs = roundTripMs / 2;
        return;
      }
      variationMs += (Math.abs(smoothMs - roundTripMs) - variationMs) / 4;
      smoothMs += (roundTripMs - smoothMs) / 8;
    },
  };
}
