/**
 * Max-min fair rates by water-filling: all rates rise alike until a link is full, whose flows are
 * then settled; the others rise on. Source: Bertsekas & Gallager, Data Networks, 2nd ed. 1992,
 * §6.5.2.
 */
import { RankedJobs } from './ranked-jobs.ts';

/** A link with the routes through it that have flows. */
export interface Pipe {
  capacity: number;
  readonly routes: Set<Route>;
}

/** A number of flows along the same pipes. */
export interface Route {
  readonly pipes: readonly Pipe[];
  readonly flows: number;
  /** Told what each of its flows gets. */
  setRate(rate: number): void;
}

/** The pipes whose shares depend on some pipes: those that a route joins to them, and so on. */
export function reachable(from: readonly Pipe[]): Set<Pipe> {
  const found = new Set(from);
  const seen = new Set<Route>();
  // A set takes in what is added while it is gone through.
  for (const pipe of found) {
    for (const route of pipe.routes) {
      if (seen.has(route)) continue;
      seen.add(route);
      for (const other of route.pipes) found.add(other);
    }
  }
  return found;
}

/** What is left of a pipe, and how many flows are still to be settled. */
class Level {
  readonly pipe: Pipe;
  #capacity: number;
  #flows = 0;

  constructor(pipe: Pipe) {
    this.pipe = pipe;
    this.#capacity = pipe.capacity;
    for (const route of pipe.routes) this.#flows += route.flows;
  }

  /** What each flow gets when the pipe is full; Infinity when nobody is left to fill it. */
  get rate(): number {
    return this.#flows === 0 ? Number.POSITIVE_INFINITY : this.#capacity / this.#flows;
  }

  drain(flows: number, rate: number): void {
    this.#flows -= flows;
    this.#capacity = Math.max(0, this.#capacity - flows * rate);
  }
}

/** Settles all routes through some pipes; no route may also go through another. */
export function fill(pipes: ReadonlySet<Pipe>): void {
  const levels = Array.from(pipes, (pipe) => new Level(pipe));
  const levelOf = new Map(levels.map((level) => [level.pipe, level]));
  const settled = new Set<Route>();
  let rate = 0;
  for (const level of inOrderOfFilling(levels)) {
    // Rates only rise; rounding may leave a pipe a hair less than it should have.
    rate = Math.max(rate, level.rate);
    for (const route of level.pipe.routes) {
      if (settled.has(route)) continue;
      settled.add(route);
      for (const pipe of route.pipes) levelOf.get(pipe)!.drain(route.flows, rate);
      route.setRate(rate);
    }
  }
}

/**
 * The level that fills first, again and again while others drain. Draining only raises the rate at
 * which a pipe is full, so that a level is put back when it comes up with an old rate.
 */
function* inOrderOfFilling(levels: readonly Level[]): Generator<Level> {
  const order = new RankedJobs();
  for (const [index, { rate }] of levels.entries()) order.add(index, rate);
  while (order.firstRank < Number.POSITIVE_INFINITY && order.length > 0) {
    const index = order.firstJob;
    const level = levels[index]!;
    const isOld = level.rate > order.firstRank;
    order.dropFirst();
    if (isOld) order.add(index, level.rate);
    else yield level;
  }
}
