import { grown } from '../../../engine/grown.ts';
import { GhostQueue } from './ghost-queue.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { RecencyLog } from './recency-log.ts';

/** Which ghost list knew the object that asked to enter last. */
const NEW = 0;
const ONCE = 1;
const OFTEN = 2;

/**
 * An LRU list of objects asked for once and one of objects asked for again, each with a ghost list of
 * what it has evicted. A request for a ghost says that its list should have been larger.
 *
 *   new object:     ghost knows it -> often, and the target moves; else -> once
 *   served:         to the head of often
 *   evict:          oldest of once when that is over its target, else oldest of often; its ghost
 *                   remembers it
 *
 * Once and its ghosts have as many bytes as the cache at most, all four lists twice as many.
 */
class Arc implements EvictionPolicy {
  readonly #capacityBytes: number;
  readonly #once = new RecencyLog();
  readonly #often = new RecencyLog();
  readonly #onceGhosts = new GhostQueue(Number.POSITIVE_INFINITY);
  readonly #oftenGhosts = new GhostQueue(Number.POSITIVE_INFINITY);
  #onceUsed = 0;
  #oftenUsed = 0;
  /** Bytes that `once` should have: p of the paper. */
  #target = 0;
  #knownTo = NEW;
  #wantedBytes = 0;
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  grow(slots: number): void {
    this.#once.grow(slots);
    this.#often.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    this.#wantedBytes = sizeBytes;
    // The step is a ratio of bytes and moves the target by so many bytes, whatever the object's size.
    const [once, often] = [this.#onceGhosts.usedBytes, this.#oftenGhosts.usedBytes];
    if (this.#onceGhosts.remove(object)) {
      this.#knownTo = ONCE;
      this.#target = Math.min(this.#capacityBytes, this.#target + Math.max(often / once, 1));
    } else if (this.#oftenGhosts.remove(object)) {
      this.#knownTo = OFTEN;
      this.#target = Math.max(0, this.#target - Math.max(once / often, 1));
    } else this.#knownTo = NEW;
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
    if (this.#knownTo === NEW) {
      this.#once.push(slot);
      this.#onceUsed += sizeBytes;
    } else {
      this.#often.push(slot);
      this.#oftenUsed += sizeBytes;
    }
  }

  touched(slot: number): void {
    if (this.#often.has(slot)) {
      this.#often.renew(slot);
      return;
    }
    this.#once.remove(slot);
    this.#often.push(slot);
    this.#onceUsed -= this.#bytes[slot]!;
    this.#oftenUsed += this.#bytes[slot]!;
  }

  evict(): number {
    if (this.#knownTo !== NEW) return this.#replace();
    const onceBytes = this.#onceUsed + this.#onceGhosts.usedBytes;
    if (onceBytes + this.#wantedBytes > this.#capacityBytes) {
      if (this.#onceGhosts.length === 0 && this.#once.length > 0) return this.#leaveOnce();
      if (this.#onceGhosts.length > 0) this.#onceGhosts.dropOldest();
    } else {
      const allBytes = onceBytes + this.#oftenUsed + this.#oftenGhosts.usedBytes;
      const isFull = allBytes >= 2 * this.#capacityBytes;
      if (isFull && this.#oftenGhosts.length > 0) this.#oftenGhosts.dropOldest();
    }
    return this.#replace();
  }

  removed(slot: number): void {
    if (this.#once.has(slot)) {
      this.#once.remove(slot);
      this.#onceUsed -= this.#bytes[slot]!;
    } else {
      this.#often.remove(slot);
      this.#oftenUsed -= this.#bytes[slot]!;
    }
  }

  #replace(): number {
    const isOver =
      this.#onceUsed > this.#target || (this.#onceUsed === this.#target && this.#knownTo === OFTEN);
    if ((isOver && this.#once.length > 0) || this.#often.length === 0) {
      const slot = this.#leaveOnce();
      this.#onceGhosts.push(this.#object[slot]!, this.#bytes[slot]!);
      return slot;
    }
    const slot = this.#often.takeOldest();
    this.#oftenUsed -= this.#bytes[slot]!;
    this.#oftenGhosts.push(this.#object[slot]!, this.#bytes[slot]!);
    return slot;
  }

  #leaveOnce(): number {
    const slot = this.#once.takeOldest();
    this.#onceUsed -= this.#bytes[slot]!;
    return slot;
  }
}

export const arc = evictionPolicy({
  name: 'arc',
  summary: 'divides itself between objects asked for once and more often, and learns in what ratio',
  source: 'Megiddo & Modha, ARC: A Self-Tuning, Low Overhead Replacement Cache, FAST 2003, Fig. 4',
  params: {},
  make: (_, { capacityBytes }) => new Arc(capacityBytes),
});
