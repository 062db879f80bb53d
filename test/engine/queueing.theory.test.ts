import { describe, expect, it } from 'vitest';
import { hold } from '../../sim/engine/hold.ts';
import { Processes } from '../../sim/engine/process.ts';
import { ProcessorSharing } from '../../sim/engine/processor-sharing.ts';
import type { Random } from '../../sim/engine/random.ts';
import { Resource } from '../../sim/engine/resource.ts';
import { SharedLink } from '../../sim/engine/shared-link.ts';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Station } from '../../sim/engine/station.ts';
import { Streams } from '../../sim/engine/streams.ts';
import { balancedPhases, hyperexponential } from '../../sim/engine/tails.ts';
import {
  blockedRatio,
  expectInInterval,
  expectOracle,
  exponential,
  fixed,
  type MakeStation,
  meanWait,
  poisson,
  replicate,
  slowdown,
} from './oracles.ts';

const phases = balancedPhases(1, 4);
const hyper = (random: Random) => hyperexponential(random, phases);

const fifo =
  (servers: number, capacity = Number.POSITIVE_INFINITY): MakeStation =>
  (simulator, done) =>
    new Station(simulator, { servers, capacity }, done);

const sharing =
  (servers = 1): MakeStation =>
  (simulator, done) =>
    new ProcessorSharing(simulator, { servers }, done);

describe('first come first served', () => {
  it('M/M/1 at 80 %: response 5 (Kleinrock 1975: 1 / (mu - lambda))', () => {
    expectInInterval(5, 'M/M/1', { gap: poisson(0.8), service: exponential(1) }, fifo(1));
  });

  it('M/M/10 with 8 erlang: response 1.20459 (Erlang C 0.409180)', () => {
    // Wait = C / (c mu - lambda) = 0.409180 / 2; domain oracle 2.
    expectInInterval(1.20459, 'M/M/10', { gap: poisson(8), service: exponential(1) }, fifo(10));
  });

  it('M/D/1 at 80 %: response 3 (Pollaczek–Khinchine: wait rho / (2 (1 - rho)))', () => {
    expectInInterval(3, 'M/D/1', { gap: poisson(0.8), service: fixed(1) }, fifo(1));
  });

  it('M/H2/1 at 50 %, scv 4: response 3.5 (Pollaczek–Khinchine: wait rho (1 + 4) / (2 (1 - rho)))', () => {
    expectInInterval(3.5, 'M/H2/1', { gap: poisson(0.5), service: hyper }, fifo(1));
  });

  it('M/M/10/10 with 8 erlang: blocks 0.121661 (Erlang B)', () => {
    const shape = { gap: poisson(8), service: exponential(1) };
    expectInInterval(0.121661, 'Erlang B', shape, fifo(10, 10), blockedRatio);
  });

  it('M/D/10/10 blocks the same: Erlang B is insensitive (Sevastyanov 1957)', () => {
    const shape = { gap: poisson(8), service: fixed(1) };
    expectInInterval(0.121661, 'M/D/c/c', shape, fifo(10, 10), blockedRatio);
  });

  it.each([
    [8, 4],
    [12, 3],
  ])(
    'M/M/4/%i with %i erlang: blocks, and makes wait, as the birth–death chain says',
    (room, load) => {
      // Kleinrock 1975, §3.5: p_n ∝ a^n / n! up to 4, then a^n / (4! 4^(n-4)) up to the room; blocking is
      // p_K, and by Little's law the wait of those let in is the number waiting over lambda (1 - p_K).
      const weights = [1];
      for (let n = 1; n <= room; n += 1) weights.push((weights[n - 1]! * load) / Math.min(n, 4));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const blocked = weights[room]! / sum;
      const waiting = weights.reduce((total, p, n) => total + Math.max(0, n - 4) * (p / sum), 0);
      const shape = { gap: poisson(load), service: exponential(1), customers: 60_000 };
      const seen = replicate(`M/M/4/${room}`, shape, fifo(4, room));
      expectOracle(blocked, seen.map(blockedRatio));
      expectOracle(waiting / (load * (1 - blocked)), seen.map(meanWait));
    },
  );
});

describe('processor sharing', () => {
  // E[T] = E[S] / (1 - rho), whatever the distribution of service (Sakata et al. 1971).
  it.each([
    ['exponential', exponential(1)],
    ['constant', fixed(1)],
    ['hyperexponential', hyper],
  ])('M/G/1 with %s service at load 0.7: response 3.3333', (name, service) => {
    expectInInterval(1 / 0.3, `PS ${name}`, { gap: poisson(0.7), service }, sharing());
  });

  it('makes all jobs as much slower, long or short: E[T | x] = x / (1 - rho)', () => {
    // Kleinrock 1976, §4.4. Hyperexponential service has many short jobs and a few long ones.
    const shape = { gap: poisson(0.7), service: hyper, customers: 80_000 };
    const seen = replicate('PS by size', shape, sharing());
    expectOracle(1 / 0.3, seen.map(slowdown(0, 0.5)));
    expectOracle(1 / 0.3, seen.map(slowdown(0.5, 2)));
    expectOracle(1 / 0.3, seen.map(slowdown(2, Number.POSITIVE_INFINITY)));
  });

  it('with c servers and exponential service is M/M/c', () => {
    // The number present is the same birth–death chain as first come first served.
    expectInInterval(1.20459, 'PS c', { gap: poisson(8), service: exponential(1) }, sharing(10));
  });
});

describe('a shared link', () => {
  it('gives two transfers half the bandwidth each, and the rest to the one that is left', () => {
    const simulator = new Simulator();
    const done: [number, number][] = [];
    const link = new SharedLink(simulator, 8000, (job) => done.push([job, simulator.nowMs]));
    // 8000 bit/s are 1 byte a millisecond.
    link.send(1, 100);
    link.send(2, 300);
    const later = simulator.handler(() => link.setRate(16_000));
    simulator.after(300, later);
    simulator.run(Number.POSITIVE_INFINITY);
    // 1: 100 bytes at half rate, 200 ms. 2: 100 bytes by then, 100 more until 300, 100 at 2 a ms.
    expect(done).toEqual([
      [1, 200],
      [2, 350],
    ]);
  });

  it('forgets its transfers when it is cleared', () => {
    const simulator = new Simulator();
    const done: number[] = [];
    const dropped: number[] = [];
    const link = new SharedLink(simulator, 8000, (job) => done.push(job));
    for (const job of [1, 2, 3]) link.send(job, 100 * job);
    simulator.run(310);
    link.clear((job) => dropped.push(job));
    simulator.run(1e6);
    expect(done).toEqual([1]);
    expect(dropped.sort((one, other) => one - other)).toEqual([2, 3]);
  });
});

describe('pathwise', () => {
  /** Draws on the time grid, so that sums are exact. */
  const onGrid = (ms: number) => Math.round(ms * 1024) / 1024;

  it('a G/G/1 station waits exactly as Lindley’s recursion', () => {
    const random = new Streams('Lindley', 0).stream('times');
    const gaps = Array.from({ length: 5000 }, () => onGrid(random.uniform() * 2));
    const services = Array.from({ length: 5000 }, () => onGrid(random.exponential(0.95)));
    const waits = [0];
    for (let n = 1; n < gaps.length; n += 1) {
      waits.push(Math.max(0, waits[n - 1]! + services[n - 1]! - gaps[n]!));
    }
    expect(responses(gaps, services, 1)).toEqual(waits.map((wait, n) => wait + services[n]!));
  });

  it('a G/G/3 station waits exactly as the Kiefer–Wolfowitz recursion', () => {
    const random = new Streams('Kiefer', 0).stream('times');
    const gaps = Array.from({ length: 5000 }, () => onGrid(random.uniform() * 2));
    const services = Array.from({ length: 5000 }, () => onGrid(random.exponential(2.9)));
    let work = [0, 0, 0];
    const expected = gaps.map((gap, n) => {
      if (n > 0) work = work.map((left) => Math.max(0, left - gap));
      work.sort((one, other) => one - other);
      const wait = work[0]!;
      work[0] = wait + services[n]!;
      return wait + services[n]!;
    });
    expect(responses(gaps, services, 3)).toEqual(expected);
  });

  it('generator processes on a resource wait exactly as the station does', () => {
    const random = new Streams('twins', 0).stream('times');
    const gaps = Array.from({ length: 2000 }, () => onGrid(random.exponential(1)));
    const services = Array.from({ length: 2000 }, () => onGrid(random.exponential(1.8)));
    const simulator = new Simulator();
    const processes = new Processes(simulator);
    const desk = new Resource(2);
    const took: number[] = [];
    const customer = (n: number) =>
      function* () {
        const startMs = simulator.nowMs;
        const turn = desk.seize();
        yield turn;
        yield hold(services[n]!);
        turn.release();
        took[n] = simulator.nowMs - startMs;
      };
    processes.start(function* () {
      for (let n = 0; n < gaps.length; n += 1) {
        if (n > 0) yield hold(gaps[n]!);
        processes.start(customer(n));
      }
    });
    simulator.run(Number.POSITIVE_INFINITY);
    expect(took).toEqual(responses(gaps, services, 2));
  });
});

/** Response times of a station with given gaps before (the first is ignored) and service times. */
function responses(gaps: readonly number[], services: readonly number[], servers: number) {
  const simulator = new Simulator();
  const arrivedAt: number[] = [];
  const took: number[] = [];
  const station = new Station(simulator, { servers }, (job) => {
    took[job] = simulator.nowMs - arrivedAt[job]!;
  });
  const arrive = simulator.handler((job) => {
    arrivedAt[job] = simulator.nowMs;
    station.submit(job, services[job]!);
    if (job + 1 < gaps.length) simulator.after(gaps[job + 1]!, arrive, job + 1);
  });
  simulator.after(0, arrive, 0);
  simulator.run(Number.POSITIVE_INFINITY);
  return took;
}
