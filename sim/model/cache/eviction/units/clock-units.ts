import type { UnitCache, UnitContext } from '../policy.ts';

/** CLOCK as the ring that its name says; a new object stands where the one did that left. */
export class ClockUnits implements UnitCache {
  readonly #capacity: number;
  readonly #ring: Int32Array;
  /** By object: one more than its chances; 0: it is not here. */
  readonly #mark: Uint8Array;
  /** What a mark becomes when its object is served. */
  readonly #served: Uint8Array;
  #used = 0;
  #hand = 0;

  /** @param mostChances 254 at most: a mark has a byte. */
  constructor({ capacity, objects }: UnitContext, mostChances: number) {
    this.#capacity = capacity;
    this.#ring = new Int32Array(Math.min(capacity, objects));
    this.#mark = new Uint8Array(objects);
    this.#served = Uint8Array.from({ length: 256 }, (_, mark) => Math.min(mark, mostChances) + 1);
  }

  replay(object: Int32Array, from: number, to: number): number {
    const [mark, ring, served, capacity] = [this.#mark, this.#ring, this.#served, this.#capacity];
    let [used, hand, misses] = [this.#used, this.#hand, 0];
    for (let request = from; request < to; request += 1) {
      const id = object[request]!;
      const known = mark[id]!;
      if (known !== 0) {
        mark[id] = served[known]!;
        continue;
      }
      misses += 1;
      mark[id] = 1;
      if (used < capacity) {
        ring[used] = id;
        used += 1;
        continue;
      }
      let oldest = ring[hand]!;
      while (mark[oldest] !== 1) {
        mark[oldest]! -= 1;
        hand = hand + 1 === capacity ? 0 : hand + 1;
        oldest = ring[hand]!;
      }
      mark[oldest] = 0;
      ring[hand] = id;
      hand = hand + 1 === capacity ? 0 : hand + 1;
    }
    this.#used = used;
    this.#hand = hand;
    return misses;
  }
}
