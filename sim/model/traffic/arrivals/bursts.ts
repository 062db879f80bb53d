import { MarkovPoisson } from '../../../engine/markov-poisson.ts';
import type { Random } from '../../../engine/random.ts';
import { number, rate, ratio } from '../../../part/units.ts';
import { type Arrivals, arrivals } from './process.ts';

/**
 * A Poisson process that is at times faster than its mean, and slower for the rest. Its clock is
 * expected arrivals, so that a ramp of the load leaves the bursts in it as large as they were.
 */
class Bursts implements Arrivals {
  readonly perSecond: number;
  readonly #factor: number;
  readonly #share: number;
  readonly #size: number;
  #process: MarkovPoisson | undefined;

  constructor(perSecond: number, factor: number, share: number, size: number) {
    this.perSecond = perSecond;
    this.#factor = factor;
    this.#share = Math.min(share, 1 / factor);
    this.#size = size;
  }

  gap(random: Random): number {
    this.#process ??= this.#begun(random);
    return this.#process.gapMs(random);
  }

  /** In a burst as often as one comes by at any time. */
  #begun(random: Random): MarkovPoisson {
    const [factor, share] = [this.#factor, this.#share];
    const calm = (1 - share * factor) / (1 - share);
    const ends = factor / this.#size;
    const begins = (ends * share) / (1 - share);
    const burst = { perMs: factor, changesPerMs: [0, ends] };
    const pause = { perMs: calm, changesPerMs: [begins, 0] };
    return new MarkovPoisson([burst, pause], random.uniform() < share ? 0 : 1);
  }
}

export const bursts = arrivals({
  name: 'bursts',
  summary: 'comes in bursts: a Poisson process of two rates (MMPP)',
  source:
    'Fischer & Meier-Hellstern, Performance Evaluation 18, 1993; the defaults are an assumption',
  params: {
    rate: rate().describe('arrivals per second in the mean, the total over all places'),
    factor: number({ above: 1 }).prefault(4).describe('rate in a burst, as a multiple of the mean'),
    share: ratio({ above: 0, max: 0.9 })
      .prefault('10%')
      .describe('part of the time that is a burst; at most 1 / factor, when all comes in bursts'),
    size: number({ min: 1 }).prefault(20).describe('arrivals of one place in a burst, in the mean'),
  },
  main: 'rate',
  make: ({ rate: perSecond, factor, share, size }) => new Bursts(perSecond, factor, share, size),
});
