/**
 * Messages between a device and its server that their sender has not forgotten yet, as slots in a pool of typed
 * arrays, and the list of them that each device, and the server for each device, keeps.
 */
import { grown } from '../../../engine/grown.ts';

const FIRST_SLOTS = 64;
export const NONE = -1;

export class Items {
  /** What its owner knows it by. */
  ticket = new Int32Array(0);
  device = new Int32Array(0);
  isUp = new Uint8Array(0);
  bytes = new Float64Array(0);
  /** The sender drops what it has not sent by then, ms. */
  expiresMs = new Float64Array(0);
  /** Times that it was sent, and that it was handed on. */
  sends = new Uint16Array(0);
  times = new Uint16Array(0);
  /** Followers of it that have come to its sender, counted with those between them. */
  known = new Uint8Array(0);
  /** 1: the receiver has it, and remembers that it has. */
  isTaken = new Uint8Array(0);
  /** 1: the receiver has handed it on. */
  isHanded = new Uint8Array(0);
  /** 1: the sender has asked whether it came. */
  isAsked = new Uint8Array(0);
  /** Copies of it that the server is working on; 1: its sender has forgotten it meanwhile. */
  inWork = new Uint8Array(0);
  isForgotten = new Uint8Array(0);
  /** Grows when the slot is given to another message. */
  generation = new Int32Array(0);
  /** The next in its list. */
  next = new Int32Array(0);
  #free = NONE;
  #slots = 0;

  make(ticket: number, device: number, isUp: boolean, bytes: number, expiresMs: number): number {
    let item = this.#free;
    if (item === NONE) item = this.#newSlot();
    else this.#free = this.next[item]!;
    this.ticket[item] = ticket;
    this.device[item] = device;
    this.isUp[item] = isUp ? 1 : 0;
    this.bytes[item] = bytes;
    this.expiresMs[item] = expiresMs;
    this.sends[item] = 0;
    this.times[item] = 0;
    this.known[item] = 0;
    this.isTaken[item] = 0;
    this.isHanded[item] = 0;
    this.isAsked[item] = 0;
    this.inWork[item] = 0;
    this.isForgotten[item] = 0;
    this.next[item] = NONE;
    return item;
  }

  release(item: number): void {
    this.generation[item]! += 1;
    this.next[item] = this.#free;
    this.#free = item;
  }

  #newSlot(): number {
    if (this.#slots === this.next.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.ticket = grown(this.ticket, slots);
    this.device = grown(this.device, slots);
    this.isUp = grown(this.isUp, slots);
    this.bytes = grown(this.bytes, slots);
    this.expiresMs = grown(this.expiresMs, slots);
    this.sends = grown(this.sends, slots);
    this.times = grown(this.times, slots);
    this.known = grown(this.known, slots);
    this.isTaken = grown(this.isTaken, slots);
    this.isHanded = grown(this.isHanded, slots);
    this.isAsked = grown(this.isAsked, slots);
    this.inWork = grown(this.inWork, slots);
    this.isForgotten = grown(this.isForgotten, slots);
    this.generation = grown(this.generation, slots);
    this.next = grown(this.next, slots);
  }
}

/** For each device, what one side has sent to the other and not forgotten, the oldest first. */
export class Outbox {
  readonly #items: Items;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly length: Int32Array;

  constructor(items: Items, devices: number) {
    this.#items = items;
    this.#first = new Int32Array(devices).fill(NONE);
    this.#last = new Int32Array(devices).fill(NONE);
    this.length = new Int32Array(devices);
  }

  /** `NONE`: the list is empty. */
  first(device: number): number {
    return this.#first[device]!;
  }

  add(device: number, item: number): void {
    if (this.#first[device] === NONE) this.#first[device] = item;
    else this.#items.next[this.#last[device]!] = item;
    this.#last[device] = item;
    this.length[device]! += 1;
  }

  /** Takes one out, which is nearly always the first. */
  remove(device: number, item: number): void {
    const { next } = this.#items;
    let before = NONE;
    for (let one = this.#first[device]!; one !== item; one = next[one]!) before = one;
    if (before === NONE) this.#first[device] = next[item]!;
    else next[before] = next[item]!;
    if (this.#last[device] === item) this.#last[device] = before;
    this.length[device]! -= 1;
  }
}
