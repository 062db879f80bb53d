/**
 * What is written at a mailbox takes effect in the order in which its sender gave it, though it comes late, twice or
 * out of order and is written by several workers: each item knows the one before it.
 */
import { grown } from '../../../engine/grown.ts';
import { NONE } from './slots.ts';

const ABSENT = 0;
/** Here, and waits for the one before it to come. */
const PARKED = 1;
const WRITING = 2;
/** Written, and waits for the one before it to be written. */
const HELD = 3;
const DONE = 4;

export type Arrival = 'new' | 'known' | 'again';

interface Steps {
  /** Begin to write. @param job the packet that it came in. */
  begin(item: number, job: number): void;
  /** It is written, and so is all before it. */
  take(item: number): void;
  /** The mailbox crashed with it parked. */
  forget(job: number): void;
}

export class Chain {
  readonly #steps: Steps;
  #state = new Uint8Array(0);
  #previous = new Int32Array(0);
  /** Which use of the slot `previous` is meant: it may have been given back, being done. */
  #previousStamp = new Int32Array(0);
  #stamp = new Int32Array(0);
  #waiter = new Int32Array(0);
  #job = new Int32Array(0);
  /** Of the mailbox, when the item was parked there: a crash forgets what is parked. */
  #epoch = new Int32Array(0);
  #stamps = 0;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  /** @param previous the item before it, or NONE. */
  add(item: number, previous: number): void {
    if (item >= this.#state.length) this.#grow(Math.max(64, 2 * item));
    this.#stamps += 1;
    this.#stamp[item] = this.#stamps;
    this.#state[item] = ABSENT;
    this.#previous[item] = previous;
    this.#previousStamp[item] = previous === NONE ? 0 : this.#stamp[previous]!;
    this.#waiter[item] = NONE;
  }

  isDone(item: number): boolean {
    return this.#state[item] === DONE;
  }

  /** Whether nothing of it is here. @param epoch of the mailbox. */
  isAbsent(item: number, epoch: number): boolean {
    const state = this.#state[item]!;
    return state === ABSENT || (state === PARKED && this.#epoch[item] !== epoch);
  }

  /** It is not taken: what comes after it need not wait. */
  passOver(item: number, epoch: number): void {
    this.#state[item] = DONE;
    this.#release(item, epoch);
  }

  /** As if it had never come: for mailboxes that do not look for what they have already. */
  reset(item: number): void {
    this.#state[item] = ABSENT;
  }

  arrive(item: number, job: number, epoch: number): Arrival {
    const state = this.#state[item]!;
    if (state === DONE) return 'known';
    if (state === WRITING || state === HELD) return 'again';
    if (state === PARKED) {
      if (this.#epoch[item] === epoch) return 'again';
      this.#steps.forget(this.#job[item]!);
    }
    this.#job[item] = job;
    if (this.#isNext(item)) this.#begin(item);
    else {
      this.#waiter[this.#previous[item]!] = item;
      this.#epoch[item] = epoch;
      this.#state[item] = PARKED;
    }
    return 'new';
  }

  /** @param epoch of the mailbox, now. */
  written(item: number, epoch: number): void {
    if (this.#isAfterDone(item)) {
      this.#finish(item, epoch);
      return;
    }
    this.#waiter[this.#previous[item]!] = item;
    this.#state[item] = HELD;
  }

  /** A crash took it while it was written. */
  dropped(item: number): void {
    this.#state[item] = ABSENT;
    const waiter = this.#waiter[item]!;
    if (waiter !== NONE && this.#state[waiter] === HELD) this.dropped(waiter);
  }

  #begin(item: number): void {
    this.#state[item] = WRITING;
    this.#steps.begin(item, this.#job[item]!);
  }

  #finish(item: number, epoch: number): void {
    this.#state[item] = DONE;
    this.#steps.take(item);
    this.#release(item, epoch);
  }

  #release(item: number, epoch: number): void {
    const waiter = this.#waiter[item]!;
    this.#waiter[item] = NONE;
    if (waiter === NONE) return;
    if (this.#state[waiter] === HELD) this.#finish(waiter, epoch);
    else if (this.#state[waiter] === PARKED) this.#resume(waiter, epoch);
  }

  #resume(item: number, epoch: number): void {
    if (this.#epoch[item] === epoch) {
      this.#begin(item);
      return;
    }
    this.#state[item] = ABSENT;
    this.#steps.forget(this.#job[item]!);
  }

  #isAfterDone(item: number): boolean {
    const previous = this.#previous[item]!;
    if (previous === NONE || this.#stamp[previous] !== this.#previousStamp[item]) return true;
    return this.#state[previous] === DONE;
  }

  #isNext(item: number): boolean {
    if (this.#isAfterDone(item)) return true;
    const state = this.#state[this.#previous[item]!]!;
    return state === WRITING || state === HELD;
  }

  #grow(length: number): void {
    this.#state = grown(this.#state, length);
    this.#previous = grown(this.#previous, length);
    this.#previousStamp = grown(this.#previousStamp, length);
    this.#stamp = grown(this.#stamp, length);
    this.#waiter = grown(this.#waiter, length);
    this.#job = grown(this.#job, length);
    this.#epoch = grown(this.#epoch, length);
  }
}
