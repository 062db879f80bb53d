/** The contract of congestion control for media: how much a sender may send, from what arrived. */
import { partOf } from '../../../../part/part.ts';

export interface MediaControl {
  /** What may be sent now, bit/s. */
  readonly bitsPerSecond: number;
  /**
   * The sender is told of a group of packets that arrived; groups come in the order of arrival.
   *
   * @param lostBytes of packets lost in it, and in groups before it that were lost as a whole.
   */
  heard(sentMs: number, arrivedMs: number, bytes: number, lostBytes: number): void;
  /** All groups of one report have been told. */
  reported(nowMs: number, roundTripMs: number): void;
}

export const mediaControl = partOf<MediaControl>();
