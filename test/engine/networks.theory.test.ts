import { describe, expect, it } from 'vitest';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Station } from '../../sim/engine/station.ts';
import { Streams } from '../../sim/engine/streams.ts';
import { expectOracle, REPLICATIONS } from './oracles.ts';

/** A network of stations with exponential service, in which jobs move at random. */
interface Network {
  /** Mean service of each station, ms. */
  readonly serviceMs: readonly number[];
  /** Servers of each station. */
  readonly servers: readonly number[];
  /** Where a job goes from each station; what is missing to 1 leaves. */
  readonly routes: readonly (readonly number[])[];
}

/** Moves jobs through a network, and counts. */
class Walk {
  readonly simulator = new Simulator();
  readonly entered: number[];
  readonly left: number[];
  gone = 0;
  /** Integral of the number present. */
  jobMs = 0;
  present = 0;
  readonly #stations: Station[];
  readonly #network: Network;
  readonly #streams: Streams;
  readonly #routing;
  readonly #service;
  #sinceMs = 0;

  constructor(network: Network, seed: string, replication: number) {
    this.#network = network;
    this.#streams = new Streams(seed, replication);
    this.#routing = this.#streams.stream('routing');
    this.#service = this.#streams.stream('service');
    this.entered = network.serviceMs.map(() => 0);
    this.left = network.serviceMs.map(() => 0);
    this.#stations = network.servers.map(
      (servers, at) => new Station(this.simulator, { servers }, (job) => this.#served(at, job)),
    );
  }

  /** Poisson arrivals from outside. */
  feed(at: number, perMs: number): void {
    const gaps = this.#streams.stream(`gaps ${at}`);
    const arrive = this.simulator.handler(() => {
      this.add(at);
      this.simulator.after(gaps.exponential(1 / perMs), arrive);
    });
    this.simulator.after(gaps.exponential(1 / perMs), arrive);
  }

  add(at: number): void {
    this.#account();
    this.present += 1;
    this.#enter(at, 0);
  }

  /** Jobs at a station. */
  jobs(at: number): number {
    return this.#stations[at]!.busy + this.#stations[at]!.waiting;
  }

  /** Counts anew, with those who are inside. */
  runFrom(warmUpMs: number, forMs: number): void {
    this.simulator.run(warmUpMs);
    this.#account();
    this.jobMs = 0;
    this.gone = 0;
    this.entered.fill(0);
    this.left.fill(0);
    this.simulator.run(warmUpMs + forMs);
    this.#account();
  }

  #enter(at: number, job: number): void {
    this.entered[at]! += 1;
    this.#stations[at]!.submit(job, this.#service.exponential(this.#network.serviceMs[at]!));
  }

  #served(at: number, job: number): void {
    this.left[at]! += 1;
    let draw = this.#routing.uniform();
    for (const [to, probability] of this.#network.routes[at]!.entries()) {
      if (draw < probability) {
        this.#enter(to, job);
        return;
      }
      draw -= probability;
    }
    this.#account();
    this.present -= 1;
    this.gone += 1;
  }

  #account(): void {
    const { nowMs } = this.simulator;
    this.jobMs += this.present * (nowMs - this.#sinceMs);
    this.#sinceMs = nowMs;
  }
}

const replications = <T>(run: (replication: number) => T): T[] =>
  Array.from({ length: REPLICATIONS }, (_, replication) => run(replication));

describe('an open network with feedback', () => {
  const network: Network = {
    serviceMs: [1, 1.2, 0.8],
    servers: [1, 1, 1],
    routes: [
      [0, 0.6, 0.2],
      [0.3, 0, 0.3],
      [0.2, 0.1, 0.1],
    ],
  };
  const outside = [0.3, 0.05, 0.1];
  /** Jackson 1957: lambda = gamma + P^T lambda, by iteration. */
  let rates = outside;
  for (let round = 0; round < 200; round += 1) {
    rates = outside.map((gamma, to) =>
      rates.reduce((sum, rate, from) => sum + rate * network.routes[from]![to]!, gamma),
    );
  }
  const FOR_MS = 20_000;
  const walks = replications((replication) => {
    const walk = new Walk(network, 'Jackson', replication);
    for (const [at, perMs] of outside.entries()) walk.feed(at, perMs);
    const before = [0, 1, 2].map(() => 0);
    walk.simulator.run(2000);
    for (const at of before.keys()) before[at] = walk.jobs(at);
    walk.runFrom(2000, FOR_MS);
    return { walk, before };
  });

  it('has the load of Jackson at every station', () => {
    for (const [at, rate] of rates.entries()) {
      expect(rate * network.serviceMs[at]!).toBeLessThan(0.9);
      expectOracle(
        rate,
        walks.map(({ walk }) => walk.left[at]! / FOR_MS),
      );
    }
  });

  it('holds as many jobs as so many M/M/1 queues: L = sum of rho / (1 - rho)', () => {
    const expected = rates.reduce((sum, rate, at) => {
      const load = rate * network.serviceMs[at]!;
      return sum + load / (1 - load);
    }, 0);
    expectOracle(
      expected,
      walks.map(({ walk }) => walk.jobMs / FOR_MS),
    );
  });

  it('lets leave as many as come', () => {
    expectOracle(
      0.45,
      walks.map(({ walk }) => walk.gone / FOR_MS),
    );
  });

  it('conserves flow at every station, exactly', () => {
    for (const { walk, before } of walks) {
      for (const [at, was] of before.entries()) {
        expect(was + walk.entered[at]! - walk.left[at]!).toBe(walk.jobs(at));
      }
      expect(walk.present).toBe(walk.jobs(0) + walk.jobs(1) + walk.jobs(2));
    }
  });
});

describe('a closed network', () => {
  // People who think, a front and two disks: a delay and three queues.
  const network: Network = {
    serviceMs: [10, 0.8, 1.5, 2],
    servers: [Number.POSITIVE_INFINITY, 1, 1, 1],
    routes: [
      [0, 1, 0, 0],
      [0.2, 0, 0.5, 0.3],
      [0, 1, 0, 0],
      [0, 1, 0, 0],
    ],
  };
  /** Visits a cycle: one of thinking, five of the front, 2.5 and 1.5 of the disks. */
  const visits = [1, 5, 2.5, 1.5];

  /** Mean value analysis, Reiser & Lavenberg 1980. */
  function meanValues(population: number): { throughput: number; jobs: number[] } {
    let jobs = visits.map(() => 0);
    let throughput = 0;
    for (let n = 1; n <= population; n += 1) {
      const responses = network.serviceMs.map((serviceMs, at) =>
        at === 0 ? serviceMs : serviceMs * (1 + jobs[at]!),
      );
      const cycle = responses.reduce((sum, response, at) => sum + visits[at]! * response, 0);
      throughput = n / cycle;
      jobs = responses.map((response, at) => throughput * visits[at]! * response);
    }
    return { throughput, jobs };
  }

  it('of one job has no waits: the cycle is the sum of services', () => {
    expect(meanValues(1).throughput).toBeCloseTo(1 / (10 + 4 + 3.75 + 3), 12);
  });

  it.each([1, 3, 8])('of %i jobs has the throughput of mean value analysis', (population) => {
    const { throughput, jobs } = meanValues(population);
    expect(jobs.reduce((sum, one) => sum + one, 0)).toBeCloseTo(population, 9);
    const measured = replications((replication) => {
      const walk = new Walk(network, `closed ${population}`, replication);
      for (let job = 0; job < population; job += 1) walk.add(0);
      walk.runFrom(500, 10_000);
      expect(walk.present).toBe(population);
      return walk.left;
    });
    for (const [at, visit] of visits.entries()) {
      expectOracle(
        throughput * visit,
        measured.map((left) => left[at]! / 10_000),
      );
    }
  });
});
