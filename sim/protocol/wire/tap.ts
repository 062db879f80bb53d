/** What passes over the simulated network, told packet by packet to whoever listens. */
import type { Address } from './socket.ts';

/** Flags of a segment. Source: RFC 9293 §3.1. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

/** One end of a connection, as a capture shows it. */
export interface Party {
  readonly node: number;
  /** -1: the node itself. */
  readonly device: number;
  readonly address: Address;
}

/** From the first byte of a range to the first after it. */
export type Range = readonly [number, number];

/** A segment, or several that travel together. */
export interface Segments {
  /** Number of the connection, in order of the first packets; 1, 2, … */
  readonly connection: number;
  /** Whether it comes from the end that has dialled. */
  readonly isUp: boolean;
  readonly sentMs: number;
  /** Time on its way, ms; Infinity: it is lost; NaN: over the air, where that shows later, when it is set. */
  takesMs: number;
  readonly flags: number;
  /** Bytes that its sender has sent before; FIN counts as one, SYN is not counted. */
  readonly position: number;
  /** What its sender has of the other's bytes, in order; FIN counts as one. */
  readonly acknowledged: number;
  /** What its sender takes in at most, bytes. */
  readonly windowBytes: number;
  /** What it has beyond a gap. RFC 2018 §3 */
  readonly beyond: readonly Range[];
  readonly bytes: Uint8Array;
}

/** A packet of UDP. */
export interface Datagram {
  readonly from: Party;
  readonly to: Party;
  /** Whether it comes from the one of the two that has spoken first. */
  readonly isUp: boolean;
  readonly sentMs: number;
  /** Time on its way, ms, set when that is known: NaN as long as it is under way; Infinity: it is lost. */
  takesMs: number;
  readonly bytes: Uint8Array;
}

export interface Tap {
  /** Somebody dials: before the first packet of a connection. @param isSealed by TLS. */
  dialled(connection: number, caller: Party, callee: Party, isSealed: boolean): void;
  segments(segments: Segments): void;
  datagram(datagram: Datagram): void;
}
