/**
 * What is known of messages with kinds, from the moment somebody begins to write until all that follows from
 * them is over: slots in a pool of typed arrays. Who carries a message keeps its note's number with it.
 */
import { grown } from '../../../engine/grown.ts';

const FIRST_SLOTS = 256;
export const NO_NOTE = -1;
const NONE = -1;

export class Notes {
  /** Number of the kind among those of the chat. */
  kind = new Uint8Array(0);
  /** People by number; the recipient is -1 in a room, and the room -1 between two. */
  sender = new Int32Array(0);
  recipient = new Int32Array(0);
  room = new Int32Array(0);
  /** Numbers that its carrier has for it and for the message that it refers to, -1: none. */
  message = new Float64Array(0);
  parent = new Float64Array(0);
  /** The device that it is written on, by the carrier's number, -1: any. */
  device = new Int32Array(0);
  /** Bytes of the message with its envelope, as each recipient gets it, and as its sender sends it. */
  bytes = new Float64Array(0);
  upBytes = new Float64Array(0);
  /** The object at the CDN that it names, -1: none; a thumbnail lies before its original. */
  object = new Int32Array(0);
  /** When it was said, ms. */
  saidAtMs = new Float64Array(0);
  /** 1 for what somebody said; 0 for signals, and for what refers to it or follows from it. */
  isSaid = new Uint8Array(0);
  isKept = new Uint8Array(0);
  /** Until when somebody types it, or tells where he is, ms. */
  untilMs = new Float64Array(0);
  /** What still needs the note. */
  #needed = new Int32Array(0);
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;
  /** Notes in use now. */
  open = 0;

  /** A note that one thing needs. */
  make(kind: number, sender: number, recipient: number, room: number, nowMs: number): number {
    let note = this.#free;
    if (note === NONE) note = this.#newSlot();
    else this.#free = this.#next[note]!;
    this.kind[note] = kind;
    this.sender[note] = sender;
    this.recipient[note] = recipient;
    this.room[note] = room;
    this.message[note] = NONE;
    this.device[note] = NONE;
    this.parent[note] = NONE;
    this.bytes[note] = 0;
    this.upBytes[note] = 0;
    this.object[note] = NONE;
    this.saidAtMs[note] = nowMs;
    this.isSaid[note] = 0;
    this.isKept[note] = 0;
    this.untilMs[note] = nowMs;
    this.#needed[note] = 1;
    this.open += 1;
    return note;
  }

  /** One more thing needs it. */
  keep(note: number): void {
    this.#needed[note]! += 1;
  }

  /** One thing less needs it; after the last the slot is free. */
  drop(note: number): void {
    this.#needed[note]! -= 1;
    if (this.#needed[note]! > 0) return;
    this.#next[note] = this.#free;
    this.#free = note;
    this.open -= 1;
  }

  #newSlot(): number {
    if (this.#slots === this.kind.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.kind = grown(this.kind, slots);
    this.sender = grown(this.sender, slots);
    this.recipient = grown(this.recipient, slots);
    this.room = grown(this.room, slots);
    this.message = grown(this.message, slots);
    this.device = grown(this.device, slots);
    this.parent = grown(this.parent, slots);
    this.bytes = grown(this.bytes, slots);
    this.upBytes = grown(this.upBytes, slots);
    this.object = grown(this.object, slots);
    this.saidAtMs = grown(this.saidAtMs, slots);
    this.isSaid = grown(this.isSaid, slots);
    this.isKept = grown(this.isKept, slots);
    this.untilMs = grown(this.untilMs, slots);
    this.#needed = grown(this.#needed, slots);
    this.#next = grown(this.#next, slots);
  }
}
