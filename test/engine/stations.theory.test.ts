import { describe, expect, it } from 'vitest';
import {
  byPriority,
  type Discipline,
  fifo,
  lifo,
  shortestFirst,
} from '../../sim/engine/discipline.ts';
import type { Random } from '../../sim/engine/random.ts';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Station } from '../../sim/engine/station.ts';
import { Streams } from '../../sim/engine/streams.ts';
import { balancedPhases, hyperexponential } from '../../sim/engine/tails.ts';
import { meanInterval } from '../../sim/stats/interval.ts';
import {
  blockedRatio,
  expectInInterval,
  expectOracle,
  exponential,
  type Figure,
  fixed,
  type MakeStation,
  meanResponse,
  meanSquaredWait,
  meanWait,
  poisson,
  REPLICATIONS,
  replicate,
  responseBeyond,
  type Seen,
  type Shape,
  simulate,
  waitBeyond,
} from './oracles.ts';

/** A station, and how many jobs each arrival after the first fifth finds there. */
function seenByArrivals(
  seed: string,
  replication: number,
  shape: Shape,
  servers: number,
): number[] {
  const seen: number[] = [];
  const make: MakeStation = (simulator, done) => {
    const own = new Station(simulator, { servers }, done);
    return {
      submit: (job, serviceMs) => {
        seen.push(own.busy + own.waiting);
        return own.submit(job, serviceMs);
      },
    };
  };
  simulate(seed, replication, shape, make);
  return seen.slice(seen.length / 5);
}

const ratioOf = (count: number) => (seen: readonly number[]) =>
  seen.filter((own) => own === count).length / seen.length;

const station =
  (servers: number, capacity = Number.POSITIVE_INFINITY, discipline: Discipline = fifo) =>
  (simulator: Simulator, done: (job: number) => void) =>
    new Station(simulator, { servers, capacity, discipline }, done);

/** Erlang 1917: B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)). */
function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k += 1) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** Probability of a wait: c B / (c - a (1 - B)). */
function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, load);
  return (servers * blocked) / (servers - load * (1 - blocked));
}

describe('M/M/1', () => {
  // Kleinrock 1975, §3.2: T is exponential with rate mu - lambda; P(W > t) = rho P(T > t).
  it.each([
    [0.5, 40_000],
    [0.9, 160_000],
  ])('at load %f has the response and the wait of theory, to the tail', (load, customers) => {
    const shape = { gap: poisson(load), service: exponential(1), customers };
    const seen = replicate(`M/M/1 at ${load}`, shape, station(1));
    const expectFigure = (expected: number, figure: Figure) =>
      expectOracle(expected, seen.map(figure));
    const rate = 1 - load;
    expectFigure(1 / rate, meanResponse);
    expectFigure(load / rate, meanWait);
    expectFigure(load, waitBeyond(0));
    for (const times of [0.5, 1, 2]) {
      const t = times / rate;
      expectFigure(Math.exp(-times), responseBeyond(t));
      expectFigure(load * Math.exp(-times), waitBeyond(t));
    }
  });

  it.each([0, 1, 3, 6])('holds %i jobs with the probability (1 - rho) rho^n', (jobs) => {
    // Kleinrock 1975, §3.2; arrivals see the time average (Wolff 1982).
    const shape = { gap: poisson(0.7), service: exponential(1), customers: 80_000 };
    const ratios = Array.from({ length: REPLICATIONS }, (_, replication) =>
      ratioOf(jobs)(seenByArrivals(`p ${jobs}`, replication, shape, 1)),
    );
    expectOracle(0.3 * 0.7 ** jobs, ratios);
  });

  it('lets jobs leave as they come: gaps are independent and exponential (Burke 1956)', () => {
    const moments = Array.from({ length: REPLICATIONS }, (_, replication) => {
      const leftAt: number[] = [];
      const make: MakeStation = (simulator, done) =>
        new Station(simulator, { servers: 1 }, (job) => {
          leftAt.push(simulator.nowMs);
          done(job);
        });
      const shape = { gap: poisson(0.7), service: exponential(1), customers: 40_000 };
      simulate('Burke', replication, shape, make);
      const gaps = leftAt.slice(8000).map((ms, at, left) => (at === 0 ? 0 : ms - left[at - 1]!));
      const meanOf = (of: (gap: number, at: number) => number) =>
        gaps.slice(1).reduce((sum, gap, at) => sum + of(gap, at + 1), 0) / (gaps.length - 1);
      return {
        first: meanOf((gap) => gap),
        second: meanOf((gap) => gap * gap),
        lagged: meanOf((gap, at) => gap * (gaps[at - 1] ?? 0)),
      };
    });
    // Exponential with rate 0.7: E G = 1 / 0.7, E G² = 2 / 0.49; independent: E G G' = 1 / 0.49.
    expectOracle(
      1 / 0.7,
      moments.map(({ first }) => first),
    );
    expectOracle(
      2 / 0.49,
      moments.map(({ second }) => second),
    );
    expectOracle(
      1 / 0.49,
      moments.map(({ lagged }) => lagged),
    );
  });
});

describe('Erlang B and C', () => {
  it('agree with published tables', () => {
    // Cooper, Introduction to Queueing Theory, 1981: 10 servers with 8 erlang.
    expect(erlangB(10, 8)).toBeCloseTo(0.121661, 6);
    expect(erlangC(10, 8)).toBeCloseTo(0.40918, 5);
  });

  it.each([
    [1, 1],
    [5, 3],
    [20, 18],
    [50, 55],
  ])('M/M/%i without room to wait refuses at %i erlang what Erlang B says', (servers, load) => {
    const shape = { gap: poisson(load), service: exponential(1) };
    const make = station(servers, servers);
    expectInInterval(erlangB(servers, load), `B ${servers} ${load}`, shape, make, blockedRatio);
  });

  it.each([
    [3, 2, 'constant', fixed(1)],
    [3, 2, 'H2', (random: Random) => hyperexponential(random, balancedPhases(1, 4))],
    [30, 28, 'constant', fixed(1)],
  ] as const)(
    'M/G/%i without room refuses at %i erlang the same, service %s (Sevastyanov 1957)',
    (servers, load, name, service) => {
      const shape = { gap: poisson(load), service };
      const make = station(servers, servers);
      const seed = `insensitive ${servers} ${name}`;
      expectInInterval(erlangB(servers, load), seed, shape, make, blockedRatio);
    },
  );

  it.each([
    [2, 1.6],
    [5, 4],
    [20, 17],
  ])('M/M/%i at %f erlang makes wait whom, and as long as, Erlang C says', (servers, load) => {
    const shape = { gap: poisson(load), service: exponential(1), customers: 80_000 };
    const seen = replicate(`C ${servers} ${load}`, shape, station(servers));
    const waits = erlangC(servers, load);
    const rate = servers - load;
    const delayed = seen.map(waitBeyond(0));
    expectOracle(waits, delayed);
    expectOracle(waits / rate, seen.map(meanWait));
    expectOracle(waits * Math.exp(-1), seen.map(waitBeyond(1 / rate)));
  });
});

describe('M/M/inf', () => {
  it.each([
    ['exponential', exponential(5)],
    ['constant', fixed(5)],
  ])('has a Poisson number of jobs, whatever the service (%s)', (name, service) => {
    // Arrivals see the time average (Wolff 1982); Poisson with mean and variance 5, p(5) = 0.17547.
    const shape = { gap: poisson(1), service };
    const counts = Array.from({ length: REPLICATIONS }, (_, replication) =>
      seenByArrivals(`M/G/inf ${name}`, replication, shape, Number.POSITIVE_INFINITY),
    );
    const means = (of: (count: number) => number) =>
      counts.map((seen) => seen.reduce((sum, count) => sum + of(count), 0) / seen.length);
    expectOracle(
      5,
      means((count) => count),
    );
    expectOracle(
      5,
      means((count) => (count - 5) ** 2),
    );
    expectOracle((5 ** 5 / 120) * Math.exp(-5), counts.map(ratioOf(5)));
  });
});

describe('M/G/1', () => {
  it('has the second moment of waits of Takács', () => {
    // E W² = 2 W² + lambda E S³ / (3 (1 - rho)), W = lambda E S² / (2 (1 - rho)); uniform on 0 to 2.
    const [rate, square, cube] = [0.6, 4 / 3, 2];
    const wait = (rate * square) / (2 * 0.4);
    const shape = { gap: poisson(rate), service: (random: Random) => 2 * random.uniform() };
    const seen = replicate('Takács', { ...shape, customers: 60_000 }, station(1));
    expectOracle(wait, seen.map(meanWait));
    expectOracle(2 * wait * wait + (rate * cube) / (3 * 0.4), seen.map(meanSquaredWait));
  });

  it('makes wait last come first served as long, and less evenly', () => {
    // The mean is that of any discipline that does not look at service times (Kleinrock 1976,
    // §3.2). Takács 1963: E W² (LIFO) = E W² (FIFO) / (1 - rho); for M/M/1 at 0.6: FIFO 3.75 · 2.
    const shape = { gap: poisson(0.6), service: exponential(1), customers: 60_000 };
    const make = station(1, Number.POSITIVE_INFINITY, lifo);
    const seen = replicate('LIFO', shape, make);
    expectOracle(1.5, seen.map(meanWait));
    expectOracle(7.5 / 0.4, seen.map(meanSquaredWait));
  });

  it('serves the shortest first as Phipps 1956 says', () => {
    // W(x) = lambda E S² / 2 / (1 - rho(x))², rho(x) the load of jobs below x; exponential service,
    // load 0.8: integrated by Simpson's rule over 0 to 40.
    const waitOf = (x: number) => 0.8 / (1 - 0.8 * (1 - Math.exp(-x) * (1 + x))) ** 2;
    const steps = 40_000;
    let integral = 0;
    for (let k = 0; k <= steps; k += 1) {
      const x = (40 * k) / steps;
      const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
      integral += weight * waitOf(x) * Math.exp(-x);
    }
    const expected = (integral * 40) / steps / 3;
    const shape = { gap: poisson(0.8), service: exponential(1), customers: 100_000 };
    const make = station(1, Number.POSITIVE_INFINITY, shortestFirst);
    expectInInterval(expected, 'SJF', shape, make, meanWait);
  });

  it('serves by priority as Cobham 1954 says', () => {
    // W_k = W_0 / ((1 - s_(k-1)) (1 - s_k)), W_0 = lambda E S² / 2, s_k the load of classes 0 to k.
    // Thirds of the customers with constant service 0.5, 1 and 1.2; rate 0.9.
    const services = [0.5, 1, 1.2];
    const loads = services.map((service) => 0.3 * service);
    const rest = services.reduce((sum, service) => sum + (0.3 * service * service) / 2, 0);
    const random = new Streams('Cobham classes', 0).stream('classes');
    const classes = Uint8Array.from({ length: 100_000 }, () => random.below(3));
    const shape = {
      gap: poisson(0.9),
      service: (_random: Random, job: number) => services[classes[job]!]!,
      priority: (job: number) => classes[job]!,
      customers: classes.length,
    };
    const make = station(1, Number.POSITIVE_INFINITY, byPriority);
    const seen = replicate('Cobham', shape, make);
    const waitOf =
      (which: number): Figure =>
      ({ wait, from }: Seen) => {
        const own = wait.filter((_, job) => classes[from + job] === which);
        return own.reduce((sum, ms) => sum + ms, 0) / own.length;
      };
    let below = 0;
    for (const [which, load] of loads.entries()) {
      const expected = rest / ((1 - below) * (1 - below - load));
      expectOracle(expected, seen.map(waitOf(which)));
      below += load;
    }
  });
});

describe('a confidence interval of 95 %', () => {
  it('holds the truth in about 95 of 100 experiments', () => {
    // M/M/1 at load 0.5, 10 replications each. Binomial: deviation 1.54 of 100; 4 deviations.
    const experiments = 200;
    let held = 0;
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const shape = { gap: poisson(0.5), service: exponential(1), customers: 1000 };
      const means = Array.from({ length: 10 }, (_, replication) =>
        meanResponse(simulate(`coverage ${experiment}`, replication, shape, station(1))),
      );
      const { low, high } = meanInterval(means, 0.95);
      if (low <= 2 && high >= 2) held += 1;
    }
    expect(Math.abs(held / experiments - 0.95)).toBeLessThan(4 * 0.0154);
  });
});

describe.each([
  ['fifo', fifo],
  ['lifo', lifo],
  ['byPriority', byPriority],
  ['shortestFirst', shortestFirst],
])('Little’s law under %s', (name, discipline) => {
  it('holds to the bit from empty to empty', () => {
    // The integral of the number present is the sum of responses (Little 1961), and that of the
    // number in service is the sum of services; times are on a grid, so that all sums are exact.
    const simulator = new Simulator();
    const random = new Streams('Little', 0).stream(name);
    const onGrid = (ms: number) => Math.round(ms * 1024) / 1024;
    let [present, served, responses, services, since] = [0, 0, 0, 0, 0];
    const arrivedAt: number[] = [];
    const own: Station = new Station(simulator, { servers: 2, discipline }, (job) => {
      responses += simulator.nowMs - arrivedAt[job]!;
    });
    const arrive = simulator.handler((job) => {
      arrivedAt[job] = simulator.nowMs;
      const serviceMs = onGrid(random.exponential(1.9));
      services += serviceMs;
      own.submit(job, serviceMs, random.below(3));
      if (job < 5000) simulator.after(onGrid(random.exponential(1)), arrive, job + 1);
    });
    simulator.after(0, arrive, 0);
    for (let before = snapshot(own); simulator.pending > 0; before = snapshot(own)) {
      simulator.step();
      present += before.present * (simulator.nowMs - since);
      served += before.busy * (simulator.nowMs - since);
      since = simulator.nowMs;
    }
    expect([own.busy, own.waiting]).toEqual([0, 0]);
    expect(present).toBe(responses);
    expect(served).toBe(services);
  });
});

const snapshot = (own: Station) => ({ present: own.busy + own.waiting, busy: own.busy });
