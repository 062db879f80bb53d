/** Fires for each arrival of one place, with a stream of its own. */

import type { Random } from '../../engine/random.ts';
import type { HandlerId, Simulator } from '../../engine/simulator.ts';
import type { Arrivals, Daily } from './arrivals/process.ts';
import { LoadPlan } from './load-plan.ts';
import type { Source } from './sources.ts';

export class ArrivalSource implements Source {
  readonly #simulator: Simulator;
  readonly #arrivals: Arrivals;
  readonly #random: Random;
  readonly #share: number;
  readonly #daily: Daily | undefined;
  /** Expected arrivals of the busiest moment for one in the mean. */
  readonly #peak: number;
  readonly #plan: LoadPlan;
  readonly #next: HandlerId;

  /**
   * @param share part of the arrivals that come from here, 0 to 1.
   * @param lonDeg where they come from, for those that follow the sun.
   */
  constructor(
    simulator: Simulator,
    arrivals: Arrivals,
    share: number,
    random: Random,
    arrived: () => void,
    lonDeg = 0,
  ) {
    this.#simulator = simulator;
    this.#arrivals = arrivals.part?.(share) ?? arrivals;
    this.#random = random;
    this.#share = share;
    this.#daily = arrivals.daily;
    this.#peak = arrivals.daily?.peak ?? 1;
    this.#plan = new LoadPlan(arrivals.perSecond * share * this.#peak);
    for (const { atMs, toPerSecond, overMs } of arrivals.swings ?? []) {
      this.ramp(atMs, toPerSecond, overMs);
    }
    this.#next = simulator.handler(() => {
      if (this.#isMeant(lonDeg)) arrived();
      this.schedule();
    }, 'arrival');
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    this.#plan.ramp(atMs, toPerSecond * this.#share * this.#peak, overMs);
  }

  schedule(): void {
    const timeMs = this.#plan.after(this.#simulator.nowMs, this.#arrivals.gap(this.#random));
    if (timeMs < Number.POSITIVE_INFINITY) this.#simulator.at(timeMs, this.#next);
  }

  finished(): void {}

  /** Of the arrivals at the load of the peak, those that the hour leaves. */
  #isMeant(lonDeg: number): boolean {
    const daily = this.#daily;
    if (daily === undefined) return true;
    return this.#random.uniform() * this.#peak < daily.factor(this.#simulator.nowMs, lonDeg);
  }
}
