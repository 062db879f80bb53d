/**
 * Virtual time and what happens in it. An event is the number of a handler with two integers, so
 * that scheduling allocates nothing. Equal times fire in the order in which they were scheduled.
 */
import { EventQueue } from './event-queue.ts';
import { A, B, CANCELLED, KIND, RECORD } from './event-slots.ts';
import { Fingerprint } from './fingerprint.ts';
import { Soon } from './soon.ts';
import { toGrid } from './time.ts';

/** What an event does; both arguments are 32-bit integers. */
export type Handler = (a: number, b: number) => void;
export type HandlerId = number;
/** An event that is about to happen, for people who look for the one that differs. */
export interface SeenEvent {
  readonly timeMs: number;
  /** What the handler was registered as. */
  readonly name: string;
  readonly a: number;
  readonly b: number;
}
/** A pending event that can be cancelled: its slot and the slot's generation in one number. */
export type TimerId = number;

const LATEST_MS = Number.MAX_VALUE;
/** Events between two calls of the loop. */
const BURST = 1024;
const MOST_HANDLERS = CANCELLED;
/** Slots are below 2^31; generations above them are exact up to 2^21. */
const SLOT_SPAN = 4_294_967_296;
const LAST_GENERATION = 0x1f_ffff;

export class Simulator {
  /** Virtual time, ms. Only the simulator writes it. */
  nowMs = 0;
  /** Events that have fired. */
  events = 0;
  readonly #queue = new EventQueue();
  readonly #soon = new Soon();
  readonly #handlers: Handler[] = [];
  readonly #names: string[] = [];
  #seen: ((event: SeenEvent) => void) | undefined;
  readonly #fingerprint = new Fingerprint();

  /** Events that will fire. */
  get pending(): number {
    return this.#queue.length + this.#soon.length;
  }

  /** When the next event happens, ms; Infinity: none is left. For hosts that wait for it in real time. */
  get nextMs(): number {
    return this.#soon.length > 0 ? this.nowMs : this.#queue.firstTime();
  }

  /**
   * Registers what an event can do.
   *
   * @param name what happens, in a few words.
   */
  handler(handler: Handler, name = 'unnamed'): HandlerId {
    const id = this.#handlers.length;
    if (id >= MOST_HANDLERS) throw new RangeError(`more than ${MOST_HANDLERS} handlers`);
    this.#names.push(name);
    this.#handlers.push(this.#seen === undefined ? handler : this.#watched(id, handler));
    return id;
  }

  /** Shows every event from now on just before it happens; a simulator that nobody watches pays nothing. */
  watch(seen: (event: SeenEvent) => void): void {
    if (this.#seen === undefined) {
      for (const [id, handler] of this.#handlers.entries()) {
        this.#handlers[id] = this.#watched(id, handler);
      }
    }
    this.#seen = seen;
  }

  #watched(id: HandlerId, handler: Handler): Handler {
    return (a, b) => {
      this.#seen!({ timeMs: this.nowMs, name: this.#names[id]!, a, b });
      handler(a, b);
    };
  }

  /**
   * @param delayMs 0 or more; rounded to the grid of 2^-20 ms.
   * @throws RangeError for a negative delay, Infinity or NaN.
   */
  after(delayMs: number, handler: HandlerId, a = 0, b = 0): void {
    if (!(delayMs >= 0 && delayMs <= LATEST_MS)) refuse('delay', delayMs);
    const queue = this.#queue;
    const timeMs = this.nowMs + toGrid(delayMs);
    queue.newTime[0] = timeMs;
    if (timeMs === this.nowMs) this.#pushSoon(handler, a, b);
    else queue.push(handler, a, b);
  }

  /** @throws RangeError for a time before now, Infinity or NaN. */
  at(timeMs: number, handler: HandlerId, a = 0, b = 0): void {
    if (!(timeMs >= this.nowMs && timeMs <= LATEST_MS)) refuse('time', timeMs);
    const queue = this.#queue;
    const onGridMs = toGrid(timeMs);
    queue.newTime[0] = onGridMs;
    if (onGridMs <= this.nowMs) this.#pushSoon(handler, a, b);
    else queue.push(handler, a, b);
  }

  /** As `after`, for an event that may be cancelled. */
  timer(delayMs: number, handler: HandlerId, a = 0, b = 0): TimerId {
    if (!(delayMs >= 0 && delayMs <= LATEST_MS)) refuse('delay', delayMs);
    const queue = this.#queue;
    const timeMs = this.nowMs + toGrid(delayMs);
    queue.newTime[0] = timeMs;
    const isSoon = timeMs === this.nowMs;
    const slot = isSoon ? this.#pushSoon(handler, a, b) : queue.push(handler, a, b);
    return (queue.slots.generation(slot) & LAST_GENERATION) * SLOT_SPAN + slot;
  }

  /**
   * An event of now does not go through the queue: all that is due now in the queue was scheduled
   * before now, and so comes before it.
   */
  #pushSoon(handler: HandlerId, a: number, b: number): number {
    const { slots } = this.#queue;
    const slot = slots.take();
    slots.write(slot, handler, a, b);
    this.#soon.push(slot);
    return slot;
  }

  /** @returns the number of events that have happened: none when it had been cancelled. */
  #happenSoon(): number {
    const queue = this.#queue;
    const slot = this.#soon.take();
    const record = slot * RECORD;
    const { records } = queue.slots;
    const kind = records[record + KIND]!;
    const a = records[record + A]!;
    const b = records[record + B]!;
    queue.slots.age(slot);
    queue.slots.release(slot);
    if (kind === CANCELLED) {
      queue.passOver();
      return 0;
    }
    this.events += 1;
    this.#fingerprint.add(this.nowMs, kind, a, b);
    this.#handlers[kind]!(a, b);
    return 1;
  }

  /** @returns whether the event was still pending. */
  cancel(timer: TimerId): boolean {
    // Not by the remainder of doubles, which is a call into the C library.
    const generation = Math.floor(timer / SLOT_SPAN);
    const slot = (timer - generation * SLOT_SPAN) | 0;
    const current = this.#queue.slots.generation(slot);
    return (current & LAST_GENERATION) === generation && this.#queue.cancel(slot, current);
  }

  /**
   * Lets everything happen that happens until a time, that time included.
   *
   * @param untilMs Infinity: until nothing is left.
   * @param maxEvents stops after so many, for hosts that do other things in between.
   * @returns whether all of it has happened; then it is `untilMs`, unless that is Infinity.
   */
  run(untilMs: number, maxEvents = Number.POSITIVE_INFINITY): boolean {
    let left = maxEvents;
    for (;;) {
      const before = this.events;
      if (this.#happen(untilMs, Math.min(left, BURST))) break;
      left -= this.events - before;
      if (left <= 0) return false;
    }
    if (untilMs < Number.POSITIVE_INFINITY) this.nowMs = Math.max(this.nowMs, untilMs);
    return true;
  }

  /**
   * A part of a run. V8 compiles the loop of a function while it runs, but then with all variables
   * in boxes; only at the next call it has a better version.
   */
  #happen(untilMs: number, mostEvents: number): boolean {
    const queue = this.#queue;
    const handlers = this.#handlers;
    const fingerprint = this.#fingerprint;
    const soon = this.#soon;
    const lastMs = Math.min(untilMs, LATEST_MS);
    for (let left = mostEvents; ; ) {
      const time = queue.firstTime();
      if (soon.length > 0 && time > this.nowMs && this.nowMs <= lastMs) {
        if (left <= 0) return false;
        left -= this.#happenSoon();
        continue;
      }
      if (time > lastMs) return true;
      if (left <= 0) return false;
      const record = queue.takeFirst() * RECORD;
      const { records } = queue.slots;
      const kind = records[record + KIND]!;
      if (kind === CANCELLED) {
        queue.passOver();
        continue;
      }
      const a = records[record + A]!;
      const b = records[record + B]!;
      left -= 1;
      this.nowMs = time;
      this.events += 1;
      fingerprint.add(time, kind, a, b);
      handlers[kind]!(a, b);
    }
  }

  /** Lets one event happen. @returns whether there was one. */
  step(): boolean {
    const before = this.events;
    this.run(Number.POSITIVE_INFINITY, 1);
    return this.events > before;
  }

  /** Hash of all events so far, 16 hex digits: equal runs have equal ones. */
  fingerprint(): string {
    return this.#fingerprint.toString();
  }
}

function refuse(what: string, value: number): never {
  throw new RangeError(`${what} must be finite and not in the past, got ${value}`);
}
