import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byPriority,
  type Discipline,
  fifo,
  lifo,
  shortestFirst,
} from '../../sim/engine/discipline.ts';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Station } from '../../sim/engine/station.ts';

interface Job {
  readonly serviceMs: number;
  readonly priority: number;
}

/** In which order one server serves jobs that come together behind one of 1 ms. */
function order(discipline: Discipline, jobs: readonly Job[]): number[] {
  const simulator = new Simulator();
  const done: number[] = [];
  const station = new Station(simulator, { servers: 1, discipline }, (job) => done.push(job));
  station.submit(-2, 1);
  for (const [job, { serviceMs, priority }] of jobs.entries()) {
    station.submit(job, serviceMs, priority);
  }
  expect(station.waiting).toBe(jobs.length);
  simulator.run(Number.POSITIVE_INFINITY);
  return done.slice(1);
}

const JOBS: readonly Job[] = [
  { serviceMs: 3, priority: 1 },
  { serviceMs: 1, priority: 2 },
  { serviceMs: 2, priority: 0 },
  { serviceMs: 1, priority: 1 },
];

describe('a discipline', () => {
  // By the definition of each.
  it.each([
    ['first come, first served', fifo, [0, 1, 2, 3]],
    ['last come, first served', lifo, [3, 2, 1, 0]],
    ['by priority, then first come', byPriority, [2, 0, 3, 1]],
    ['shortest first, then first come', shortestFirst, [1, 3, 2, 0]],
  ] as const)('serves %s', (_name, discipline, expected) => {
    expect(order(discipline, JOBS)).toEqual(expected);
  });

  it.each([
    ['fifo', fifo, (): number => 0],
    ['byPriority', byPriority, (one: Job, other: Job): number => one.priority - other.priority],
    [
      'shortestFirst',
      shortestFirst,
      (one: Job, other: Job): number => one.serviceMs - other.serviceMs,
    ],
  ] as const)('%s is a stable sort of those who wait', (_name, discipline, compare) => {
    const job = fc.record({ serviceMs: fc.integer({ min: 1, max: 5 }), priority: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(job, { maxLength: 60 }), (jobs) => {
        const sorted = [...jobs.keys()].sort((one, other) => compare(jobs[one]!, jobs[other]!));
        expect(order(discipline, jobs)).toEqual(sorted);
      }),
    );
  });
});

describe('a station', () => {
  it.each<Discipline>([fifo, lifo, byPriority, shortestFirst])(
    'forgets everybody when cleared (%s)',
    (how) => {
      const simulator = new Simulator();
      const done: number[] = [];
      const dropped: number[] = [];
      const settings = { servers: 2, capacity: 6, discipline: how };
      const station: Station = new Station(simulator, settings, (job) => done.push(job));
      const room: boolean[] = Array.from({ length: 8 }, (_, job) =>
        station.submit(job, 5 + job, job),
      );
      // Two in service and four that wait; no room for two.
      expect(room).toEqual([true, true, true, true, true, true, false, false]);
      simulator.run(5);
      expect(done).toEqual([0]);
      station.clear((job) => dropped.push(job));
      expect(dropped.sort((one, other) => one - other)).toEqual([1, 2, 3, 4, 5]);
      expect([station.busy, station.waiting]).toEqual([0, 0]);
      station.submit(9, 1);
      simulator.run(100);
      expect(done).toEqual([0, 9]);
    },
  );

  it('with infinitely many servers lets nobody wait', () => {
    const simulator = new Simulator();
    const doneAt: number[] = [];
    const settings = { servers: Number.POSITIVE_INFINITY };
    const station = new Station(simulator, settings, () => doneAt.push(simulator.nowMs));
    for (let job = 0; job < 1000; job += 1) station.submit(job, 7);
    expect([station.busy, station.waiting]).toEqual([1000, 0]);
    simulator.run(10);
    expect(doneAt).toEqual(new Array(1000).fill(7));
  });
});
