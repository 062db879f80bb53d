import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulator } from '../../sim/engine/simulator.ts';

/** What an event does when it happens: schedules others after these delays, and cancels one before. */
interface Step {
  readonly delays: readonly number[];
  readonly cancels: number;
}

/** Half of a step of the grid, which rounds to even: to nothing. */
const TINY = 2 ** -21;
const delay = fc.constantFrom(0, 0, 0, TINY, 1, 1, 2, 3.5);
const step = fc.record({
  delays: fc.array(delay, { maxLength: 3 }),
  cancels: fc.integer({ min: 0, max: 40 }),
});

/** The same program on a list that is searched for the earliest, the first scheduled of equals. */
function byList(steps: readonly Step[], first: readonly number[]): string[] {
  const pending: { atMs: number; order: number; isGone: boolean }[] = [];
  const all: typeof pending = [];
  const log: string[] = [];
  let nowMs = 0;
  const schedule = (delayMs: number) => {
    const event = {
      atMs: nowMs + (delayMs === TINY ? 0 : delayMs),
      order: all.length,
      isGone: false,
    };
    pending.push(event);
    all.push(event);
  };
  for (const delayMs of first) schedule(delayMs);
  while (pending.length > 0) {
    pending.sort((one, other) => one.atMs - other.atMs || one.order - other.order);
    const event = pending.shift()!;
    if (event.isGone) continue;
    event.isGone = true;
    nowMs = event.atMs;
    log.push(`${event.order} at ${nowMs}`);
    const { delays, cancels } = steps[log.length - 1] ?? { delays: [], cancels: -1 };
    for (const delayMs of delays) schedule(delayMs);
    const victim = all[cancels];
    if (victim !== undefined) victim.isGone = true;
  }
  return log;
}

function bySimulator(
  steps: readonly Step[],
  first: readonly number[],
  mostEvents: number,
): string[] {
  const simulator = new Simulator();
  const timers: number[] = [];
  const log: string[] = [];
  const schedule = (delayMs: number) => {
    timers.push(simulator.timer(delayMs, happen, timers.length));
  };
  const happen = simulator.handler((order) => {
    log.push(`${order} at ${simulator.nowMs}`);
    const { delays, cancels } = steps[log.length - 1] ?? { delays: [], cancels: -1 };
    for (const delayMs of delays) schedule(delayMs);
    const victim = timers[cancels];
    if (victim !== undefined) simulator.cancel(victim);
  });
  for (const delayMs of first) schedule(delayMs);
  while (!simulator.run(Number.POSITIVE_INFINITY, mostEvents));
  expect(simulator.pending).toBe(0);
  return log;
}

describe('a simulator', () => {
  it('does what a sorted list would, with events of now among those of later', () => {
    const program = fc.tuple(
      fc.array(step, { maxLength: 60 }),
      fc.array(delay, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
    );
    fc.assert(
      fc.property(program, ([steps, first, mostEvents]) => {
        expect(bySimulator(steps, first, mostEvents)).toEqual(byList(steps, first));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('keeps the order of thousands of events of now, which schedule more of them', () => {
    const simulator = new Simulator();
    const order: number[] = [];
    const happen = simulator.handler((number) => {
      order.push(number);
      if (number < 5000) simulator.after(0, happen, number + 5000);
    });
    for (let number = 0; number < 5000; number += 1) simulator.after(0, happen, number);
    simulator.run(0);
    expect(order).toEqual(Array.from({ length: 10_000 }, (_, number) => number));
  });

  it('leaves events of now alone when it may only run to an earlier time', () => {
    const simulator = new Simulator();
    let happened = 0;
    const happen = simulator.handler(() => {
      happened += 1;
    });
    simulator.run(10);
    simulator.after(0, happen);
    simulator.run(5);
    expect([happened, simulator.pending]).toEqual([0, 1]);
    simulator.run(10);
    expect(happened).toBe(1);
  });
});
