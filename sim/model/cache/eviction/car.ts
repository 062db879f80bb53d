import { grown } from '../../../engine/grown.ts';
import { GhostQueue } from './ghost-queue.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { RecencyLog } from './recency-log.ts';

/**
 * ARC with clocks in place of its LRU lists: a served object is marked and does not move.
 *
 *   new object:     ghost knows it -> often, and the target moves; else -> once
 *   evict:          from once when that has its target, else from often: the oldest leaves when it is
 *                   not marked; with a mark, which it loses, it becomes the newest of often
 *
 * Once and its ghosts have as many bytes as the cache at most, all four lists twice as many.
 */
class Car implements EvictionPolicy {
  readonly #capacityBytes: number;
  readonly #once = new RecencyLog();
  readonly #often = new RecencyLog();
  readonly #onceGhosts = new GhostQueue(Number.POSITIVE_INFINITY);
  readonly #oftenGhosts = new GhostQueue(Number.POSITIVE_INFINITY);
  #onceUsed = 0;
  #oftenUsed = 0;
  /** Bytes that `once` should have: p of the paper. */
  #target = 0;
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);
  #marked = new Uint8Array(0);

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  grow(slots: number): void {
    this.#once.grow(slots);
    this.#often.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
    this.#marked = grown(this.#marked, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
    this.#marked[slot] = 0;
    if (this.#learnFrom(object)) this.#enterOften(slot);
    else {
      this.#forgetFor(sizeBytes);
      this.#once.push(slot);
      this.#onceUsed += sizeBytes;
    }
  }

  touched(slot: number): void {
    this.#marked[slot] = 1;
  }

  evict(): number {
    for (;;) {
      const isOver = this.#onceUsed >= Math.max(1, this.#target);
      const fromOnce = (isOver && this.#once.length > 0) || this.#often.length === 0;
      const slot = (fromOnce ? this.#once : this.#often).oldest();
      this.removed(slot);
      if (this.#marked[slot] === 0) {
        const ghosts = fromOnce ? this.#onceGhosts : this.#oftenGhosts;
        ghosts.push(this.#object[slot]!, this.#bytes[slot]!);
        return slot;
      }
      this.#marked[slot] = 0;
      this.#enterOften(slot);
    }
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

  #enterOften(slot: number): void {
    this.#often.push(slot);
    this.#oftenUsed += this.#bytes[slot]!;
  }

  /** Moves the target when a ghost comes back. @returns whether it was one. */
  #learnFrom(object: number): boolean {
    const [once, often] = [this.#onceGhosts.usedBytes, this.#oftenGhosts.usedBytes];
    if (this.#onceGhosts.remove(object)) {
      this.#target = Math.min(this.#capacityBytes, this.#target + Math.max(often / once, 1));
      return true;
    }
    if (!this.#oftenGhosts.remove(object)) return false;
    this.#target = Math.max(0, this.#target - Math.max(once / often, 1));
    return true;
  }

  /** Drops ghosts until the lists have room for an object that none of them knew. */
  #forgetFor(sizeBytes: number): void {
    const [once, often] = [this.#onceGhosts, this.#oftenGhosts];
    const onceMost = this.#capacityBytes - sizeBytes - this.#onceUsed;
    while (once.length > 0 && once.usedBytes > onceMost) once.dropOldest();
    const most = this.#capacityBytes + onceMost - this.#oftenUsed;
    while (often.length > 0 && once.usedBytes + often.usedBytes > most) often.dropOldest();
  }
}

export const car = evictionPolicy({
  name: 'car',
  summary: 'ARC with clocks: a served object is marked instead of moved',
  source: 'Bansal & Modha, CAR: Clock with Adaptive Replacement, FAST 2004, Fig. 2',
  params: {},
  make: (_, { capacityBytes }) => new Car(capacityBytes),
});
