import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf } from '../../sim/engine/all-of.ts';
import { anyOf } from '../../sim/engine/any-of.ts';
import { hold } from '../../sim/engine/hold.ts';
import { Interrupt } from '../../sim/engine/interrupt.ts';
import { type Process, Processes, type Steps } from '../../sim/engine/process.ts';
import { Resource } from '../../sim/engine/resource.ts';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Store } from '../../sim/engine/store.ts';
import { WaitingLine } from '../../sim/engine/waiting-line.ts';

/*
 * What must hold whatever the processes do. Times are small whole numbers, so that many things
 * happen at once: puts and time limits, turns and interrupts.
 */
const RUNS = { numRuns: 300 };
const time = fc.integer({ min: 0, max: 6 });

function world() {
  const simulator = new Simulator();
  return { simulator, processes: new Processes(simulator) };
}

/** Interrupts some processes at some times. */
function* trouble(victims: readonly Process[], at: readonly [number, number][]): Steps {
  for (const [afterMs, victim] of at) {
    yield hold(afterMs);
    if (victims.length > 0) victims[victim % victims.length]!.interrupt();
  }
}
const troubles = fc.array(fc.tuple(time, fc.nat(20)), { maxLength: 8 });

describe('a store', () => {
  it('neither loses nor doubles an item, whoever gives up or is interrupted', () => {
    const user = fc.record({ atMs: time, limitMs: time, kind: fc.nat(3) });
    fc.assert(
      fc.property(
        fc.array(user, { maxLength: 15 }),
        fc.integer({ min: 1, max: 3 }),
        troubles,
        (users, capacity, at) => {
          const { simulator, processes } = world();
          const stores = [new Store<number>(capacity), new Store<number>(capacity)] as const;
          const put: number[] = [];
          const got: number[] = [];
          const started = users.map(({ atMs, limitMs, kind }, item) =>
            processes.start(function* () {
              yield hold(atMs);
              if (kind === 0) {
                const offer = stores[item % 2]!.put(item);
                try {
                  yield anyOf(offer, hold(limitMs));
                } finally {
                  if (offer.isDone) put.push(item);
                }
              } else {
                const gets = [stores[0].get(), stores[1].get()];
                const both = kind === 1 ? anyOf(...gets) : allOf(...gets);
                try {
                  yield kind === 3 ? both : anyOf(both, hold(limitMs));
                } finally {
                  for (const get of gets) if (get.isDone) got.push(get.item!);
                }
              }
            }),
          );
          processes.start(() => trouble(started, at));
          simulator.run(1000);
          // What is left comes out of the stores, also what those still hold who wait for two.
          for (const process of started) process.interrupt();
          simulator.run(1001);
          for (const store of stores) {
            processes.start(function* () {
              while (store.length > 0) got.push(yield* store.take());
            });
          }
          simulator.run(1002);
          const order = (one: number, other: number) => one - other;
          expect(got.sort(order)).toEqual(put.sort(order));
        },
      ),
      RUNS,
    );
  });

  it('gives items out in the order in which they were accepted', () => {
    fc.assert(
      fc.property(
        fc.array(time, { maxLength: 20 }),
        fc.array(time, { maxLength: 20 }),
        (puts, gets) => {
          const { simulator, processes } = world();
          const store = new Store<number>(2);
          const got: number[] = [];
          processes.start(function* () {
            for (const [item, afterMs] of puts.entries()) {
              yield hold(afterMs);
              yield store.put(item);
            }
          });
          for (const afterMs of gets) {
            processes.start(function* () {
              yield hold(afterMs);
              got.push(yield* store.take());
            });
          }
          simulator.run(1000);
          const expected = Math.min(puts.length, gets.length);
          expect(got).toEqual(Array.from({ length: expected }, (_, item) => item));
        },
      ),
      RUNS,
    );
  });
});

describe('a resource', () => {
  it('has all its units back at the end, and never gives out more than it has', () => {
    const user = fc.record({
      atMs: time,
      workMs: time,
      limitMs: time,
      priority: fc.nat(2),
      preempt: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(user, { maxLength: 15 }),
        fc.integer({ min: 1, max: 3 }),
        troubles,
        (users, units, at) => {
          const { simulator, processes } = world();
          const [desk, other] = [new Resource(units), new Resource(1)];
          const started = users.map(({ atMs, workMs, limitMs, priority, preempt }) =>
            processes.start(function* () {
              yield hold(atMs);
              const turn = desk.seize({ priority, preempt });
              const room = other.seize();
              // What has not been waited for to the end must have gone back by itself.
              let entered = false;
              try {
                yield anyOf(workMs % 2 === 0 ? turn : allOf(turn, room), hold(limitMs));
                entered = true;
                expect(desk.busy).toBeLessThanOrEqual(units);
                yield hold(workMs);
              } catch (cause) {
                if (!(cause instanceof Interrupt)) throw cause;
              } finally {
                if (entered) turn.release();
                if (entered) room.release();
              }
            }),
          );
          processes.start(() => trouble(started, at));
          simulator.run(1000);
          expect([desk.busy, desk.waiting, other.busy, other.waiting]).toEqual([0, 0, 0, 0]);
          expect(started.every((process) => process.hasEnded)).toBe(true);
          expect(simulator.pending).toBe(0);
        },
      ),
      RUNS,
    );
  });
});

describe('a waiting line', () => {
  it('is a list sorted by priority, first come first served inside, that anybody may leave', () => {
    const join = fc.record({ priority: fc.nat(3) });
    const leave = fc.record({ leave: fc.nat(30) });
    const step = fc.oneof(join, leave, fc.constant('take' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const line = new WaitingLine<number>();
        const spots = new Map<number, ReturnType<typeof line.join>>();
        let twin: { id: number; priority: number }[] = [];
        for (const [id, what] of steps.entries()) {
          if (what === 'take') {
            if (twin.length > 0) expect(line.takeFirst()).toBe(twin.shift()!.id);
          } else if ('leave' in what) {
            const spot = spots.get(what.leave);
            if (spot !== undefined) line.leave(spot);
            twin = twin.filter((one) => one.id !== what.leave);
          } else {
            spots.set(id, line.join(id, what.priority));
            const behind = twin.findIndex((one) => one.priority > what.priority);
            const place = behind === -1 ? twin.length : behind;
            twin.splice(place, 0, { id, priority: what.priority });
          }
          expect(line.length).toBe(twin.length);
          if (twin.length > 0) expect(line.first()).toBe(twin[0]!.id);
        }
      }),
      RUNS,
    );
  });
});
