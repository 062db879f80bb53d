import { grown } from '../../../../engine/grown.ts';
import { logBin, UNKNOWN_BIN } from './log-bins.ts';

const FIRST_OBJECTS = 1024;
const MOST_TIMES = 255;

/** How objects were asked for, also before they last entered the cache. 10 bytes for each. */
export class RequestHistory {
  /** 0: never. */
  #lastAt = new Float64Array(FIRST_OBJECTS);
  #times = new Uint8Array(FIRST_OBJECTS);
  #gap = new Uint8Array(FIRST_OBJECTS);

  /** @param memory requests after which an object counts as new again. */
  requested(object: number, now: number, memory: number): void {
    if (object >= this.#times.length) this.#enlarge(Math.max(object + 1, 2 * this.#times.length));
    const gap = now - this.#lastAt[object]!;
    const isNew = this.#times[object] === 0 || gap > memory;
    if (isNew) this.#times[object] = 0;
    if (this.#times[object]! < MOST_TIMES) this.#times[object]! += 1;
    this.#gap[object] = isNew ? UNKNOWN_BIN : logBin(gap);
    this.#lastAt[object] = now;
  }

  /** Requests so far, up to 255. */
  times(object: number): number {
    return this.#times[object]!;
  }

  /** Requests for others between its last two, as a feature. */
  gapBin(object: number): number {
    return this.#gap[object]!;
  }

  #enlarge(objects: number): void {
    this.#lastAt = grown(this.#lastAt, objects);
    this.#times = grown(this.#times, objects);
    this.#gap = grown(this.#gap, objects);
  }
}
