/** Packets on their way between devices and servers, as slots in a pool of typed arrays. */
import { grown } from '../../../engine/grown.ts';

const FIRST_SLOTS = 64;
const NONE = -1;

/** A step of opening a connection; a message; something that follows one; a heartbeat; `no such connection`. */
export const OPENING = 0;
export const MESSAGE = 1;
export const FOLLOWER = 2;
export const PING = 3;
export const RESET = 4;

export class Packets {
  what = new Uint8Array(0);
  device = new Int32Array(0);
  isUp = new Uint8Array(0);
  /** The connection that it belongs to, by its number among those of the device. */
  connection = new Int32Array(0);
  /** The message, or -1; and the slot's generation when it was sent. */
  item = new Int32Array(0);
  generation = new Int32Array(0);
  /** Which step, or which follower. */
  index = new Uint8Array(0);
  bytes = new Float64Array(0);
  /** Times that it was sent again because the access network had given it up; and when it was sent first, ms. */
  tries = new Uint8Array(0);
  sentMs = new Float64Array(0);
  /** Grows when the slot is given to another packet. */
  era = new Int32Array(0);
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;

  make(): number {
    let packet = this.#free;
    if (packet === NONE) packet = this.#newSlot();
    else this.#free = this.#next[packet]!;
    this.tries[packet] = 0;
    return packet;
  }

  release(packet: number): void {
    this.era[packet]! += 1;
    this.#next[packet] = this.#free;
    this.#free = packet;
  }

  #newSlot(): number {
    if (this.#slots === this.#next.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.what = grown(this.what, slots);
    this.device = grown(this.device, slots);
    this.isUp = grown(this.isUp, slots);
    this.connection = grown(this.connection, slots);
    this.item = grown(this.item, slots);
    this.generation = grown(this.generation, slots);
    this.index = grown(this.index, slots);
    this.bytes = grown(this.bytes, slots);
    this.tries = grown(this.tries, slots);
    this.sentMs = grown(this.sentMs, slots);
    this.era = grown(this.era, slots);
    this.#next = grown(this.#next, slots);
  }
}
