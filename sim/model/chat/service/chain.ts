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

/** Layout of a record of 32 bytes. */
const STATE = 0;
const PREVIOUS = 1;
/** Which use of the slot `previous` is meant: it may have been given back, being done. */
const PREVIOUS_STAMP = 2;
const STAMP = 3;
const WAITER = 4;
const JOB = 5;
/** Of the mailbox, when the item was parked there: a crash forgets what is parked. */
const EPOCH = 6;
const FIRST_ITEMS = 64;

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
  #records = new Int32Array(0);
  #stamps = 0;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  /** @param previous the item before it, or NONE. */
  add(item: number, previous: number): void {
    if (item << 3 >= this.#records.length) {
      this.#records = grown(this.#records, Math.max(FIRST_ITEMS, 2 * item) << 3);
    }
    this.#stamps += 1;
    this.#set(item, STAMP, this.#stamps);
    this.#set(item, STATE, ABSENT);
    this.#set(item, PREVIOUS, previous);
    this.#set(item, PREVIOUS_STAMP, previous === NONE ? 0 : this.#get(previous, STAMP));
    this.#set(item, WAITER, NONE);
  }

  isDone(item: number): boolean {
    return this.#get(item, STATE) === DONE;
  }

  /** Whether nothing of it is here. @param epoch of the mailbox. */
  isAbsent(item: number, epoch: number): boolean {
    const state = this.#get(item, STATE);
    return state === ABSENT || (state === PARKED && this.#get(item, EPOCH) !== epoch);
  }

  /** It is not taken: what comes after it need not wait. */
  passOver(item: number, epoch: number): void {
    this.#set(item, STATE, DONE);
    this.#release(item, epoch);
  }

  /** As if it had never come: for mailboxes that do not look for what they have already, or have lost it. */
  reset(item: number): void {
    this.#set(item, STATE, ABSENT);
  }

  arrive(item: number, job: number, epoch: number): Arrival {
    const state = this.#get(item, STATE);
    if (state === DONE) return 'known';
    if (state === WRITING || state === HELD) return 'again';
    if (state === PARKED) {
      if (this.#get(item, EPOCH) === epoch) return 'again';
      this.#steps.forget(this.#get(item, JOB));
    }
    this.#set(item, JOB, job);
    if (this.#isNext(item)) this.#begin(item);
    else {
      this.#set(this.#get(item, PREVIOUS), WAITER, item);
      this.#set(item, EPOCH, epoch);
      this.#set(item, STATE, PARKED);
    }
    return 'new';
  }

  /** @param epoch of the mailbox, now. */
  written(item: number, epoch: number): void {
    if (this.#isAfterDone(item)) {
      this.#finish(item, epoch);
      return;
    }
    this.#set(this.#get(item, PREVIOUS), WAITER, item);
    this.#set(item, STATE, HELD);
  }

  /** A crash took it while it was written. */
  dropped(item: number): void {
    this.#set(item, STATE, ABSENT);
    const waiter = this.#get(item, WAITER);
    if (waiter !== NONE && this.#get(waiter, STATE) === HELD) this.dropped(waiter);
  }

  #begin(item: number): void {
    this.#set(item, STATE, WRITING);
    this.#steps.begin(item, this.#get(item, JOB));
  }

  #finish(item: number, epoch: number): void {
    this.#set(item, STATE, DONE);
    this.#steps.take(item);
    this.#release(item, epoch);
  }

  #release(item: number, epoch: number): void {
    const waiter = this.#get(item, WAITER);
    this.#set(item, WAITER, NONE);
    if (waiter === NONE) return;
    if (this.#get(waiter, STATE) === HELD) this.#finish(waiter, epoch);
    else if (this.#get(waiter, STATE) === PARKED) this.#resume(waiter, epoch);
  }

  #resume(item: number, epoch: number): void {
    if (this.#get(item, EPOCH) === epoch) {
      this.#begin(item);
      return;
    }
    this.#set(item, STATE, ABSENT);
    this.#steps.forget(this.#get(item, JOB));
  }

  #isAfterDone(item: number): boolean {
    const previous = this.#get(item, PREVIOUS);
    if (previous === NONE || this.#get(previous, STAMP) !== this.#get(item, PREVIOUS_STAMP))
      return true;
    return this.#get(previous, STATE) === DONE;
  }

  #isNext(item: number): boolean {
    if (this.#isAfterDone(item)) return true;
    const state = this.#get(this.#get(item, PREVIOUS), STATE);
    return state === WRITING || state === HELD;
  }

  #get(item: number, what: number): number {
    return this.#records[(item << 3) + what]!;
  }

  #set(item: number, what: number, value: number): void {
    this.#records[(item << 3) + what] = value;
  }
}
