/** News on their way to one gateway, or being worked on there; slots in a pool. */
import { grown } from '../../../engine/grown.ts';

const FIRST_SLOTS = 256;
const NONE = -1;

/** A person is there or is gone, for those at this gateway who care. */
export const NEWS = 0;
/** A device has come, and gets a list of who is there. */
export const LIST = 1;
/** A person types, for one other person. */
export const TYPING = 2;

export class PresenceLegs {
  kind = new Uint8Array(0);
  /** The person that it is about; for a list, the device that gets it. */
  about = new Int32Array(0);
  /** For typing: the person that it is for. */
  whom = new Int32Array(0);
  /** Node ids: where it came from, and where it goes. */
  from = new Int32Array(0);
  gateway = new Int32Array(0);
  /** Devices there that get it, when it was sent. */
  deliveries = new Int32Array(0);
  /** When it happened, ms. */
  sinceMs = new Float64Array(0);
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;

  take(kind: number, about: number, sinceMs: number): number {
    let leg = this.#free;
    if (leg === NONE) leg = this.#newSlot();
    else this.#free = this.#next[leg]!;
    this.kind[leg] = kind;
    this.about[leg] = about;
    this.sinceMs[leg] = sinceMs;
    this.whom[leg] = NONE;
    return leg;
  }

  release(leg: number): void {
    this.#next[leg] = this.#free;
    this.#free = leg;
  }

  #newSlot(): number {
    if (this.#slots === this.about.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.kind = grown(this.kind, slots);
      this.about = grown(this.about, slots);
      this.whom = grown(this.whom, slots);
      this.from = grown(this.from, slots);
      this.gateway = grown(this.gateway, slots);
      this.deliveries = grown(this.deliveries, slots);
      this.sinceMs = grown(this.sinceMs, slots);
      this.#next = grown(this.#next, slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}
