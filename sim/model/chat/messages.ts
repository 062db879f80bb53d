/**
 * Messages that are not yet with all their recipients, as slots in a pool of typed arrays. A
 * message is forgotten when each of its deliveries has either been shown or is lost.
 */
import { grown } from '../../engine/grown.ts';

const FIRST_SLOTS = 256;
const NONE = -1;

export class Messages {
  /** The sender, as a person's number. */
  sender = new Int32Array(0);
  /** The room it was said in, or -1 between two people. */
  room = new Int32Array(0);
  /** The other person, when there is no room. */
  recipient = new Int32Array(0);
  /** When the sender pressed the button, ms. */
  sentAtMs = new Float64Array(0);
  bytes = new Float64Array(0);
  /** What kinds know of it, -1: nothing; and the number of its kind. */
  note = new Int32Array(0);
  kind = new Uint8Array(0);
  /** Number of the message in its chat, which no other has. */
  serial = new Int32Array(0);
  /** Deliveries that are neither shown nor lost yet. */
  pending = new Int32Array(0);
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;
  #made = 0;
  /** Deliveries to people, of what people sent, that are neither shown nor lost yet. */
  owed = 0;
  /** Messages under way now. */
  open = 0;

  make(sender: number, sentAtMs: number, bytes: number): number {
    let message = this.#free;
    if (message === NONE) message = this.#newSlot();
    else this.#free = this.#next[message]!;
    this.serial[message] = this.#made;
    this.#made += 1;
    this.sender[message] = sender;
    this.room[message] = NONE;
    this.recipient[message] = NONE;
    this.sentAtMs[message] = sentAtMs;
    this.bytes[message] = bytes;
    this.note[message] = NONE;
    this.kind[message] = 0;
    this.open += 1;
    return message;
  }

  /** Some deliveries are shown or lost. @returns whether it was the last one: the slot is free again. */
  settle(message: number, deliveries: number): boolean {
    this.pending[message]! -= deliveries;
    if (this.isAmongPeople(message)) this.owed -= deliveries;
    if (this.pending[message]! > 0) return false;
    this.#next[message] = this.#free;
    this.#free = message;
    this.open -= 1;
    return true;
  }

  /** Whether a person sent it to people, and no server had a part in it. */
  isAmongPeople(message: number): boolean {
    return this.sender[message]! >= 0 && this.recipient[message]! >= NONE;
  }

  #newSlot(): number {
    if (this.#slots === this.sender.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.sender = grown(this.sender, slots);
    this.room = grown(this.room, slots);
    this.recipient = grown(this.recipient, slots);
    this.sentAtMs = grown(this.sentAtMs, slots);
    this.bytes = grown(this.bytes, slots);
    this.note = grown(this.note, slots);
    this.kind = grown(this.kind, slots);
    this.serial = grown(this.serial, slots);
    this.pending = grown(this.pending, slots);
    this.#next = grown(this.#next, slots);
  }
}
