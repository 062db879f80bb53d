/** What a flow needs to know of the way between its two ends. */
import type { LineQueues } from '../../../engine/lines.ts';
import type { Losses } from '../loss/loss.ts';

/** One direction between two nodes. */
export interface Hop {
  /** One-way delay without queues, ms. */
  delayMs(): number;
  /** Whether packets that leave now are lost; undefined: they never are. */
  isClosed?(nowMs: number): boolean;
  /** The link's queue, as line `queueLine` or 0; undefined: no limit of bandwidth. */
  readonly queue?: LineQueues | undefined;
  readonly queueLine?: number;
  /** Time's worth of packets that the queue has room for, ms; the rest is dropped. */
  readonly roomMs: number;
  readonly losses?: Losses | undefined;
}

/** Between the devices of a place and a node. */
export interface Course {
  readonly there: Hop;
  readonly back: Hop;
  /** The devices' own ways down, and time's worth of packets that each has room for, ms. */
  readonly lines: LineQueues;
  readonly lineRoomMs: number;
  /** What gets lost between a line's end and the device; undefined: nothing. */
  readonly accessLosses?: Losses | undefined;
}
