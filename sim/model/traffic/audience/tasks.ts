/**
 * What people are about that takes several requests, such as a page: slots in typed arrays, each with where
 * it is carried on and what is left of it.
 */
import { grown } from '../../../engine/grown.ts';

const NONE = -1;
const FIRST_SLOTS = 256;

export class Tasks {
  /** Index into the traffic's clients, and the device there. */
  place = new Int32Array(0);
  device = new Int32Array(0);
  /** Of the arrival, `NOBODY` where it was none in particular. */
  user = new Int32Array(0);
  /** Which object, page or class: the kind's own number. */
  what = new Int32Array(0);
  /** Requests that are not answered yet, or whatever is counted down. */
  left = new Int32Array(0);
  /** Tries so far, or whatever is counted up. */
  tries = new Int32Array(0);
  /** When it was wanted, ms: what its time is counted from. */
  startMs = new Float64Array(0);
  /** A time of the kind's own, ms. */
  sinceMs = new Float64Array(0);
  /** An amount of the kind's own, such as bytes that are there. */
  amount = new Float64Array(0);
  readonly #next: number[] = [];
  #free = NONE;
  #slots = 0;

  make(place: number, device: number, user: number, nowMs: number): number {
    let task = this.#free;
    if (task === NONE) task = this.#newSlot();
    else this.#free = this.#next[task]!;
    this.place[task] = place;
    this.device[task] = device;
    this.user[task] = user;
    this.what[task] = 0;
    this.left[task] = 0;
    this.tries[task] = 0;
    this.startMs[task] = nowMs;
    this.sinceMs[task] = nowMs;
    this.amount[task] = 0;
    return task;
  }

  release(task: number): void {
    this.#next[task] = this.#free;
    this.#free = task;
  }

  #newSlot(): number {
    if (this.#slots === this.place.length) this.#grow(Math.max(FIRST_SLOTS, 2 * this.#slots));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.place = grown(this.place, slots);
    this.device = grown(this.device, slots);
    this.user = grown(this.user, slots);
    this.what = grown(this.what, slots);
    this.left = grown(this.left, slots);
    this.tries = grown(this.tries, slots);
    this.startMs = grown(this.startMs, slots);
    this.sinceMs = grown(this.sinceMs, slots);
    this.amount = grown(this.amount, slots);
  }
}
