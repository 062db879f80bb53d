import type { UnitCache, UnitContext } from '../policy.ts';

/**
 * LRU with the trace itself as the list: of each object the last request is known, and a request counts
 * while it is its object's last. So a hit is one write, and who was served longest ago is found by a walk
 * along the trace, which makes each of its steps once.
 */
export class LruUnits implements UnitCache {
  readonly #capacity: number;
  /** By object: one more than the place of its last request; 0: it is not here. */
  readonly #last: Int32Array;
  /** The objects that earlier parts of the trace have left here, in order of their last requests. */
  #left: Int32Array;
  #used = 0;
  /** Where the walk is. */
  #first = 0;

  constructor({ capacity, objects }: UnitContext) {
    this.#capacity = capacity;
    this.#last = new Int32Array(objects);
    this.#left = new Int32Array(0);
  }

  /** Places: those of the objects that are left, then those of the requests. */
  replay(object: Int32Array, from: number, to: number): number {
    const [last, left, capacity] = [this.#last, this.#left, this.#capacity];
    const before = left.length;
    let [first, used, misses] = [this.#first, this.#used, 0];
    for (let request = from; request < to; request += 1) {
      const id = object[request]!;
      const known = last[id]!;
      // Before it is looked at, so that what follows need not wait for what was guessed.
      last[id] = before + request + 1;
      if (known !== 0) continue;
      misses += 1;
      if (used < capacity) {
        used += 1;
        continue;
      }
      let oldest = first < before ? left[first]! : object[first - before]!;
      first += 1;
      while (last[oldest] !== first) {
        oldest = first < before ? left[first]! : object[first - before]!;
        first += 1;
      }
      last[oldest] = 0;
    }
    this.#used = used;
    this.#first = first;
    return misses;
  }

  /** Makes a list of those that are here. */
  leave(object: Int32Array, requests: number): void {
    const [last, before] = [this.#last, this.#left.length];
    const end = before + requests;
    const left = new Int32Array(this.#used);
    let length = 0;
    for (let place = this.#first; place < end; place += 1) {
      const id = place < before ? this.#left[place]! : object[place - before]!;
      if (last[id] !== place + 1) continue;
      left[length] = id;
      length += 1;
      last[id] = length;
    }
    this.#left = left;
    this.#first = 0;
  }
}
