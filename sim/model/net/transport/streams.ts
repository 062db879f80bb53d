/** Answers under way on connections, as slots in a pool; each knows the next one of its connection. */
import { grown } from '../../../engine/grown.ts';
import { SEGMENT_BYTES } from './slow-start.ts';

export const NO_STREAM = -1;

const FIRST_SLOTS = 64;

export class Streams {
  /** What its owner knows it by. */
  tag = new Int32Array(0);
  connection = new Int32Array(0);
  /** Segments that have not been sent yet, and that have not arrived yet. */
  toSend = new Float64Array(0);
  toArrive = new Float64Array(0);
  /** Bytes of the answer. */
  bytes = new Float64Array(0);
  /** Bytes of all but the last segment are full; bytes not sent yet. */
  bytesToSend = new Float64Array(0);
  /** Place in the connection's data after its last segment. */
  end = new Float64Array(0);
  /** How often the slot has been given back. */
  generation = new Int32Array(0);
  /** Next in turn to send, or next that waits for others' segments; or next free slot. */
  next = new Int32Array(0);
  #free = NO_STREAM;
  #slots = 0;

  open(connection: number, tag: number, bytes: number, segments: number): number {
    let stream = this.#free;
    if (stream === NO_STREAM) stream = this.#newSlot();
    else this.#free = this.next[stream]!;
    this.connection[stream] = connection;
    this.tag[stream] = tag;
    this.toSend[stream] = segments;
    this.toArrive[stream] = segments;
    this.bytes[stream] = bytes;
    this.bytesToSend[stream] = bytes;
    return stream;
  }

  /** Gives a stream the turn after all others. @param last of the ring, or NO_STREAM. */
  join(last: number, stream: number): void {
    if (last === NO_STREAM) {
      this.next[stream] = stream;
      return;
    }
    this.next[stream] = this.next[last]!;
    this.next[last] = stream;
  }

  /** Takes a stream out of its ring. @returns the one before it, or NO_STREAM. */
  leave(before: number, stream: number): number {
    if (before === stream) return NO_STREAM;
    this.next[before] = this.next[stream]!;
    return before;
  }

  /** Takes a stream out of a ring, wherever in it. @param last of the ring. @returns the new last one. */
  quit(last: number, stream: number): number {
    let before = last;
    while (this.next[before] !== stream) before = this.next[before]!;
    const left = this.leave(before, stream);
    return stream === last || left === NO_STREAM ? left : last;
  }

  arrivedBytes(stream: number): number {
    return Math.max(0, this.bytes[stream]! - this.toArrive[stream]! * SEGMENT_BYTES);
  }

  /** What is not sent is none of it any more. @param end where in the connection's data it ends. @returns bytes. */
  truncate(stream: number, end: number): number {
    const unsent = this.bytesToSend[stream]!;
    this.toArrive[stream]! -= this.toSend[stream]!;
    this.bytes[stream]! -= unsent;
    this.toSend[stream] = 0;
    this.bytesToSend[stream] = 0;
    this.end[stream] = end;
    return unsent;
  }

  /** @returns the bytes in the next segments of a stream, which are sent now. */
  take(stream: number, segments: number): number {
    this.toSend[stream]! -= segments;
    const isLast = this.toSend[stream] === 0;
    const bytes = isLast ? this.bytesToSend[stream]! : segments * SEGMENT_BYTES;
    this.bytesToSend[stream]! -= bytes;
    return bytes;
  }

  /** Gives back the streams of some connections. @returns their tags. */
  drop(ofConnection: Uint8Array): number[] {
    const tags: number[] = [];
    for (let stream = 0; stream < this.#slots; stream += 1) {
      const connection = this.connection[stream]!;
      if (connection === NO_STREAM || ofConnection[connection] !== 1) continue;
      tags.push(this.tag[stream]!);
      this.release(stream);
    }
    return tags;
  }

  release(stream: number): void {
    this.connection[stream] = NO_STREAM;
    this.generation[stream]! += 1;
    this.next[stream] = this.#free;
    this.#free = stream;
  }

  #newSlot(): number {
    const slots = this.tag.length;
    if (this.#slots === slots) this.#grow(Math.max(FIRST_SLOTS, slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.tag = grown(this.tag, slots);
    this.connection = grown(this.connection, slots);
    this.toSend = grown(this.toSend, slots);
    this.toArrive = grown(this.toArrive, slots);
    this.bytes = grown(this.bytes, slots);
    this.bytesToSend = grown(this.bytesToSend, slots);
    this.end = grown(this.end, slots);
    this.generation = grown(this.generation, slots);
    this.next = grown(this.next, slots);
  }
}
