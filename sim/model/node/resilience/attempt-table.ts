/** What is known of attempts and of the requests that they are made for, by slot of the pool of calls. */
import { grown } from '../../../engine/grown.ts';

const NO_CALL = -1;
export const NO_TIMER = -1;
/** In `requestOf`: nobody waits for this attempt any more. */
export const GIVEN_UP = -2;

const FIRST_SLOTS = 1024;

export class AttemptTable {
  /** Of an attempt: the request that it is made for, `GIVEN_UP`, or `NO_CALL` for what is no attempt. */
  requestOf = new Int32Array(0);
  /** Of an attempt: the next one of the same request that is under way; of a request: the first one. */
  next = new Int32Array(0);
  /** Of an attempt: when it is given up; of a request: when all of it is. */
  timeout = new Float64Array(0);
  /** Of a request: its next attempt, a retry or a hedge. */
  coming = new Float64Array(0);
  /** Of a request: attempts made, and how many of them were hedges. */
  made = new Uint8Array(0);
  hedges = new Uint8Array(0);
  /** Of an attempt: 1 for a hedge. */
  isHedge = new Uint8Array(0);
  /** Of an attempt: when it was sent, ms. */
  sentMs = new Float64Array(0);

  /** Makes room for a slot. */
  reserve(slot: number): void {
    const before = this.requestOf.length;
    if (slot < before) return;
    const slots = Math.max(FIRST_SLOTS, 2 * slot);
    this.requestOf = grown(this.requestOf, slots).fill(NO_CALL, before);
    this.next = grown(this.next, slots).fill(NO_CALL, before);
    this.timeout = grown(this.timeout, slots).fill(NO_TIMER, before);
    this.coming = grown(this.coming, slots).fill(NO_TIMER, before);
    this.made = grown(this.made, slots);
    this.hedges = grown(this.hedges, slots);
    this.isHedge = grown(this.isHedge, slots);
    this.sentMs = grown(this.sentMs, slots);
  }

  isAttempt(slot: number): boolean {
    return slot < this.requestOf.length && this.requestOf[slot] !== NO_CALL;
  }

  /** Nobody waits any more for a call that is an attempt, or a request of one call. */
  giveUp(slot: number): void {
    this.reserve(slot);
    this.requestOf[slot] = GIVEN_UP;
  }

  /** Whether nobody waits for the attempt any more. */
  isGivenUp(slot: number): boolean {
    return slot < this.requestOf.length && this.requestOf[slot] === GIVEN_UP;
  }
}
