/** What passes between nodes, step by step, for diagrams. */
import type { TrailStep } from './trail.ts';

/** Something that one end sends to another: `where` has sent it. */
export interface SequenceStep extends TrailStep {
  readonly where: string;
  readonly to: string;
  /** Absent: it is lost on its way. */
  readonly arrivesAtMs?: number;
  /** Without headers. */
  readonly bytes: number;
}

/** Of a connection, as far as it is shown. */
export interface ConnectionCounts {
  readonly connection: number;
  readonly from: string;
  readonly to: string;
  readonly upBytes: number;
  readonly downBytes: number;
  readonly upPackets: number;
  readonly downPackets: number;
  /** With IP and TCP, and with what was sent again. */
  readonly upWireBytes: number;
  readonly downWireBytes: number;
  readonly lostPackets: number;
  /** How often the end that dialled has waited for the other one. */
  readonly roundTrips: number;
}

export interface Sequence {
  readonly title: string;
  readonly connections: readonly ConnectionCounts[];
  readonly steps: readonly SequenceStep[];
}
