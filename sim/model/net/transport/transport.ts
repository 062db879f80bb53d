/**
 * The contract of a transport: how many round trips pass before the first request may leave, and
 * whether windows, queues and losses hold up what comes back.
 */
import type { Choice } from '../../../part/choice.ts';
import { partOf } from '../../../part/part.ts';
import type { Congestion } from './congestion/congestion.ts';

export interface Transport {
  /** Round trips of a new connection before the request is sent. */
  readonly setupRoundTrips: number;
  /** Whether connections outlive that a device changes its network; default: they do not. */
  readonly survivesMoves?: boolean;
  /** How answers come; without it at once, held up by nothing but bandwidths. */
  readonly flow?: Flow;
}

/** Connections of one device to one node, and what they do. */
export interface Flow {
  /** Round trips of a new connection when there has been one before. */
  readonly resumedRoundTrips: number;
  /** Most connections at a time, and most requests on one of them at a time. */
  readonly connections: number;
  readonly requests: number;
  /** Whether an answer waits for all that was sent before it. */
  readonly isOrdered: boolean;
  readonly congestion: Choice<Congestion>;
  /** Segments. */
  readonly initialWindow: number;
  readonly receiveWindow: number;
}

export const transport = partOf<Transport>();
