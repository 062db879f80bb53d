/**
 * Arrivals in bursts: a Poisson process whose rate depends on a state that changes at random.
 * Source: Fischer & Meier-Hellstern, The MMPP cookbook, Performance Evaluation 18, 1993.
 */
import type { Random } from './random.ts';

export interface MarkovState {
  /** Arrivals a millisecond, 0 or more. */
  readonly perMs: number;
  /** Changes a millisecond to each state, 0 or more; that to the state itself is not looked at. */
  readonly changesPerMs: readonly number[];
}

export class MarkovPoisson {
  readonly #states: readonly MarkovState[];
  /** Of each state, arrivals and changes a millisecond. */
  readonly #eventsPerMs: readonly number[];
  #state: number;

  /**
   * @param state in which it starts.
   * @throws RangeError for a state that is never left and has no arrivals.
   */
  constructor(states: readonly MarkovState[], state = 0) {
    this.#states = states;
    this.#state = state;
    this.#eventsPerMs = states.map(({ perMs, changesPerMs }, own) =>
      changesPerMs.reduce((sum, rate, to) => (to === own ? sum : sum + rate), perMs),
    );
    const dead = this.#eventsPerMs.findIndex((rate) => !(rate > 0));
    if (dead !== -1) throw new RangeError(`state ${dead} has neither arrivals nor a way out`);
  }

  /** State at the last arrival. */
  get state(): number {
    return this.#state;
  }

  /** @returns time to the next arrival, ms. */
  gapMs(random: Random): number {
    let gapMs = 0;
    for (;;) {
      // Whatever happens first happens after an exponential time; what it is, is drawn apart.
      const eventsPerMs = this.#eventsPerMs[this.#state]!;
      gapMs += random.exponential(1 / eventsPerMs);
      const { perMs, changesPerMs } = this.#states[this.#state]!;
      const left = random.uniform() * eventsPerMs - perMs;
      if (left < 0) return gapMs;
      this.#state = this.#changed(changesPerMs, left);
    }
  }

  #changed(changesPerMs: readonly number[], drawn: number): number {
    let left = drawn;
    let last = this.#state;
    for (const [to, rate] of changesPerMs.entries()) {
      if (to === this.#state || rate === 0) continue;
      if (left < rate) return to;
      left -= rate;
      last = to;
    }
    return last;
  }
}
