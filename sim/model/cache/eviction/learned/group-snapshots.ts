import { grown } from '../../../../engine/grown.ts';
import type { OnlineRegression } from './online-regression.ts';

/** Snapshots that can wait for their horizon at a time; more are not taken. A power of two. */
const ROOM = 4096;
/** Snapshots that an object can be part of at a time. Assumption. */
export const LAYERS = 2;
const FIRST_OBJECTS = 1024;

/**
 * Features of groups at moments in the past, and what has come of the objects in them: the utility
 * of a snapshot is the sum of horizon / (distance + horizon) / bytes over the next requests for its
 * objects within the horizon, also of those that were evicted meanwhile. Then it is learned from.
 *
 * The paper sums 1 / (distance · bytes), in which a few requests that come at once drown all
 * others; adding the horizon evens them out. 8 bytes for each object ever seen.
 */
export class GroupSnapshots {
  readonly #features: number;
  readonly #regression: Pick<OnlineRegression, 'learn'>;
  readonly #rows: Uint8Array;
  readonly #at = new Float64Array(ROOM);
  readonly #utility = new Float64Array(ROOM);
  /** Numbers of snapshots grow from 1; those before `#first` are done. */
  #first = 1;
  #next = 1;
  /** The snapshots that wait for each object, `LAYERS` for one. */
  #waiting = new Int32Array(FIRST_OBJECTS * LAYERS);

  constructor(features: number, regression: Pick<OnlineRegression, 'learn'>) {
    this.#features = features;
    this.#regression = regression;
    this.#rows = new Uint8Array(ROOM * features);
  }

  get isFull(): boolean {
    return this.#next - this.#first === ROOM;
  }

  /** Begins a snapshot with the features of its group. */
  begin(row: Uint8Array, now: number): void {
    const place = this.#next & (ROOM - 1);
    this.#rows.set(row, place * this.#features);
    this.#at[place] = now;
    this.#utility[place] = 0;
    this.#next += 1;
  }

  /** Adds an object to the snapshot begun last; it leaves the oldest that it is part of. */
  include(object: number): void {
    const end = (object + 1) * LAYERS;
    if (end > this.#waiting.length) {
      this.#waiting = grown(this.#waiting, Math.max(end, 2 * this.#waiting.length));
    }
    let oldest = object * LAYERS;
    for (let layer = oldest + 1; layer < end; layer += 1) {
      if (this.#waiting[layer]! < this.#waiting[oldest]!) oldest = layer;
    }
    this.#waiting[oldest] = this.#next - 1;
  }

  requested(object: number, sizeBytes: number, now: number, horizon: number): void {
    const first = object * LAYERS;
    if (first >= this.#waiting.length) return;
    for (let layer = first; layer < first + LAYERS; layer += 1) {
      const snapshot = this.#waiting[layer]!;
      this.#waiting[layer] = 0;
      if (snapshot < this.#first) continue;
      const place = snapshot & (ROOM - 1);
      const distance = now - this.#at[place]!;
      this.#utility[place]! += horizon / (distance + horizon) / Math.max(1, sizeBytes);
    }
  }

  /** Learns from the snapshots that are older than the horizon. */
  learn(now: number, horizon: number): void {
    while (this.#first < this.#next) {
      const place = this.#first & (ROOM - 1);
      if (now - this.#at[place]! <= horizon) return;
      this.#first += 1;
      this.#regression.learn(this.#rows, place * this.#features, this.#utility[place]!);
    }
  }
}
