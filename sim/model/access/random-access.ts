/**
 * How devices of a cell ask for a connection: each sends one of a few preambles at the next
 * opportunity; who chose the same one as another hears nothing and tries again after a while.
 * Source: 3GPP TS 36.321 §5.1; numbers of TR 37.868 Table 6.2.2.1.1.
 */

import { grown } from '../../engine/grown.ts';
import { exp } from '../../engine/math/index.ts';
import type { Random } from '../../engine/random.ts';

const NONE = -1;
const FIRST_SLOTS = 256;

export interface RandomAccessSettings {
  readonly preambles: number;
  /** Time between two opportunities, ms. */
  readonly periodMs: number;
  /** Preambles that one access may take. */
  readonly mostTries: number;
  /** The nth preamble of an access is missed with a chance of e^−n·this. */
  readonly found: number;
  /** Answers that the cell can give to one opportunity. */
  readonly grants: number;
  /** From an opportunity until an answer counts as missing, ms. */
  readonly answerMs: number;
  /** Longest wait before another try, ms; any wait from 0 on is equally likely. */
  readonly backoffMs: number;
  /** From an opportunity until the connection is there when no message is lost, ms. */
  readonly connectMs: number;
  /** Chance that a message after the answer has to be sent again, and what that takes, ms. */
  readonly messageLoss: number;
  readonly repeatMs: number;
  /** Contention timer: what it takes to see that all repetitions of a message failed, ms. */
  readonly contentionMs: number;
}

/** LTE as in TR 37.868: 54 preambles each 5 ms, three answers in each of five subframes. */
export const TR_37868: RandomAccessSettings = {
  preambles: 54,
  periodMs: 5,
  mostTries: 10,
  found: 1,
  grants: 15,
  // A preamble of 1 ms, 2 ms until the window opens and 5 ms of window.
  answerMs: 8,
  backoffMs: 20,
  // Answer after 5 ms in the mean, 5 ms to process it, message 3, 4 ms, message 4.
  connectMs: 16,
  messageLoss: 0.1,
  repeatMs: 8,
  contentionMs: 48,
};

/** Times that a message may be sent. Source: TR 37.868, HARQ of messages 3 and 4. */
const MOST_MESSAGES = 5;
/** Messages after the answer: 3 and 4. */
const MESSAGES = 2;

export interface AccessOutcome {
  /** Connected after so many preambles, `afterMs` from now. */
  connected(ticket: number, tries: number, afterMs: number): void;
  /** Gave up after all tries. */
  failed(ticket: number): void;
}

export class RandomAccess {
  readonly #settings: RandomAccessSettings;
  readonly #random: Random;
  readonly #outcome: AccessOutcome;
  /** Contenders of each opportunity to come, as lists in a ring. */
  readonly #first: Int32Array;
  readonly #chosenBy: Int32Array;
  #ticket = new Int32Array(0);
  #tries = new Uint8Array(0);
  #answered = new Uint8Array(0);
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;
  /** Devices that wait for an opportunity. */
  waiting = 0;
  /** Preambles sent, and preambles of one opportunity that two or more chose. */
  sent = 0;
  collisions = 0;

  constructor(settings: RandomAccessSettings, random: Random, outcome: AccessOutcome) {
    this.#settings = settings;
    this.#random = random;
    this.#outcome = outcome;
    const { contentionMs, answerMs, backoffMs, periodMs } = settings;
    const longestMs = Math.max(contentionMs, answerMs) + backoffMs;
    this.#first = new Int32Array(Math.ceil(longestMs / periodMs) + 3).fill(NONE);
    this.#chosenBy = new Int32Array(settings.preambles);
  }

  /** A device wants a connection. @returns number of the opportunity that it waits for. */
  join(ticket: number, nowMs: number): number {
    const slot = this.#take();
    this.#ticket[slot] = ticket;
    this.#tries[slot] = 0;
    this.waiting += 1;
    return this.#wait(slot, nowMs);
  }

  /** The first opportunity from `number` on with a contender; undefined when none wait. */
  nextFrom(number: number): number | undefined {
    if (this.waiting === 0) return undefined;
    let next = number;
    while (this.#first[next % this.#first.length] === NONE) next += 1;
    return next;
  }

  /** An opportunity takes place: all that wait for it send their preambles. */
  happen(number: number): void {
    const at = number % this.#first.length;
    const first = this.#first[at]!;
    this.#first[at] = NONE;
    this.#choose(first);
    let grants = this.#settings.grants;
    for (const slot of this.#chosenBy) {
      if (slot >= 0 && grants > 0 && this.#isFound(slot)) {
        grants -= 1;
        this.#answered[slot] = GRANTED;
      }
    }
    const nowMs = number * this.#settings.periodMs;
    for (let slot = first; slot !== NONE; ) {
      const next = this.#next[slot]!;
      if (this.#answered[slot] === GRANTED) this.#connect(slot, nowMs);
      else this.#again(slot, nowMs + this.#settings.answerMs);
      slot = next;
    }
  }

  /** Each draws a preamble; `chosenBy` then has the slots of those who are alone with theirs. */
  #choose(first: number): void {
    const chosenBy = this.#chosenBy.fill(FREE);
    for (let slot = first; slot !== NONE; slot = this.#next[slot]!) {
      this.#tries[slot]! += 1;
      this.sent += 1;
      const preamble = this.#random.below(chosenBy.length);
      this.#answered[slot] = SENT;
      if (chosenBy[preamble]! >= 0) this.collisions += 1;
      chosenBy[preamble] = chosenBy[preamble] === FREE ? slot : CHOSEN_TWICE;
    }
  }

  /** In LTE each preamble is sent at more power than the one before. */
  #isFound(slot: number): boolean {
    return this.#random.uniform() < 1 - exp(-this.#tries[slot]! * this.#settings.found);
  }

  #connect(slot: number, nowMs: number): void {
    const { messageLoss, repeatMs, connectMs, contentionMs } = this.#settings;
    let repeats = 0;
    for (let message = 0; message < MESSAGES; message += 1) {
      let sent = 1;
      while (sent <= MOST_MESSAGES && this.#random.uniform() < messageLoss) sent += 1;
      if (sent > MOST_MESSAGES) {
        this.#again(slot, nowMs + contentionMs);
        return;
      }
      repeats += sent - 1;
    }
    const [ticket, tries] = [this.#ticket[slot]!, this.#tries[slot]!];
    this.#release(slot);
    this.#outcome.connected(ticket, tries, connectMs + repeats * repeatMs);
  }

  #again(slot: number, fromMs: number): void {
    const { mostTries, backoffMs } = this.#settings;
    if (this.#tries[slot]! < mostTries) {
      this.#wait(slot, fromMs + this.#random.uniform() * backoffMs);
      return;
    }
    const ticket = this.#ticket[slot]!;
    this.#release(slot);
    this.#outcome.failed(ticket);
  }

  #wait(slot: number, fromMs: number): number {
    const number = Math.ceil(fromMs / this.#settings.periodMs);
    const at = number % this.#first.length;
    this.#next[slot] = this.#first[at]!;
    this.#first[at] = slot;
    return number;
  }

  #release(slot: number): void {
    this.waiting -= 1;
    this.#next[slot] = this.#free;
    this.#free = slot;
  }

  #take(): number {
    if (this.#free !== NONE) {
      const slot = this.#free;
      this.#free = this.#next[slot]!;
      return slot;
    }
    if (this.#slots === this.#next.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.#ticket = grown(this.#ticket, slots);
      this.#tries = grown(this.#tries, slots);
      this.#answered = grown(this.#answered, slots);
      this.#next = grown(this.#next, slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}

/** What `chosenBy` has for preambles that nobody, or more than one device, chose. */
const FREE = -1;
const CHOSEN_TWICE = -2;
/** Whether the cell answered what a contender sent. */
const SENT = 0;
const GRANTED = 1;
