/** Frames on their way to the watchers of a room: comments that are sent together; slots in a pool. */
import { grown } from '../../../engine/grown.ts';

const FIRST_SLOTS = 64;
const NONE = -1;

export class Frames {
  room = new Int32Array(0);
  /** Comments in a frame, and whether it has the number of likes, too. */
  comments = new Int32Array(0);
  hasLikes = new Uint8Array(0);
  bytes = new Float64Array(0);
  /** Pieces of work that are not over; after the last one the slot is free again. */
  pending = new Int32Array(0);
  /** When each comment was posted, ms: `stride` for each frame. */
  #postedMs = new Float64Array(0);
  #stride = 1;
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;
  readonly #released: (frame: number) => void;

  /** @param released told of each frame of which nothing is under way any more. */
  constructor(released: (frame: number) => void) {
    this.#released = released;
  }

  /** @param comments how many there is to be room for; held once, until `settle`. */
  make(room: number, comments: number): number {
    if (comments > this.#stride) this.#widen(comments);
    let frame = this.#free;
    if (frame === NONE) frame = this.#newSlot();
    else this.#free = this.#next[frame]!;
    this.room[frame] = room;
    this.comments[frame] = 0;
    this.hasLikes[frame] = 0;
    this.bytes[frame] = 0;
    this.pending[frame] = 1;
    return frame;
  }

  add(frame: number, postedMs: number, bytes: number): void {
    this.#postedMs[frame * this.#stride + this.comments[frame]!] = postedMs;
    this.comments[frame]! += 1;
    this.bytes[frame]! += bytes;
  }

  postedMs(frame: number, comment: number): number {
    return this.#postedMs[frame * this.#stride + comment]!;
  }

  /** What a gateway has to write to each connection, in comments. */
  items(frame: number): number {
    return this.comments[frame]! + this.hasLikes[frame]!;
  }

  settle(frame: number): void {
    this.pending[frame]! -= 1;
    if (this.pending[frame]! > 0) return;
    this.#released(frame);
    this.#next[frame] = this.#free;
    this.#free = frame;
  }

  #newSlot(): number {
    if (this.#slots === this.room.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.room = grown(this.room, slots);
      this.comments = grown(this.comments, slots);
      this.hasLikes = grown(this.hasLikes, slots);
      this.bytes = grown(this.bytes, slots);
      this.pending = grown(this.pending, slots);
      this.#next = grown(this.#next, slots);
      this.#postedMs = grown(this.#postedMs, slots * this.#stride);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }

  #widen(comments: number): void {
    const stride = Math.max(comments, 2 * this.#stride);
    const wider = new Float64Array(this.room.length * stride);
    for (let frame = 0; frame < this.#slots; frame += 1) {
      const from = frame * this.#stride;
      wider.set(this.#postedMs.subarray(from, from + this.#stride), frame * stride);
    }
    this.#postedMs = wider;
    this.#stride = stride;
  }
}
