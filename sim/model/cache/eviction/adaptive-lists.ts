import { grown } from '../../../engine/grown.ts';
import { GhostQueue } from './ghost-queue.ts';
import { RecencyLog } from './recency-log.ts';

/** Which ghost list knew an object. */
export type KnownTo = 'none' | 'once' | 'often';

/**
 * A list of objects asked for once and one of objects asked for again, each with a ghost list of what it
 * has evicted, and the size that the first should have, which moves when a ghost is asked for: what
 * ARC and CAR have in common.
 * Source: Megiddo & Modha, FAST 2003, Fig. 4.
 */
export class AdaptiveLists {
  readonly capacityBytes: number;
  readonly once = new RecencyLog();
  readonly often = new RecencyLog();
  readonly onceGhosts = new GhostQueue(Number.POSITIVE_INFINITY);
  readonly oftenGhosts = new GhostQueue(Number.POSITIVE_INFINITY);
  onceUsed = 0;
  oftenUsed = 0;
  /** Bytes that `once` should have: p of the paper. */
  target = 0;
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  grow(slots: number): void {
    this.once.grow(slots);
    this.often.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
  }

  /**
   * Moves the target when a ghost comes back, which is one no longer. The step is a ratio of bytes and
   * moves the target by so many bytes, whatever the object's size.
   */
  learnFrom(object: number): KnownTo {
    const once = this.onceGhosts.usedBytes;
    const often = this.oftenGhosts.usedBytes;
    if (this.onceGhosts.remove(object)) {
      this.target = Math.min(this.capacityBytes, this.target + Math.max(often / once, 1));
      return 'once';
    }
    if (!this.oftenGhosts.remove(object)) return 'none';
    this.target = Math.max(0, this.target - Math.max(once / often, 1));
    return 'often';
  }

  /** A new object comes; it is in neither list yet. */
  admitted(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
  }

  enterOnce(slot: number): void {
    this.once.push(slot);
    this.onceUsed += this.#bytes[slot]!;
  }

  enterOften(slot: number): void {
    this.often.push(slot);
    this.oftenUsed += this.#bytes[slot]!;
  }

  /** Leaves the list that it is in. */
  leave(slot: number): void {
    if (this.once.has(slot)) {
      this.once.remove(slot);
      this.onceUsed -= this.#bytes[slot]!;
    } else {
      this.often.remove(slot);
      this.oftenUsed -= this.#bytes[slot]!;
    }
  }

  /** The oldest of a list that is not empty leaves it. */
  leaveOldest(list: RecencyLog): number {
    const slot = list.oldest();
    this.leave(slot);
    return slot;
  }

  /** A ghost list keeps the name of what has left. */
  remember(slot: number, ghosts: GhostQueue): void {
    ghosts.push(this.#object[slot]!, this.#bytes[slot]!);
  }
}
