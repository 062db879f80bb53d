/** A message on its way to one gateway, or being worked on there; slots in a pool. */
import { grown } from '../../engine/grown.ts';

const FIRST_SLOTS = 256;
const NONE = -1;

export class Legs {
  message = new Int32Array(0);
  gateway = new Int32Array(0);
  /** 1 for the way from the sender, 0 for the way from gateway to gateway. */
  isFirst = new Uint8Array(0);
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;

  first(message: number, gateway: number): number {
    const leg = this.next(message, gateway);
    this.isFirst[leg] = 1;
    return leg;
  }

  next(message: number, gateway: number): number {
    let leg = this.#free;
    if (leg === NONE) leg = this.#newSlot();
    else this.#free = this.#next[leg]!;
    this.message[leg] = message;
    this.gateway[leg] = gateway;
    this.isFirst[leg] = 0;
    return leg;
  }

  release(leg: number): void {
    this.#next[leg] = this.#free;
    this.#free = leg;
  }

  #newSlot(): number {
    if (this.#slots === this.message.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.message = grown(this.message, slots);
      this.gateway = grown(this.gateway, slots);
      this.isFirst = grown(this.isFirst, slots);
      this.#next = grown(this.#next, slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}
