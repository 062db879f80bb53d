/**
 * What of a live stream there is at a time. Its clock is the run's: what happens at 0 is the first
 * picture. A piece (a segment, or a part of one) is there once it has been shot, encoded and packaged.
 */

import { toGrid } from '../../../engine/time.ts';

export interface EdgeSettings {
  readonly pieceMs: number;
  /** From the last picture of a piece until it can be had, ms. */
  readonly encodeMs: number;
  /** How far from the newest piece players begin, pieces. */
  readonly holdBack: number;
  /** How far back the playlist goes, ms. */
  readonly windowMs: number;
}

export class LiveEdge {
  readonly #settings: EdgeSettings;

  constructor(settings: EdgeSettings) {
    this.#settings = settings;
  }

  /** On the grid of simulated time: who waits until then finds the piece there. */
  readyAtMs(piece: number): number {
    return toGrid((piece + 1) * this.#settings.pieceMs + this.#settings.encodeMs);
  }

  /** The newest piece that is there; -1: none yet. */
  newest(nowMs: number): number {
    const { encodeMs, pieceMs } = this.#settings;
    return Math.max(-1, Math.floor((nowMs - encodeMs) / pieceMs) - 1);
  }

  /** Where a player begins that knows of the pieces up to one. */
  first(newest: number): number {
    return Math.max(0, newest + 1 - this.#settings.holdBack);
  }

  /** Whether a piece is so old that it cannot be had any more. */
  isGone(piece: number, nowMs: number): boolean {
    return this.readyAtMs(piece) < nowMs - this.#settings.windowMs;
  }
}
