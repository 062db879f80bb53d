import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue, type Limits } from '../../sim/engine/event-queue.ts';
import { A, CANCELLED, KIND, RECORD } from '../../sim/engine/event-slots.ts';

/** What the queue is compared with: a list, sorted by (time, sequence) when somebody asks. */
class SortedList {
  #entries: { time: number; id: number; slot: number; generation: number }[] = [];

  add(time: number, id: number, slot: number, generation: number): void {
    this.#entries.push({ time, id, slot, generation });
  }

  get length(): number {
    return this.#entries.length;
  }

  remove(index: number): { slot: number; generation: number } {
    const last = this.#entries.pop()!;
    if (index === this.#entries.length) return last;
    const chosen = this.#entries[index]!;
    this.#entries[index] = last;
    return chosen;
  }

  /** The first so many, in order. */
  take(count: number): number[] {
    this.#entries.sort((one, other) => one.time - other.time || one.id - other.id);
    return this.#entries.splice(0, count).map(({ id }) => id);
  }
}

/** A queue and a list that are told the same. */
class Both {
  readonly queue: EventQueue;
  readonly list = new SortedList();
  nowMs = 0;
  #id = 0;

  constructor(limits: Limits) {
    this.queue = new EventQueue(limits);
  }

  add(delayMs: number): void {
    this.#id += 1;
    const time = this.nowMs + delayMs;
    this.queue.newTime[0] = time;
    const slot = this.queue.push(1, this.#id, 0);
    this.list.add(time, this.#id, slot, this.queue.slots.generation(slot));
  }

  cancel(choice: number): void {
    if (this.list.length === 0) return;
    const { slot, generation } = this.list.remove(choice % this.list.length);
    expect(this.queue.cancel(slot, generation)).toBe(true);
    expect(this.queue.cancel(slot, generation)).toBe(false);
  }

  /** Takes events out of both; `eachTime` may schedule while the top of the heap is open. */
  take(count: number, eachTime: (taken: number) => void = () => {}): void {
    const fired: number[] = [];
    const expected: number[] = [];
    while (fired.length < count) {
      const time = this.queue.firstTime();
      if (time === Number.POSITIVE_INFINITY) break;
      const record = this.queue.takeFirst() * RECORD;
      if (this.queue.slots.records[record + KIND] === CANCELLED) {
        this.queue.passOver();
        continue;
      }
      this.nowMs = time;
      fired.push(this.queue.slots.records[record + A]!);
      expected.push(...this.list.take(1));
      eachTime(fired.length);
    }
    expect(fired).toEqual(expected);
    expect(this.queue.length).toBe(this.list.length);
  }
}

/** So small that a few dozen events move between the heap and the buckets, both ways. */
const SMALL: Limits = { heapAtMost: 16, bucketsAtLeast: 6, refill: 4 };
/** All events stay in the heap. */
const HEAP_ONLY: Limits = { heapAtMost: 1e9, bucketsAtLeast: 1, refill: 1 };

/** Many ties, few ties, and delays of very different sizes, down to the grid of time. */
const delay = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 1e6 }).map((steps) => steps / 1_048_576),
  fc.integer({ min: 0, max: 60 }).map((power) => 2 ** (power - 20)),
);
const command = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('add' as const), delay) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('cancel' as const), fc.nat()) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('hold' as const), delay) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('take' as const), fc.integer({ min: 1, max: 30 })) },
);

function obey(both: Both, [what, n]: readonly ['add' | 'cancel' | 'hold' | 'take', number]): void {
  if (what === 'add') both.add(n);
  if (what === 'cancel') both.cancel(n);
  if (what === 'take') both.take(n);
  // Every event schedules one, at once or later: replaces the top, or goes to the buckets.
  if (what === 'hold') both.take(10, (taken) => both.add(taken % 2 === 0 ? 0 : n));
}

describe.each([
  ['as a heap', HEAP_ONLY],
  ['with buckets', SMALL],
])('event queue %s', (_, limits) => {
  it('does what a sorted list does, with ties, cancels and events scheduled by events', () => {
    fc.assert(
      fc.property(
        fc.array(command, { maxLength: 400 }),
        fc.array(delay, { maxLength: 200 }),
        (commands, first) => {
          const both = new Both(limits);
          for (const delayMs of first) both.add(delayMs);
          for (const one of commands) obey(both, one);
          both.take(Number.POSITIVE_INFINITY);
          expect(both.list.length).toBe(0);
        },
      ),
      { numRuns: 300, seed: 11 },
    );
  });

  it('keeps a thousand ties in order while others are cancelled and scheduled', () => {
    const both = new Both(limits);
    for (let event = 0; event < 1000; event += 1) both.add(event % 3 === 0 ? 5 : 7);
    for (let event = 0; event < 600; event += 1) both.cancel(event * 7919);
    both.take(300, (taken) => both.add(taken % 4));
    both.take(Number.POSITIVE_INFINITY);
  });

  it('keeps ties in order when many earlier events come after a look at the first', () => {
    const both = new Both(limits);
    both.add(10);
    for (let event = 0; event < 100; event += 1) both.add(50);
    both.take(1);
    // As a run does that ends before the next event.
    expect(both.queue.firstTime()).toBe(50);
    for (let event = 0; event < 30; event += 1) both.add(event % 5);
    both.take(Number.POSITIVE_INFINITY);
  });
});

describe('event queue', () => {
  it('keeps 5000 ties in order, of which each schedules one for the same time and one for later', () => {
    const both = new Both(SMALL);
    for (let event = 0; event < 5000; event += 1) both.add(10);
    both.take(5000, (taken) => {
      both.add(0);
      both.add(taken % 7);
      if (taken % 3 === 0) both.cancel(taken * 7919);
    });
    both.take(Number.POSITIVE_INFINITY);
  });

  it('gives 300 000 events back in order, across both changes of place', () => {
    const queue = new EventQueue();
    let state = 1;
    const times = Float64Array.from({ length: 300_000 }, () => {
      state = (state * 16_807) % 2_147_483_647;
      return state % 50_000;
    });
    times.forEach((time, event) => {
      queue.newTime[0] = time;
      queue.push(1, event, 0);
    });
    const fired = Int32Array.from(times, () => {
      queue.firstTime();
      return queue.slots.records[queue.takeFirst() * RECORD + A]!;
    });
    const expected = Int32Array.from(times.keys()).sort(
      (one, other) => times[one]! - times[other]! || one - other,
    );
    expect(fired).toEqual(expected);
    expect(queue.firstTime()).toBe(Number.POSITIVE_INFINITY);
  });
});
