/**
 * The contract of a prefetcher: which objects a cache should fetch before anybody asks. The cache
 * fetches those that it has not.
 */
import type { Random } from '../../../engine/random.ts';
import { partOf } from '../../../part/part.ts';

export interface Prefetcher {
  /**
   * An object was asked for.
   *
   * @param wanted called with each object that should be fetched too.
   */
  requested(object: number, wasHit: boolean, wanted: (object: number) => void): void;
}

export interface PrefetchContext {
  readonly capacityBytes: number;
  /** The prefetcher's own chance. */
  readonly random: Random;
  /**
   * The object that lies behind another in storage, as the next block of a disk or the next segment
   * of a title does; -1: none. Who numbers the objects knows.
   */
  readonly next: (object: number) => number;
}

export const prefetcher = partOf<Prefetcher, PrefetchContext>();
