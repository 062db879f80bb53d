/** What nodes did in a month, as far as anybody bills it. */

export const GB = 1e9;
export const MBPS = 1e6;

/**
 * Bit rates of consecutive stretches of time, in order of time. Bills look at 5 minutes; a stretch is
 * shorter when the run is, and longer when a Result has nothing finer.
 */
export interface Samples {
  readonly eachMs: number;
  /** Mean of each stretch, bits per second. */
  readonly bitsPerSecond: readonly number[];
}

/** Of one group of nodes, in all the world or in one region of a price list. */
export interface Usage {
  /** Length of the month, hours. */
  readonly monthHours: number;
  /** Bytes that the nodes sent in a month. */
  readonly bytes: number;
  /** Part of what the group sends in all the world, 0 to 1: of allowances that are not for one region. */
  readonly share: number;
  /** Bytes that they fetched from others in a month, all over the world. */
  readonly fetchedBytes: number;
  /** Requests that they answered in a month. */
  readonly requests: number;
  /** Nodes times hours of the month; a node that was there for a part of it counts for that part. */
  readonly nodeHours: number;
  /** Bytes that they keep. */
  readonly storedBytes: number;
  readonly samples: Samples;
}
