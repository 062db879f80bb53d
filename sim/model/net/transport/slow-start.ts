/** How a new connection finds its speed: it begins with a few segments and doubles each round trip. */

/** Segments that a new connection may have in flight. Source: RFC 6928 §2. */
export const INITIAL_WINDOW = 10;

/** Bytes of one segment: an Ethernet frame without the headers of IP and TCP. Source: RFC 9293 §3.7.1. */
export const SEGMENT_BYTES = 1460;

/** Headers of IPv4 and TCP around each segment. Source: RFC 791 §3.1 and RFC 9293 §3.1. */
export const HEADER_BYTES = 40;

/** Segments that bytes fill. */
export const segmentsOf = (bytes: number): number => Math.ceil(bytes / SEGMENT_BYTES);

/**
 * Round trips in which bytes are sent when only the window holds them back: ceil(log2(n / w + 1)).
 * Source: RFC 5681 §3.1, slow start that doubles each round trip.
 */
export function slowStartRounds(bytes: number, initialWindow: number = INITIAL_WINDOW): number {
  let rounds = 0;
  let sent = 0;
  for (let window = initialWindow; sent < segmentsOf(bytes); window *= 2) {
    sent += window;
    rounds += 1;
  }
  return rounds;
}
