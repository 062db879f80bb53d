import type { UnitCache, UnitContext } from '../policy.ts';

/**
 * FIFO as a ring: a full cache puts what comes where the oldest was. Whether a request hits is a coin
 * that no processor can call, so that the loop of a full cache has no branch for it.
 */
export class FifoUnits implements UnitCache {
  readonly #capacity: number;
  readonly #ring: Int32Array;
  /** By object: 1 when it is here. */
  readonly #isHere: Uint8Array;
  #used = 0;
  /** Where the oldest stands. */
  #hand = 0;

  constructor({ capacity, objects }: UnitContext) {
    this.#capacity = capacity;
    this.#ring = new Int32Array(Math.min(capacity, objects));
    this.#isHere = new Uint8Array(objects);
  }

  replay(object: Int32Array, from: number, to: number): number {
    const before = this.#used;
    const next = this.#fill(object, from, to);
    return this.#used - before + this.#replace(object, next, to);
  }

  /** Until the cache is full. @returns the first request that was not made. */
  #fill(object: Int32Array, from: number, to: number): number {
    const isHere = this.#isHere;
    let request = from;
    for (; request < to && this.#used < this.#capacity; request += 1) {
      const id = object[request]!;
      if (isHere[id] === 1) continue;
      isHere[id] = 1;
      this.#ring[this.#used] = id;
      this.#used += 1;
    }
    return request;
  }

  #replace(object: Int32Array, from: number, to: number): number {
    const [isHere, ring, capacity] = [this.#isHere, this.#ring, this.#capacity];
    let [hand, misses] = [this.#hand, 0];
    for (let request = from; request < to; request += 1) {
      const id = object[request]!;
      const hit = isHere[id]!;
      const oldest = ring[hand]!;
      // All ones where it missed: then, and only then, the new one stands where the oldest did.
      ring[hand] = oldest ^ ((oldest ^ id) & (hit - 1));
      isHere[oldest] = hit;
      isHere[id] = 1;
      misses += 1 - hit;
      hand += 1 - hit;
      if (hand === capacity) hand = 0;
    }
    this.#hand = hand;
    return misses;
  }
}
