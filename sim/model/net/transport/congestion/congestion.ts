/** The contract of a congestion control: how many segments a connection may have in flight. */
import { partOf } from '../../../../part/part.ts';

/** What an acknowledgement tells; one object, written anew each time. */
export interface Ack {
  nowMs: number;
  /** Segments that it says have arrived. */
  segments: number;
  /** Round trip of the first of them, and the shortest one of the connection, ms. */
  roundTripMs: number;
  shortestMs: number;
  /** Whether it is the first for what was sent since the last such one. */
  isNewRound: boolean;
  /** Most segments in flight of late: the window, unless there was not so much to send. */
  used: number;
  /** Segments that are on their way now. */
  inFlight: number;
  /** Segments a ms that arrived while these were on their way. */
  deliveryRate: number;
  /** Whether losses are being repaired that have made the window smaller. */
  isRecovering: boolean;
}

/** One to be written anew each time. */
export const blankAck = (): Ack => ({
  nowMs: 0,
  segments: 0,
  roundTripMs: 0,
  shortestMs: 0,
  isNewRound: false,
  used: 0,
  inFlight: 0,
  deliveryRate: 0,
  isRecovering: false,
});

export interface Congestion {
  /** Makes room for connections below a number. */
  reserve(connections: number): void;
  /** @param roundTripMs as the handshake has measured it. */
  begin(connection: number, initialWindow: number, roundTripMs: number): void;
  /** Segments that may be in flight; 1 or more. */
  window(connection: number): number;
  acknowledged(connection: number, ack: Ack): void;
  /** A packet was lost; told once for all losses of one window. */
  lost(connection: number, nowMs: number): void;
  /** Nothing came back for so long that all in flight is given up. */
  timedOut(connection: number, nowMs: number): void;
  /** Nothing was sent for a while. @param initialWindow the least that is left of the window. */
  rested(connection: number, idleMs: number, timeoutMs: number, initialWindow: number): void;
  /** Segments a ms at which to send; without it, as fast as acknowledgements come. */
  pace?(connection: number): number;
}

export const congestionControl = partOf<Congestion>();

/** A window never shrinks below this. Source: RFC 5681 §3.1, ssthresh is two segments at least. */
export const LEAST_WINDOW = 2;
