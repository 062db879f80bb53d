/** Fires for each arrival of one place, with a stream of its own. */

import type { Random } from '../../engine/random.ts';
import type { HandlerId, Simulator } from '../../engine/simulator.ts';
import type { Arrivals } from './arrivals.ts';
import { LoadPlan } from './load-plan.ts';

export class ArrivalSource {
  readonly #simulator: Simulator;
  readonly #arrivals: Arrivals;
  readonly #random: Random;
  readonly #share: number;
  readonly #plan: LoadPlan;
  readonly #next: HandlerId;

  /** @param share part of the arrivals that come from here, 0 to 1. */
  constructor(
    simulator: Simulator,
    arrivals: Arrivals,
    share: number,
    random: Random,
    arrived: () => void,
  ) {
    this.#simulator = simulator;
    this.#arrivals = arrivals;
    this.#random = random;
    this.#share = share;
    this.#plan = new LoadPlan(arrivals.perSecond * share);
    this.#next = simulator.handler(() => {
      arrived();
      this.schedule();
    }, 'arrival');
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    this.#plan.ramp(atMs, toPerSecond * this.#share, overMs);
  }

  schedule(): void {
    const timeMs = this.#plan.after(this.#simulator.nowMs, this.#arrivals.gap(this.#random));
    if (timeMs < Number.POSITIVE_INFINITY) this.#simulator.at(timeMs, this.#next);
  }
}
