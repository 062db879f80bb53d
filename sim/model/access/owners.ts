/** Who is told what became of a transmission, and transmissions under way as slots in a pool. */
import { grown } from '../../engine/grown.ts';

const FIRST_SLOTS = 64;
export const NONE = -1;

export class Sendings {
  owner = new Int32Array(0);
  ticket = new Int32Array(0);
  device = new Int32Array(0);
  bytes = new Float64Array(0);
  isDown = new Uint8Array(0);
  /** Times that it was sent. */
  tries = new Uint8Array(0);
  /** 1 when the owner has been told. */
  isSettled = new Uint8Array(0);
  /** Of a list that the medium keeps, such as what waits for one device. */
  next = new Int32Array(0);
  readonly #settled: ((ticket: number, isLost: boolean) => void)[] = [];
  #free = NONE;
  #slots = 0;

  addOwner(settled: (ticket: number, isLost: boolean) => void): number {
    return this.#settled.push(settled) - 1;
  }

  make(owner: number, ticket: number, device: number, bytes: number, isDown: boolean): number {
    let slot = this.#free;
    if (slot === NONE) slot = this.#newSlot();
    else this.#free = this.next[slot]!;
    this.owner[slot] = owner;
    this.ticket[slot] = ticket;
    this.device[slot] = device;
    this.bytes[slot] = bytes;
    this.isDown[slot] = isDown ? 1 : 0;
    this.tries[slot] = 0;
    this.isSettled[slot] = 0;
    this.next[slot] = NONE;
    return slot;
  }

  /** Tells the owner, the first time only. */
  settle(slot: number, isLost: boolean): void {
    if (this.isSettled[slot] === 1) return;
    this.isSettled[slot] = 1;
    this.#settled[this.owner[slot]!]!(this.ticket[slot]!, isLost);
  }

  release(slot: number): void {
    this.next[slot] = this.#free;
    this.#free = slot;
  }

  #newSlot(): number {
    if (this.#slots === this.next.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.owner = grown(this.owner, slots);
      this.ticket = grown(this.ticket, slots);
      this.device = grown(this.device, slots);
      this.bytes = grown(this.bytes, slots);
      this.isDown = grown(this.isDown, slots);
      this.tries = grown(this.tries, slots);
      this.isSettled = grown(this.isSettled, slots);
      this.next = grown(this.next, slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}
