import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulator } from '../../sim/engine/simulator.ts';

describe('simulator', () => {
  it('fires equal times in the order in which they were scheduled', () => {
    const simulator = new Simulator();
    const fired: number[] = [];
    const note = simulator.handler((a) => fired.push(a));
    for (let a = 0; a < 1000; a += 1) simulator.after(a % 7, note, a);
    simulator.run(Number.POSITIVE_INFINITY);
    const expected = Array.from({ length: 1000 }, (_, a) => a).sort(
      (one, other) => (one % 7) - (other % 7) || one - other,
    );
    expect(fired).toEqual(expected);
  });

  it('executes every event at the end of a run, also those scheduled at that moment', () => {
    const simulator = new Simulator();
    const fired: number[] = [];
    const again = simulator.handler((a) => {
      fired.push(a);
      if (a < 3) simulator.after(0, again, a + 1);
    });
    simulator.after(10, again, 0);
    simulator.after(10.001, again, 9);
    expect(simulator.run(10)).toBe(true);
    expect(fired).toEqual([0, 1, 2, 3]);
    expect(simulator.nowMs).toBe(10);
    expect(simulator.pending).toBe(1);
    simulator.run(20);
    expect(fired).toEqual([0, 1, 2, 3, 9]);
    expect(simulator.nowMs).toBe(20);
  });

  it('stops after a number of events and goes on where it was', () => {
    const simulator = new Simulator();
    const fired: number[] = [];
    const note = simulator.handler((a) => fired.push(a));
    for (let a = 0; a < 10; a += 1) simulator.after(a, note, a);
    expect(simulator.run(100, 4)).toBe(false);
    expect(fired).toEqual([0, 1, 2, 3]);
    expect(simulator.nowMs).toBe(3);
    expect(simulator.run(100, 100)).toBe(true);
    expect(fired).toHaveLength(10);
  });

  it('keeps sums of delays exact', () => {
    const simulator = new Simulator();
    let left = 10_000;
    const tick = simulator.handler(() => {
      left -= 1;
      if (left > 0) simulator.after(0.1, tick);
    });
    simulator.after(0.1, tick);
    simulator.run(Number.POSITIVE_INFINITY);
    // 0.1 on the grid is 104858 / 2^20; in plain doubles the sum would be off by 1e-10.
    expect(simulator.nowMs).toBe((10_000 * 104_858) / 1_048_576);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a delay of %f', (delayMs) => {
    const simulator = new Simulator();
    const nothing = simulator.handler(() => {});
    expect(() => simulator.after(delayMs, nothing)).toThrow(RangeError);
    expect(() => simulator.at(delayMs, nothing)).toThrow(RangeError);
    expect(() => simulator.timer(delayMs, nothing)).toThrow(RangeError);
  });

  it('does not cancel what has fired, nor a later event in the same slot', () => {
    const simulator = new Simulator();
    let fired = 0;
    const count = simulator.handler(() => {
      fired += 1;
    });
    const first = simulator.timer(1, count);
    simulator.run(1);
    const second = simulator.timer(1, count);
    expect(simulator.cancel(first)).toBe(false);
    expect(simulator.cancel(second)).toBe(true);
    expect(simulator.cancel(second)).toBe(false);
    simulator.run(10);
    expect(fired).toBe(1);
  });
});

/** What to do next: schedule with a delay, cancel a timer, or let some events happen. */
const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('add' as const), n: fc.integer({ min: 0, max: 20 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), n: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('run' as const), n: fc.integer({ min: 1, max: 8 }) }),
  },
);

describe('event queue', () => {
  it('does what a sorted list does, with ties, cancels and growth', () => {
    fc.assert(
      fc.property(
        fc.array(command, { maxLength: 600 }),
        fc.integer({ min: 0, max: 3000 }),
        (commands, first) => {
          const simulator = new Simulator();
          const fired: number[] = [];
          const note = simulator.handler((a) => fired.push(a));
          const list: { time: number; a: number; timer: number }[] = [];
          const expected: number[] = [];
          let id = 0;
          const add = (delayMs: number) => {
            id += 1;
            const timer = simulator.timer(delayMs, note, id);
            list.push({ time: simulator.nowMs + delayMs, a: id, timer });
          };
          for (let extra = 0; extra < first; extra += 1) add(extra % 50);
          for (const { do: what, n } of commands) {
            if (what === 'add') add(n);
            if (what === 'cancel' && list.length > 0) {
              const [gone] = list.splice(n % list.length, 1);
              if (!simulator.cancel(gone!.timer)) return false;
            }
            if (what === 'run') {
              // A stable sort: ties stay in the order in which they were scheduled.
              list.sort((one, other) => one.time - other.time);
              expected.push(...list.splice(0, n).map(({ a }) => a));
              simulator.run(Number.POSITIVE_INFINITY, n);
            }
          }
          list.sort((one, other) => one.time - other.time);
          expected.push(...list.map(({ a }) => a));
          simulator.run(Number.POSITIVE_INFINITY);
          expect(fired).toEqual(expected);
          return simulator.pending === 0;
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });

  it('sweeps cancelled events away: pending memory follows what is alive', () => {
    const simulator = new Simulator();
    const nothing = simulator.handler(() => {});
    for (let round = 0; round < 200_000; round += 1) {
      const timer = simulator.timer(1e6, nothing);
      if (round % 100 !== 0) simulator.cancel(timer);
    }
    expect(simulator.pending).toBe(2000);
    simulator.run(Number.POSITIVE_INFINITY);
    expect(simulator.events).toBe(2000);
  });
});

describe('fingerprint', () => {
  const run = (delays: readonly number[], values: readonly number[]) => {
    const simulator = new Simulator();
    const one = simulator.handler(() => {});
    const other = simulator.handler(() => {});
    for (const [index, delayMs] of delays.entries()) {
      simulator.after(delayMs, index % 2 === 0 ? one : other, values[index]!);
    }
    simulator.run(Number.POSITIVE_INFINITY);
    return simulator.fingerprint();
  };

  it('is the same for the same events', () => {
    expect(run([1, 2, 3], [4, 5, 6])).toBe(run([1, 2, 3], [4, 5, 6]));
  });

  it('changes with a time, an argument, and the order of two events', () => {
    const base = run([1, 2, 3], [4, 5, 6]);
    expect(run([1, 2, 3.000001], [4, 5, 6])).not.toBe(base);
    expect(run([1, 2, 3], [4, 5, 7])).not.toBe(base);
    expect(run([2, 1, 3], [4, 5, 6])).not.toBe(base);
    const tied = run([1, 1, 1], [4, 5, 6]);
    expect(run([1, 1, 1], [6, 5, 4])).not.toBe(tied);
  });
});
