/** What TCP and IP add to what a connection carries; pure acknowledgements of TCP are not counted. */

/** Headers of a segment without options. Source: RFC 791 §3.1 and RFC 9293 §3.1, 20 bytes each. */
export const SEGMENT_HEADER_BYTES = 40;
/** Bytes of data in a full segment on Ethernet: 1500 less the headers. Source: RFC 9293 §3.7.1. */
export const SEGMENT_BYTES = 1460;

/** What both ends send to open or to close something, and how often they wait for each other. */
export interface Exchange {
  readonly roundTrips: number;
  readonly upBytes: number;
  readonly downBytes: number;
}

/** SYN and ACK up, SYN-ACK down; data goes with the ACK, which here has a segment of its own. RFC 9293 §3.5. */
export const TCP_OPENING: Exchange = {
  roundTrips: 1,
  upBytes: 2 * SEGMENT_HEADER_BYTES,
  downBytes: SEGMENT_HEADER_BYTES,
};
/** FIN and ACK of each end. Source: RFC 9293 §3.6. */
export const TCP_CLOSING: Exchange = {
  roundTrips: 1,
  upBytes: 2 * SEGMENT_HEADER_BYTES,
  downBytes: 2 * SEGMENT_HEADER_BYTES,
};

/** Bytes on the wire of so many that are handed to TCP at once; 0 or more. */
export function inSegments(bytes: number): number {
  return bytes + SEGMENT_HEADER_BYTES * Math.ceil(bytes / SEGMENT_BYTES);
}

/** Exchanges that follow each other. */
export function inTurn(...exchanges: readonly Exchange[]): Exchange {
  const sum = (of: (one: Exchange) => number) =>
    exchanges.reduce((total, one) => total + of(one), 0);
  return {
    roundTrips: sum(({ roundTrips }) => roundTrips),
    upBytes: sum(({ upBytes }) => upBytes),
    downBytes: sum(({ downBytes }) => downBytes),
  };
}
