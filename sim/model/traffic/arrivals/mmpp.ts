import { z } from 'zod';
import { MarkovPoisson } from '../../../engine/markov-poisson.ts';
import type { Random } from '../../../engine/random.ts';
import { duration, rate } from '../../../part/units.ts';
import { type Arrivals, arrivals } from './process.ts';

interface State {
  readonly rate: number;
  readonly lasts: number;
}

const MS_PER_SECOND = 1000;

/** Its clock is expected arrivals of the place, in which a state lasts as long as it does in time. */
class Modulated implements Arrivals {
  readonly perSecond: number;
  readonly #states: readonly State[];
  readonly #share: number;
  #process: MarkovPoisson | undefined;

  constructor(states: readonly State[], share: number) {
    this.#states = states;
    this.#share = share;
    this.perSecond = meanOf(states);
  }

  part(share: number): Arrivals {
    return new Modulated(this.#states, share);
  }

  gap(random: Random): number {
    this.#process ??= this.#begun(random);
    return this.#process.gapMs(random);
  }

  #begun(random: Random): MarkovPoisson {
    const mean = meanOf(this.#states);
    const others = Math.max(1, this.#states.length - 1);
    const states = this.#states.map(({ rate: perSecond, lasts }) => {
      const lastsArrivals = (lasts / MS_PER_SECOND) * mean * this.#share;
      const changes = this.#states.map(() => 1 / lastsArrivals / others);
      return { perMs: perSecond / mean, changesPerMs: changes };
    });
    return new MarkovPoisson(states, this.#first(random));
  }

  /** In each state as often as one comes by at any time. */
  #first(random: Random): number {
    const total = this.#states.reduce((sum, { lasts }) => sum + lasts, 0);
    let left = random.uniform() * total;
    for (const [state, { lasts }] of this.#states.entries()) {
      if (left < lasts) return state;
      left -= lasts;
    }
    return 0;
  }
}

/** All states follow each other alike, so that each has the part of the time that it lasts. */
function meanOf(states: readonly State[]): number {
  const total = states.reduce((sum, { lasts }) => sum + lasts, 0);
  return states.reduce((sum, { rate: perSecond, lasts }) => sum + perSecond * lasts, 0) / total;
}

const state = z.strictObject({
  rate: rate().describe('arrivals per second in this state, the total over all places'),
  lasts: duration({ above: 0 }).describe('how long the state lasts in the mean, exponentially'),
});

export const mmpp = arrivals({
  name: 'mmpp',
  summary: 'is a Poisson process whose rate jumps between states, in each place for itself',
  source:
    'Fischer & Meier-Hellstern, Performance Evaluation 18, 1993; each other state follows alike',
  params: {
    states: z
      .array(state)
      .min(2)
      .refine((states) => states.some((one) => one.rate > 0), {
        error: 'all rates are 0: expected one above',
      })
      .describe(
        'the states; a ramp changes all rates alike, and shortens states as it makes more come',
      ),
  },
  main: 'states',
  make: ({ states }) => new Modulated(states, 1),
});
