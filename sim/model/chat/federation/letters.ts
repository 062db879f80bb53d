/** What goes from a server to one of another domain, letter by letter and in parcels: slots in typed arrays. */
import { grown } from '../../../engine/grown.ts';
import { Slots } from '../service/slots.ts';

/** A message for inboxes there. `item`: the message. */
export const INBOX = 0;
/** A message for the home of its conversation, which is there. `item`: the message. */
export const POST = 1;
/** Something small for a device there, which is told once. `item`: the packet. */
export const SIGNAL = 2;

export class Letters {
  readonly #slots = new Slots();
  kind = new Uint8Array(0);
  item = new Int32Array(0);
  stream = new Int32Array(0);
  /** The parcel it is in; NONE: it waits. */
  parcel = new Int32Array(0);
  next = new Int32Array(0);
  sinceMs = new Float64Array(0);
  /** Which use of the slot it is, while it is not known to be there; 0: it is over. */
  stamp = new Int32Array(0);
  /** Its time has passed while it was in a parcel. */
  isLate = new Uint8Array(0);
  #stamps = 0;

  get open(): number {
    return this.#slots.open;
  }

  get end(): number {
    return this.#slots.end;
  }

  take(): number {
    const letter = this.#slots.take();
    if (letter >= this.item.length) this.#grow();
    this.#stamps = (this.#stamps % 0x3fff_ffff) + 1;
    this.stamp[letter] = this.#stamps;
    this.isLate[letter] = 0;
    return letter;
  }

  release(letter: number): void {
    this.stamp[letter] = 0;
    this.#slots.release(letter);
  }

  #grow(): void {
    const { capacity } = this.#slots;
    this.kind = grown(this.kind, capacity);
    this.item = grown(this.item, capacity);
    this.stream = grown(this.stream, capacity);
    this.parcel = grown(this.parcel, capacity);
    this.next = grown(this.next, capacity);
    this.sinceMs = grown(this.sinceMs, capacity);
    this.stamp = grown(this.stamp, capacity);
    this.isLate = grown(this.isLate, capacity);
  }
}

/** What a stream that was taken up again said of a parcel. */
export const UNTOLD = 0;
export const IS_THERE = 1;
export const IS_ABSENT = 2;

export class Parcels {
  readonly #slots = new Slots();
  stream = new Int32Array(0);
  /** Its letters, chained by their `next`. */
  first = new Int32Array(0);
  count = new Int32Array(0);
  bytes = new Int32Array(0);
  next = new Int32Array(0);
  /** Which sending waits for an answer; 0: none does. */
  sending = new Int32Array(0);
  isSettled = new Uint8Array(0);
  told = new Uint8Array(0);
  /** Its stream, and packets that are about it. */
  holders = new Int32Array(0);

  take(): number {
    const parcel = this.#slots.take();
    if (parcel >= this.first.length) this.#grow();
    this.isSettled[parcel] = 0;
    this.told[parcel] = UNTOLD;
    this.sending[parcel] = 0;
    this.holders[parcel] = 1;
    return parcel;
  }

  release(parcel: number): void {
    this.#slots.release(parcel);
  }

  #grow(): void {
    const { capacity } = this.#slots;
    this.stream = grown(this.stream, capacity);
    this.first = grown(this.first, capacity);
    this.count = grown(this.count, capacity);
    this.bytes = grown(this.bytes, capacity);
    this.next = grown(this.next, capacity);
    this.sending = grown(this.sending, capacity);
    this.isSettled = grown(this.isSettled, capacity);
    this.told = grown(this.told, capacity);
    this.holders = grown(this.holders, capacity);
  }
}
