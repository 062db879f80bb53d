/** What a video traffic offers: titles in renditions, cut into what is asked for at a time. */
import type { SegmentSizes } from './segment-sizes.ts';
import { mediaBytes } from './segment-sizes.ts';

interface MediaParts {
  readonly ladder: Float64Array;
  readonly sizes: SegmentSizes;
  readonly segmentMs: number;
  /** Pieces that each segment is asked for in: 1, or its parts. */
  readonly pieces: number;
}

export class Media {
  readonly ladder: Float64Array;
  readonly segmentMs: number;
  readonly pieces: number;
  /** Length of a piece. */
  readonly pieceMs: number;
  readonly #sizes: SegmentSizes;
  readonly #nominalBytes: Float64Array;

  constructor({ ladder, sizes, segmentMs, pieces }: MediaParts) {
    this.ladder = ladder;
    this.segmentMs = segmentMs;
    this.pieces = pieces;
    this.pieceMs = segmentMs / pieces;
    this.#sizes = sizes;
    this.#nominalBytes = Float64Array.from(ladder, (rate) => mediaBytes(rate, segmentMs));
  }

  /** Where sizes are given for so many segments, a stream begins anew behind them. */
  bytesOf(title: number, piece: number, level: number): number {
    const whole = this.pieces === 1 ? piece : Math.floor(piece / this.pieces);
    const { segments } = this.#sizes;
    const segment = segments === undefined ? whole : whole % segments;
    const nominal = this.#nominalBytes[level]!;
    const bytes = this.#sizes.bytesOf(title, segment, level, nominal) / this.pieces;
    return Math.max(1, Math.round(bytes));
  }
}
