/**
 * Oracles: what queueing theory says a model must give. Each has a seed of its own, for with one
 * seed for all a single unlucky sample would speak in all of them. Twenty replications; the oracle
 * must lie in the 99.9 % interval of their mean (Student, 19 degrees of freedom): by chance one in
 * a thousand would not. An interval wider than a fifth of the oracle would prove nothing.
 */
import { expect } from 'vitest';
import type { Random } from '../../sim/engine/random.ts';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Streams } from '../../sim/engine/streams.ts';
import { meanInterval } from '../../sim/stats/interval.ts';

export const REPLICATIONS = 20;
const CONFIDENCE = 0.999;
const WIDEST = 0.2;
const CUSTOMERS = 20_000;

/** What comes to a station. */
export interface Shape {
  /** Time between two arrivals, ms. */
  readonly gap: (random: Random) => number;
  /** What a job would take alone, ms. */
  readonly service: (random: Random, job: number) => number;
  readonly priority?: (job: number) => number;
  /** Default: 20 000, of which the first fifth warms up. */
  readonly customers?: number;
}

/** Something that takes jobs with a service time and says when they are done. */
export type MakeStation = (
  simulator: Simulator,
  done: (job: number) => void,
) => { submit(job: number, serviceMs: number, priority: number): unknown };

/** Of each customer after the warm-up, in order of arrival; NaN for who found no room. */
export interface Seen {
  readonly response: Float64Array;
  /** Response less service. */
  readonly wait: Float64Array;
  /** Number of the first customer. */
  readonly from: number;
}

export type Figure = (seen: Seen) => number;

export function simulate(seed: string, replication: number, shape: Shape, make: MakeStation): Seen {
  const customers = shape.customers ?? CUSTOMERS;
  const simulator = new Simulator();
  const streams = new Streams(seed, replication);
  const gaps = streams.stream('gaps');
  const services = streams.stream('services');
  const arrivedAt = new Float64Array(customers);
  const serviceMs = new Float64Array(customers);
  const response = new Float64Array(customers).fill(Number.NaN);
  const timesLeft = new Uint8Array(customers);
  const station = make(simulator, (job) => {
    response[job] = simulator.nowMs - arrivedAt[job]!;
    timesLeft[job]! += 1;
  });
  const arrive = simulator.handler((job) => {
    arrivedAt[job] = simulator.nowMs;
    if (job + 1 < customers) simulator.after(shape.gap(gaps), arrive, job + 1);
    serviceMs[job] = shape.service(services, job);
    const priority = shape.priority?.(job) ?? 0;
    if (station.submit(job, serviceMs[job]!, priority) === false) timesLeft[job]! += 1;
  });
  simulator.after(shape.gap(gaps), arrive, 0);
  simulator.run(Number.POSITIVE_INFINITY);
  // Flow is conserved: each who came was served or refused, once.
  expect(timesLeft.every((times) => times === 1)).toBe(true);
  const from = customers / 5;
  const wait = response.map((ms, job) => ms - serviceMs[job]!);
  return { response: response.subarray(from), wait: wait.subarray(from), from };
}

/** All replications of an oracle, for several figures of the same runs. */
export const replicate = (seed: string, shape: Shape, make: MakeStation): readonly Seen[] =>
  Array.from({ length: REPLICATIONS }, (_, replication) =>
    simulate(seed, replication, shape, make),
  );

/** @param values one of each replication. */
export function expectOracle(expected: number, values: readonly number[]): void {
  const { low, high } = meanInterval(values, CONFIDENCE);
  expect(low).toBeLessThanOrEqual(expected);
  expect(high).toBeGreaterThanOrEqual(expected);
  expect(high - low).toBeLessThan(expected * WIDEST);
}

export function expectInInterval(
  expected: number,
  seed: string,
  shape: Shape,
  make: MakeStation,
  figure: Figure = meanResponse,
): void {
  expectOracle(expected, replicate(seed, shape, make).map(figure));
}

/** Mean of what is not NaN. */
function mean(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}

const part = (values: Float64Array, holds: (value: number) => boolean): number =>
  mean(values.map((value) => (holds(value) ? 1 : 0)));

export const meanResponse: Figure = ({ response }) => mean(response);
/** Mean response for each ms of service, of jobs that take between two times alone. */
export const slowdown =
  (fromMs: number, toMs: number): Figure =>
  ({ response, wait }) => {
    const isOfClass = (ms: number, job: number) => {
      const serviceMs = ms - wait[job]!;
      return serviceMs >= fromMs && serviceMs < toMs;
    };
    const own = response.filter(isOfClass);
    const waits = wait.filter((_, job) => isOfClass(response[job]!, job));
    return mean(own) / (mean(own) - mean(waits));
  };
export const meanWait: Figure = ({ wait }) => mean(wait);
export const meanSquaredWait: Figure = ({ wait }) => mean(wait.map((ms) => ms * ms));
export const blockedRatio: Figure = ({ response }) => part(response, Number.isNaN);
/** P(T > t). */
export const responseBeyond =
  (ms: number): Figure =>
  ({ response }) =>
    part(response, (value) => value > ms);
/** P(W > t); at 0, beyond what the time grid rounds. */
export const waitBeyond =
  (ms: number): Figure =>
  ({ wait }) =>
    part(wait, (value) => value > ms + 1e-5);

export const poisson = (perMs: number) => (random: Random) => random.exponential(1 / perMs);
export const exponential = (meanMs: number) => (random: Random) => random.exponential(meanMs);
export const fixed = (ms: number) => () => ms;
