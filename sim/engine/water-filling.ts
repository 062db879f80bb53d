/**
 * Max-min fair rates by water-filling: all rates rise alike until a link is full, whose flows are
 * then settled; the others rise on. Source: Bertsekas & Gallager, Data Networks, 2nd ed. 1992,
 * §6.5.2.
 *
 * After a change only some rates are worked out anew. A pipe that holds nobody back, neither before
 * nor after, passes nothing on: what flows through it for other reasons keeps its rate.
 */
import { RankedJobs } from './ranked-jobs.ts';

/** A link with the routes through it that have flows. */
export interface Pipe {
  capacity: number;
  readonly routes: Set<Route>;
  /** Whether it holds a route back, by the latest filling. */
  isFull: boolean;
}

/** A number of flows along the same pipes. */
export interface Route {
  readonly pipes: readonly Pipe[];
  readonly flows: number;
  /** What each of its flows has. */
  readonly rate: number;
  setRate(rate: number): void;
}

/** What is worked out anew: routes, and the pipes that they go through. */
interface Part {
  readonly routes: Set<Route>;
  readonly pipes: Set<Pipe>;
}

/**
 * Makes all rates fair again.
 *
 * @param changed pipes whose capacity or routes have changed.
 * @param routes whose number of flows has changed, of those that have any.
 */
export function refill(changed: readonly Pipe[], routes: Iterable<Route>): void {
  const part: Part = { routes: new Set(), pipes: new Set(changed) };
  for (const route of routes) include(part, route);
  for (;;) {
    spread(part);
    const { rates, full } = fill(part);
    const tooFull = [...full].filter((pipe) => [...pipe.routes].some((one) => !rates.has(one)));
    if (tooFull.length === 0) {
      for (const pipe of part.pipes) pipe.isFull = full.has(pipe);
      for (const [route, rate] of rates) route.setRate(rate);
      return;
    }
    // They now hold back routes that were left out.
    for (const pipe of tooFull) for (const route of pipe.routes) include(part, route);
  }
}

function include(part: Part, route: Route): void {
  part.routes.add(route);
  for (const pipe of route.pipes) part.pipes.add(pipe);
}

/** Includes who shares a full pipe with what is included. */
function spread(part: Part): void {
  // A set takes in what is added while it is gone through.
  for (const pipe of part.pipes) {
    if (!pipe.isFull) continue;
    for (const route of pipe.routes) if (!part.routes.has(route)) include(part, route);
  }
}

/** @returns fair rates of a part's routes, and the pipes that hold them back. */
function fill({ pipes, routes }: Part): { rates: Map<Route, number>; full: Set<Pipe> } {
  const levels = Array.from(pipes, (pipe) => new Level(pipe, routes));
  const levelOf = new Map(levels.map((level) => [level.pipe, level]));
  const rates = new Map<Route, number>();
  const full = new Set<Pipe>();
  let rate = 0;
  for (const level of inOrderOfFilling(levels)) {
    // Rates only rise; rounding may leave a pipe a hair less than it should have.
    rate = Math.max(rate, level.rate);
    full.add(level.pipe);
    for (const route of level.pipe.routes) {
      if (rates.has(route) || !routes.has(route)) continue;
      rates.set(route, rate);
      for (const pipe of route.pipes) levelOf.get(pipe)!.drain(route.flows, rate);
    }
  }
  return { rates, full };
}

/** What is left of a pipe, and how many flows are still to be settled. */
class Level {
  readonly pipe: Pipe;
  #capacity: number;
  #flows = 0;

  /** @param open routes to be settled; all others keep what they have. */
  constructor(pipe: Pipe, open: ReadonlySet<Route>) {
    this.pipe = pipe;
    let used = 0;
    for (const route of pipe.routes) {
      if (open.has(route)) this.#flows += route.flows;
      else used += route.flows * route.rate;
    }
    this.#capacity = Math.max(0, pipe.capacity - used);
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

/** Kept from one filling to the next, because making it would cost more than most fillings. */
const order = new RankedJobs();

/**
 * The level that fills first, again and again while others drain. Draining only raises the rate at
 * which a pipe is full, so that a level is put back when it comes up with an old rate.
 */
function* inOrderOfFilling(levels: readonly Level[]): Generator<Level> {
  order.clear();
  for (const [index, { rate }] of levels.entries()) order.add(index, rate);
  while (order.length > 0 && order.firstRank < Number.POSITIVE_INFINITY) {
    const index = order.firstJob;
    const level = levels[index]!;
    const isOld = level.rate > order.firstRank;
    order.dropFirst();
    if (isOld) order.add(index, level.rate);
    else yield level;
  }
}
