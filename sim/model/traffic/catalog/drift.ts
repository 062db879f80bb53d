import { log1p } from '../../../engine/math/index.ts';
import type { Random } from '../../../engine/random.ts';
import { Zipf } from '../../../engine/zipf.ts';
import { count, number, ratio } from '../../../part/units.ts';
import { type Popularity, type PopularityContext, popularity } from './popularity.ts';

const DAY_MS = 86_400_000;

interface DriftParams {
  readonly exponent: number;
  readonly churn: number;
  readonly top: number;
  readonly born: number;
  readonly unborn: number;
}

/** Ranks keep their probabilities, and objects move between them. */
class Drift implements Popularity {
  readonly #ranks: Zipf;
  /** By rank. */
  readonly #objects: Int32Array;
  readonly #top: number;
  readonly #bornShare: number;
  readonly #meanGapMs: number;
  readonly #random: Random;
  readonly #last: number;
  #nextBorn: number;
  #nextMs: number;

  constructor(params: DriftParams, { objects, random }: PopularityContext) {
    const there = Math.max(1, Math.round(objects * (1 - params.unborn)));
    this.#ranks = new Zipf(there, params.exponent);
    this.#objects = Int32Array.from({ length: there }, (_, rank) => rank);
    this.#top = Math.min(params.top, there);
    this.#bornShare = params.born;
    this.#random = random;
    this.#nextBorn = there;
    this.#last = objects;
    // Each place of the top is given away as a Poisson process; after a day the part `churn` has been.
    const perDay = -log1p(-params.churn) * this.#top;
    this.#meanGapMs = DAY_MS / perDay;
    this.#nextMs = perDay > 0 ? random.exponential(this.#meanGapMs) : Number.POSITIVE_INFINITY;
  }

  sample(random: Random, nowMs: number): number {
    while (this.#nextMs <= nowMs) {
      this.#change();
      this.#nextMs += this.#random.exponential(this.#meanGapMs);
    }
    return this.#objects[this.#ranks.sample(random) - 1]!;
  }

  /** A newcomer takes a place at the top; who had it falls anywhere behind the top. */
  #change(): void {
    const objects = this.#objects;
    const random = this.#random;
    const place = random.below(this.#top);
    const isBorn = random.uniform() < this.#bornShare && this.#nextBorn < this.#last;
    const behind = objects.length - this.#top;
    const other = behind > 0 ? this.#top + random.below(behind) : random.below(objects.length);
    const newcomer = isBorn ? this.#nextBorn++ : objects[other]!;
    objects[other] = objects[place]!;
    objects[place] = newcomer;
  }
}

export const drift = popularity({
  name: 'drift',
  summary: 'is Zipf’s law over objects that come and go: newcomers take places at the top',
  source:
    '10 to 20 % of the top 1000 are new each day, of news half: reference/domain.md §3.2, from memory; where others fall is an assumption',
  params: {
    exponent: number({ min: 0, max: 5 }).describe('as of zipf'),
    churn: ratio({ max: 0.99 }).prefault('15%').describe('part of the top that is new after a day'),
    top: count({ min: 1 }).prefault(1000).describe('places that newcomers take'),
    born: ratio()
      .prefault('50%')
      .describe(
        'newcomers that nobody has asked for before; the others come from behind the top (assumption)',
      ),
    unborn: ratio({ max: 0.99 })
      .prefault('20%')
      .describe(
        'part of the catalog that is still to be born; without any left, all come from behind',
      ),
  },
  main: 'exponent',
  make: (params, context) => new Drift(params, context),
});
