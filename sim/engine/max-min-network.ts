/**
 * Links that flows share max-min fairly: no flow could have more without taking from one that has
 * no more than itself. Long-lived TCP flows with equal round trips come close to it.
 *
 * Flows of one path always have the same rate, so that they share a virtual time, and rates are
 * worked out for paths: ten thousand flows on a link cost what one costs. A change touches only
 * paths that share full links with it, directly or through others.
 * Source: Bertsekas & Gallager, Data Networks, 2nd ed. 1992, §6.5.2 (water-filling).
 */
import { Sharing } from './sharing.ts';
import type { HandlerId, Simulator } from './simulator.ts';
import { type Pipe, type Route, refill } from './water-filling.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

/** Number of a link, or of a path, in its network. */
export type LinkId = number;
export type PathId = number;

export class MaxMinNetwork {
  readonly #simulator: Simulator;
  readonly #done: (job: number) => void;
  readonly #leave: HandlerId;
  readonly #links: Pipe[] = [];
  readonly #paths: Path[] = [];

  /** @param done called with the job when its last byte has left. */
  constructor(simulator: Simulator, done: (job: number) => void) {
    this.#simulator = simulator;
    this.#done = done;
    this.#leave = simulator.handler((path) => this.#paths[path]!.sharing.leave());
  }

  /** @param bitsPerSecond 0 or more; without any, transfers stand still. */
  addLink(bitsPerSecond: number): LinkId {
    const pipe: Pipe = { capacity: bytesPerMs(bitsPerSecond), routes: new Set(), isFull: false };
    return this.#links.push(pipe) - 1;
  }

  /** @param links one or more, each once. @throws RangeError otherwise. */
  addPath(links: readonly LinkId[]): PathId {
    if (links.length === 0 || new Set(links).size < links.length) {
      throw new RangeError(`a path has one or more links, each once, got [${links.join(', ')}]`);
    }
    const id = this.#paths.length;
    const pipes = links.map((link) => this.#links[link]!);
    const path: Path = new Path(pipes, (rate) => {
      const done = (job: number) => this.#left(path, job);
      const leaveAfter = (delayMs: number) => this.#simulator.timer(delayMs, this.#leave, id);
      return new Sharing(this.#simulator, rate, done, leaveAfter);
    });
    this.#paths.push(path);
    return id;
  }

  /** @param bytes 0 or more; nothing takes no time, and no event. */
  send(job: number, id: PathId, bytes: number): void {
    if (bytes === 0) {
      this.#done(job);
      return;
    }
    const path = this.#paths[id]!;
    path.setFlows(path.flows + 1);
    path.sharing.submit(job, bytes);
  }

  setRate(link: LinkId, bitsPerSecond: number): void {
    const pipe = this.#links[link]!;
    pipe.capacity = bytesPerMs(bitsPerSecond);
    refill([pipe], pipe.routes);
  }

  /** Breaks all transfers of a path off. @param dropped told of each. */
  clear(id: PathId, dropped: (job: number) => void): void {
    const path = this.#paths[id]!;
    path.setFlows(0);
    path.sharing.clear(dropped);
  }

  /** Transfers under way on a path. */
  flows(id: PathId): number {
    return this.#paths[id]!.flows;
  }

  /** What each transfer of a path gets at present, bit/s; 0 when there is none. */
  rate(id: PathId): number {
    const path = this.#paths[id]!;
    return path.flows === 0 ? 0 : path.rate * BITS_PER_BYTE * MS_PER_SECOND;
  }

  #left(path: Path, job: number): void {
    path.setFlows(path.flows - 1);
    this.#done(job);
  }
}

/** The flows along the same links. */
class Path implements Route {
  readonly pipes: readonly Pipe[];
  readonly sharing: Sharing;
  flows = 0;
  /** Of each flow, bytes a millisecond. */
  rate = 0;

  constructor(pipes: readonly Pipe[], share: (rate: () => number) => Sharing) {
    this.pipes = pipes;
    this.sharing = share(() => this.rate);
  }

  setRate(rate: number): void {
    if (this.rate === rate) return;
    this.sharing.changeSpeed(() => {
      this.rate = rate;
    });
  }

  /** Also works out anew the rates that this changes. */
  setFlows(flows: number): void {
    this.flows = flows;
    for (const pipe of this.pipes) {
      if (flows > 0) pipe.routes.add(this);
      else pipe.routes.delete(this);
    }
    refill(this.pipes, flows > 0 ? [this] : []);
  }
}

const bytesPerMs = (bitsPerSecond: number): number => bitsPerSecond / BITS_PER_BYTE / MS_PER_SECOND;
