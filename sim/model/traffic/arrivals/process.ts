/** The contract of arrivals: how requests follow each other, or who comes when. */
import type { Random } from '../../../engine/random.ts';
import { partOf } from '../../../part/part.ts';

/** A change of the load that a process brings along. */
export interface Swing {
  readonly atMs: number;
  readonly toPerSecond: number;
  readonly overMs: number;
}

/** How load follows the hours of the day. */
export interface Daily {
  /** Load of the busiest moment, as a multiple of the mean. */
  readonly peak: number;
  /** @param lonDeg where people live. @returns load as a multiple of the mean, 0 to `peak`. */
  factor(timeMs: number, lonDeg: number): number;
}

/** A number of people instead of a stream of arrivals. */
export interface People {
  readonly count: number;
  /** When each comes first, ms. */
  firstMs(random: Random): number;
  /** How long each is gone after having been answered, ms; undefined: nobody comes twice. */
  againMs?(random: Random): number;
}

export interface Arrivals {
  /** Load at the start, per second, over all places; 0 where people or a log say who comes. */
  readonly perSecond: number;
  /** Distance to the next arrival, in expected arrivals: 1 in the mean. */
  gap(random: Random): number;
  /** The process of one place that has this part of the load, where that is another one. */
  part?(share: number): Arrivals;
  /** The process of so many devices, where each of them has a part in it of its own. */
  of?(devices: number): Arrivals;
  readonly swings?: readonly Swing[];
  readonly daily?: Daily;
  readonly people?: People;
  /** Times of arrivals over all places, ms, in order. @param file gives the text of a file. */
  times?(file: (name: string) => string): Float64Array;
}

export const arrivals = partOf<Arrivals>();

/** For processes that are no stream. */
export const NO_STREAM = { perSecond: 0, gap: () => Number.POSITIVE_INFINITY } as const;
