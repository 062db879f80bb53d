/** When a sender gives up waiting: the retransmission timeout, and the probe that goes before it. */
import { grown } from '../../../engine/grown.ts';

/**
 * Timeout before anything is known of the path, ms: what a lost SYN costs.
 * Source: RFC 6298 §2.1.
 */
export const INITIAL_TIMEOUT_MS = 1000;

/**
 * Shortest timeout, ms. Source: Linux, TCP_RTO_MIN (HZ / 5); RFC 6298 §2.4 says 1 s, which no
 * system in wide use keeps to.
 */
export const SHORTEST_TIMEOUT_MS = 200;

/** Longest timeout, ms. Source: RFC 6298 §2.5, and Linux, TCP_RTO_MAX. */
export const LONGEST_TIMEOUT_MS = 120_000;

/** How much of a new sample goes into the mean and into the variation. Source: RFC 6298 §2.3. */
const ALPHA = 1 / 8;
const BETA = 1 / 4;
const VARIATIONS = 4;

/** A probe waits this many round trips. Source: RFC 8985 §7.2. */
const PROBE_ROUND_TRIPS = 2;

/**
 * What a probe for a single segment waits longer, because its acknowledgement may be delayed, ms.
 * Source: RFC 8985 §7.2 (WCDelAckT).
 */
const DELAYED_ACK_MS = 200;

/** Smoothed round trip of one connection and its variation, ms. */
export class RoundTripEstimates {
  smoothedMs = new Float64Array(0);
  variationMs = new Float64Array(0);

  reserve(connections: number): void {
    this.smoothedMs = grown(this.smoothedMs, connections);
    this.variationMs = grown(this.variationMs, connections);
  }

  /** Source: RFC 6298 §2.2. */
  begin(connection: number, roundTripMs: number): void {
    this.smoothedMs[connection] = roundTripMs;
    this.variationMs[connection] = roundTripMs / 2;
  }

  /** Source: RFC 6298 §2.3. */
  add(connection: number, roundTripMs: number): void {
    const off = Math.abs(this.smoothedMs[connection]! - roundTripMs);
    this.variationMs[connection]! += BETA * (off - this.variationMs[connection]!);
    this.smoothedMs[connection]! += ALPHA * (roundTripMs - this.smoothedMs[connection]!);
  }

  /** Source: RFC 6298 §2.3–2.5; the floor is one of the variation, as Linux has it. */
  timeoutMs(connection: number): number {
    const spread = Math.max(SHORTEST_TIMEOUT_MS, VARIATIONS * this.variationMs[connection]!);
    return Math.min(LONGEST_TIMEOUT_MS, this.smoothedMs[connection]! + spread);
  }

  /** Time after which the last segment is sent again to learn what has happened. RFC 8985 §7.2. */
  probeMs(connection: number, isSingle: boolean): number {
    const waitMs = PROBE_ROUND_TRIPS * this.smoothedMs[connection]!;
    return Math.min(this.timeoutMs(connection), isSingle ? waitMs + DELAYED_ACK_MS : waitMs);
  }
}
