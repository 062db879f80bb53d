import { exp, log, pow } from '../../../engine/math/index.ts';
import type { Random } from '../../../engine/random.ts';
import { WeightTree } from '../../../engine/weight-tree.ts';
import { duration, number, ratio } from '../../../part/units.ts';
import { type Popularity, type PopularityContext, popularity } from './popularity.ts';

/** Older than so many half-lives is nothing at the start: it would have a sixteenth of its weight. */
const OLDEST_HALF_LIVES = 4;
/** Weights are divided by two to this power when newcomers outgrow them by as much. */
const FOLD = 256;

interface ShotParams {
  readonly 'half-life': number;
  readonly exponent: number;
  readonly alive: number;
}

/**
 * All objects lose weight at the same rate, so that what they weigh beside each other changes only when one
 * is born: with more weight by as much as the others have lost since the start.
 */
class ShotNoise implements Popularity {
  readonly #tree: WeightTree;
  readonly #halfLifeMs: number;
  readonly #exponent: number;
  readonly #random: Random;
  readonly #gapMs: number;
  readonly #objects: number;
  #born: number;
  #nextMs: number;
  #folds = 0;

  constructor(params: ShotParams, { objects, random }: PopularityContext) {
    this.#halfLifeMs = params['half-life'];
    this.#exponent = params.exponent;
    this.#random = random;
    this.#objects = objects;
    this.#born = Math.max(1, Math.round(objects * params.alive));
    const weights = Float64Array.from({ length: this.#born }, () => {
      const age = random.uniform() * OLDEST_HALF_LIVES;
      return this.#volume() * exp(-Math.LN2 * age);
    });
    weights.sort((one, other) => other - one);
    this.#tree = new WeightTree(objects);
    for (const [object, weight] of weights.entries()) this.#tree.set(object, weight);
    this.#gapMs = (OLDEST_HALF_LIVES * this.#halfLifeMs) / this.#born;
    this.#nextMs = random.exponential(this.#gapMs);
  }

  sample(random: Random, nowMs: number): number {
    while (this.#nextMs <= nowMs && this.#born < this.#objects) this.#bear();
    return this.#tree.sample(random);
  }

  #bear(): void {
    let halvings = this.#nextMs / this.#halfLifeMs - this.#folds * FOLD;
    if (halvings > FOLD) {
      this.#tree.scale(pow(2, -FOLD));
      this.#folds += 1;
      halvings -= FOLD;
    }
    this.#tree.set(this.#born, this.#volume() * pow(2, halvings));
    this.#born += 1;
    this.#nextMs += this.#random.exponential(this.#gapMs);
  }

  /** Requests in all its life, in any unit: the most popular of n has about n to the exponent. */
  #volume(): number {
    return exp(-this.#exponent * log(1 - this.#random.uniform()));
  }
}

export const shotNoise = popularity({
  name: 'shot-noise',
  summary: 'has objects that are born all the time and are forgotten at a half-life',
  source:
    'Traverso et al., Temporal locality in today’s content caching, ACM CCR 43(5), 2013; the defaults are an assumption',
  params: {
    'half-life': duration({ above: 0 })
      .prefault('1d')
      .describe('after which an object is asked for half as often'),
    exponent: number({ min: 0, max: 5 })
      .prefault(0.8)
      .describe(
        'how unlike objects are: exponent of Zipf’s law of their requests in all their life',
      ),
    alive: ratio({ above: 0 })
      .prefault('50%')
      .describe(
        'part of the catalog that is there at the start, four half-lives old at most; as many are born in four half-lives, until all are',
      ),
  },
  main: 'half-life',
  make: (params, context) => new ShotNoise(params, context),
});
