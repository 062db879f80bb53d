/** Turns of conversations: messages on their way, and those that will be said; slots in a pool. */
import { grown } from '../../../engine/grown.ts';

const FIRST_SLOTS = 256;
const NONE = -1;

export class TurnNotes {
  sender = new Int32Array(0);
  /** -1 in a room; the room is -1 between two. */
  recipient = new Int32Array(0);
  room = new Int32Array(0);
  /** Who will answer; -1: nobody. */
  replier = new Int32Array(0);
  /** Serial number of the message, and of the one that it answers; -1: not known, none. */
  serial = new Float64Array(0);
  parent = new Float64Array(0);
  bytes = new Float64Array(0);
  /** The note that somebody else has of it; -1: none. */
  inner = new Int32Array(0);
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;
  /** Turns in use now. */
  open = 0;

  make(sender: number, recipient: number, room: number, parent: number): number {
    let note = this.#free;
    if (note === NONE) note = this.#newSlot();
    else this.#free = this.#next[note]!;
    this.sender[note] = sender;
    this.recipient[note] = recipient;
    this.room[note] = room;
    this.parent[note] = parent;
    this.replier[note] = NONE;
    this.serial[note] = NONE;
    this.inner[note] = NONE;
    this.open += 1;
    return note;
  }

  release(note: number): void {
    this.#next[note] = this.#free;
    this.#free = note;
    this.open -= 1;
  }

  #newSlot(): number {
    if (this.#slots === this.sender.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.sender = grown(this.sender, slots);
      this.recipient = grown(this.recipient, slots);
      this.room = grown(this.room, slots);
      this.replier = grown(this.replier, slots);
      this.serial = grown(this.serial, slots);
      this.parent = grown(this.parent, slots);
      this.inner = grown(this.inner, slots);
      this.bytes = grown(this.bytes, slots);
      this.#next = grown(this.#next, slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}
