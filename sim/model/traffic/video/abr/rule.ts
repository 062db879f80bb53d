/** The contract of an adaptation rule: in which rendition a player asks for its next segment. */
import { partOf } from '../../../../part/part.ts';

/** What a rule may look at; one object, filled anew before each question. */
export interface Situation {
  player: number;
  nowMs: number;
  /** Media that is there and not played yet, ms. */
  bufferMs: number;
  /** Rendition of the last segment; -1 before the first. */
  level: number;
  title: number;
  /** The segment that is wanted now. */
  segment: number;
  /** Segments until the end, the wanted one included; Infinity in a live stream. */
  remaining: number;
  /** Whether nothing plays: at the beginning, and when the buffer has run dry. */
  isWaiting: boolean;
}

/** What is known of a segment that is on its way; one object, filled anew before each question. */
export interface Loading {
  /** Rendition of it. */
  level: number;
  /** Since its first byte came, ms. */
  elapsedMs: number;
  /** What is there, and all of it. */
  bytes: number;
  ofBytes: number;
}

/** Rules keep what they remember of a player at its number. */
export interface AbrRule {
  /** Makes room for players below `count`. */
  reserve(count: number): void;
  /** A player begins; its number may have been another's. */
  begin(player: number): void;
  /** A segment is there. @param tookMs from the question to the last byte. */
  loaded(player: number, bytes: number, tookMs: number, level: number): void;
  /** @returns a rendition, 0 the lowest. */
  choose(situation: Situation): number;
  /**
   * Asked while a segment is on its way, where it can be seen how far it is.
   *
   * @returns the rendition in which to ask for it anew, or -1 to wait on. Default: it waits.
   */
  abandons?(situation: Situation, loading: Loading): number;
}

export interface AbrContext {
  /** Bits per second, the lowest first. */
  readonly ladder: Float64Array;
  /** Length of what is asked for at a time: of a segment, or of a part of one. */
  readonly segmentMs: number;
  /** Above so much media a player asks for nothing. */
  readonly bufferMs: number;
  bytesOf(title: number, segment: number, level: number): number;
}

export const abrRule = partOf<AbrRule, AbrContext>();

/** The highest rendition at or below a rate; 0 when there is none. */
export function levelFor(ladder: Float64Array, bitsPerSecond: number): number {
  let level = ladder.length - 1;
  while (level > 0 && ladder[level]! > bitsPerSecond) level -= 1;
  return level;
}
