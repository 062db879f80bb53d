/** How a gateway takes connections in: one after the other at a rate, and so many at the most. */

/** There is no room for another connection: the device is told at once. */
export const REFUSED = -1;
/** The backlog is full, and the system drops what comes: the device is told nothing. */
export const DROPPED = -2;

export interface Accepting {
  /** Connections per second: work on keys and on who it is. Infinity: none of it. */
  readonly perSecond: number;
  /** Connections at the same time. */
  readonly limit: number;
  /** Connections that wait to be accepted, the one being worked on included. */
  readonly backlog: number;
}

const MS_PER_SECOND = 1000;

/** A line with one server and a constant time of service: when a job is done is known when it comes. */
export class Acceptor {
  /** Connections that the gateway holds, dead ones that it takes for alive included. */
  open = 0;
  readonly #serviceMs: number;
  readonly #limit: number;
  readonly #backlog: number;
  #freeAtMs = 0;

  constructor({ perSecond, limit, backlog }: Accepting) {
    this.#serviceMs = MS_PER_SECOND / perSecond;
    this.#limit = limit;
    this.#backlog = backlog;
  }

  /** Connections that are not accepted yet. */
  waiting(nowMs: number): number {
    const workMs = this.#freeAtMs - nowMs;
    return workMs <= 0 ? 0 : Math.ceil(workMs / this.#serviceMs);
  }

  /**
   * Somebody wants to be connected.
   *
   * @param slowdown factor of the time that the work takes now.
   * @returns when that is done, ms; `REFUSED` or `DROPPED`.
   */
  offer(nowMs: number, slowdown: number): number {
    const waiting = this.waiting(nowMs);
    if (this.open + waiting >= this.#limit) return REFUSED;
    if (waiting >= this.#backlog) return DROPPED;
    this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + this.#serviceMs * slowdown;
    return this.#freeAtMs;
  }

  crash(): void {
    this.open = 0;
    this.#freeAtMs = 0;
  }
}
