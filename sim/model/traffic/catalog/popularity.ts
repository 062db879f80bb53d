/** The contract of popularity: which object of a catalog is asked for next. */
import type { Random } from '../../../engine/random.ts';
import { partOf } from '../../../part/part.ts';

export interface Popularity {
  /**
   * @param nowMs never before that of the last call.
   * @returns 0 for the object that is the most popular at the start, and so on.
   */
  sample(random: Random, nowMs: number): number;
  /** Bytes of each object, where size goes with popularity. */
  sizes?(random: Random): Float64Array;
}

export interface PopularityContext {
  readonly objects: number;
  /** Chance of what changes by itself; nothing else draws from it. */
  readonly random: Random;
}

export const popularity = partOf<Popularity, PopularityContext>();
