import { log } from '../../../engine/math/index.ts';
import type { Random } from '../../../engine/random.ts';
import { number, ratio } from '../../../part/units.ts';
import { type Loss, lossModel } from './loss.ts';

/** A path that is good for a while, and then bad for a while: all packets of a bad while are lost. */
class Bursts implements Loss {
  readonly #random: Random;
  readonly #longer: number;
  readonly #perGood: number;

  /** @param share of all packets. @param burst packets lost in a row on average. */
  constructor(share: number, burst: number, random: Random) {
    this.#random = random;
    this.#longer = 1 - 1 / burst;
    this.#perGood = log(1 - share / (1 - share) / burst);
  }

  untilNext(): number {
    if (this.#random.uniform() < this.#longer) return 0;
    // A burst is over; at least one packet of a good while follows.
    return 1 + Math.floor(log(1 - this.#random.uniform()) / this.#perGood);
  }
}

export const gilbertElliott = lossModel({
  name: 'gilbert-elliott',
  summary: 'loses packets in bursts',
  source:
    'Gilbert, Bell System Technical Journal 39, 1960; Elliott, 42, 1963; with no loss between bursts and no packet through in one',
  params: {
    share: ratio({ above: 0, max: 0.5 }).describe('part of all packets that is lost'),
    burst: number({ min: 1 })
      .prefault(5)
      .describe('packets lost in a row, on average; 5 is an assumption'),
  },
  make: ({ share, burst }, random) => new Bursts(share, burst, random),
});
