/**
 * What LIRS knows of objects: the stack of all that were asked for lately, here or not; the queue of
 * those that may leave; and the bytes of either kind. Sets of object numbers on typed arrays.
 */
import { grown } from '../../../engine/grown.ts';
import { NOBODY, RecencyLog } from './recency-log.ts';

/** What an object in the stack is: of low recency between its uses, here for now, or only a name. */
export const LOW = 1;
export const HIGH = 2;
export const GONE = 3;
const UNSTACKED = 0;

const FIRST_OBJECTS = 1024;

export class LirsLists {
  readonly stack = new RecencyLog();
  readonly queue = new RecencyLog();
  /** Names in the stack, in the order in which the objects left. */
  readonly #gone = new RecencyLog();
  lowUsed = 0;
  queueUsed = 0;
  #stackUsed = 0;
  /** Objects that have left the lists and not yet the cache, and how many. */
  #leaving = new Int32Array(64);
  leaving = 0;
  #bytes = new Float64Array(0);
  #kind = new Uint8Array(0);

  constructor() {
    this.makeRoomFor(FIRST_OBJECTS - 1);
  }

  /** Objects up to this number may come from now on. */
  makeRoomFor(object: number): void {
    if (object < this.#kind.length) return;
    const objects = Math.max(object + 1, 2 * this.#kind.length);
    this.#bytes = grown(this.#bytes, objects);
    this.#kind = grown(this.#kind, objects);
    this.stack.grow(objects);
    this.queue.grow(objects);
    this.#gone.grow(objects);
  }

  /** `LOW`, `HIGH` or `GONE`; 0: not in the stack. */
  kind(object: number): number {
    return this.#kind[object]!;
  }

  bytes(object: number): number {
    return this.#bytes[object]!;
  }

  /** An object that is in no list enters the top of the stack; from now on it has these bytes. */
  enter(object: number, sizeBytes: number, kind: number): void {
    this.#bytes[object] = sizeBytes;
    this.stackUp(object, kind);
    if (kind === LOW) this.lowUsed += sizeBytes;
    else this.enqueue(object);
  }

  /** Into the stack, on top, whatever it is in the queue. */
  stackUp(object: number, kind: number): void {
    this.#kind[object] = kind;
    this.stack.push(object);
    this.#stackUsed += this.#bytes[object]!;
  }

  enqueue(object: number): void {
    this.queue.push(object);
    this.queueUsed += this.#bytes[object]!;
  }

  dequeue(object: number): void {
    this.queue.remove(object);
    this.queueUsed -= this.#bytes[object]!;
  }

  /** An object of the stack, here for now, becomes one of low recency. */
  lower(object: number): void {
    if (this.queue.has(object)) this.dequeue(object);
    this.#kind[object] = LOW;
    this.lowUsed += this.#bytes[object]!;
    this.stack.renew(object);
  }

  /** Takes an object out of the stack, where it is, whatever it is there. */
  unstack(object: number): void {
    const kind = this.#kind[object]!;
    if (kind === LOW) this.lowUsed -= this.#bytes[object]!;
    if (kind === GONE) this.#gone.remove(object);
    this.#kind[object] = UNSTACKED;
    this.stack.remove(object);
    this.#stackUsed -= this.#bytes[object]!;
  }

  #leave(object: number): void {
    if (this.leaving === this.#leaving.length) {
      this.#leaving = grown(this.#leaving, 2 * this.leaving);
    }
    this.#leaving[this.leaving] = object;
    this.leaving += 1;
  }

  /** @returns one of those that leave; there must be one. */
  takeLeaving(): number {
    this.leaving -= 1;
    return this.#leaving[this.leaving]!;
  }

  /** The oldest of the queue leaves the cache; while it is in the stack, its name stays there. */
  leaveQueue(): void {
    const object = this.queue.oldest();
    this.dequeue(object);
    this.#leave(object);
    if (this.#kind[object] !== HIGH) return;
    this.#kind[object] = GONE;
    this.#gone.push(object);
  }

  /** The stack ends with an object of low recency: what lies below has no recency to compare. */
  prune(): void {
    let oldest = this.stack.oldest();
    while (oldest !== NOBODY && this.#kind[oldest] !== LOW) {
      // What stayed without counting has nothing left to stay for.
      if (this.#kind[oldest] === HIGH && !this.queue.has(oldest)) this.#leave(oldest);
      this.unstack(oldest);
      oldest = this.stack.oldest();
    }
  }

  /** Forgets names, those that left first, until the stack has this many bytes or no names. */
  forget(mostBytes: number): void {
    while (this.#stackUsed > mostBytes && this.#gone.length > 0) {
      this.unstack(this.#gone.oldest());
    }
  }
}
