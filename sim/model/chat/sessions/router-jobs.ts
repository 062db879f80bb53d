/** What is on its way to a router, or worked on there; slots in typed arrays. */
import { grown } from '../../../engine/grown.ts';

/** Something to hand on; `item` is whose it is who handed it over. */
export const HAND_ON = 0;
/** A device has connected. `item`: the device. */
export const CAME = 1;
/** A device has gone. `item`: the device. */
export const WENT = 2;
/** A gateway tells of all its devices that a router does not know. */
export const REFRESH = 3;

const FIRST_SLOTS = 64;

export class RouterJobs {
  kind = new Uint8Array(FIRST_SLOTS);
  item = new Int32Array(FIRST_SLOTS);
  whose = new Int32Array(FIRST_SLOTS);
  /** Node ids. */
  from = new Int32Array(FIRST_SLOTS);
  router = new Int32Array(FIRST_SLOTS);
  keys = new Int32Array(FIRST_SLOTS);
  sinceMs = new Float64Array(FIRST_SLOTS);
  readonly #free: number[] = [];
  #slots = 0;

  take(kind: number, item: number, from: number, router: number, keys: number): number {
    const job = this.#free.pop() ?? this.#newSlot();
    this.kind[job] = kind;
    this.item[job] = item;
    this.from[job] = from;
    this.router[job] = router;
    this.keys[job] = keys;
    return job;
  }

  release(job: number): void {
    this.#free.push(job);
  }

  #newSlot(): number {
    if (this.#slots === this.kind.length) {
      const slots = 2 * this.#slots;
      this.kind = grown(this.kind, slots);
      this.item = grown(this.item, slots);
      this.whose = grown(this.whose, slots);
      this.from = grown(this.from, slots);
      this.router = grown(this.router, slots);
      this.keys = grown(this.keys, slots);
      this.sinceMs = grown(this.sinceMs, slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}
