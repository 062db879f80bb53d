import { exp } from '../../../../engine/math/index.ts';
import { number } from '../../../../part/units.ts';
import { WEIGHTS } from './learned.data.ts';
import { type AbrContext, type AbrRule, abrRule, levelFor, type Situation } from './rule.ts';
import { bitsPerSecondOf, Recent } from './throughputs.ts';

const REMEMBERED = 5;
/** Scale of the buffer among what the policy looks at, ms. */
const BUFFER_SCALE_MS = 20_000;

export interface Weights {
  readonly base: number;
  readonly buffer: number;
  readonly error: number;
  readonly trend: number;
  readonly up: number;
}

/**
 * A linear policy for the logarithm of the rate to use: harmonic mean, and weights for the buffer, the
 * largest recent error of that mean, the newest throughput beside it, and for going up.
 */
class Learned implements AbrRule {
  readonly #ladder: Float64Array;
  readonly #weights: Weights;
  readonly #recent = new Recent(REMEMBERED);
  readonly #errors = new Recent(REMEMBERED);

  constructor({ ladder }: AbrContext, weights: Weights) {
    this.#ladder = ladder;
    this.#weights = weights;
  }

  reserve(count: number): void {
    this.#recent.reserve(count);
    this.#errors.reserve(count);
  }

  begin(player: number): void {
    this.#recent.begin(player);
    this.#errors.begin(player);
  }

  loaded(player: number, bytes: number, tookMs: number): void {
    const rate = bitsPerSecondOf(bytes, tookMs);
    const expected = this.#recent.harmonicMean(player);
    this.#errors.add(player, expected === 0 ? 0 : Math.min(1, Math.abs(expected - rate) / rate));
    this.#recent.add(player, rate);
  }

  choose({ player, bufferMs, level }: Situation): number {
    const mean = this.#recent.harmonicMean(player);
    if (mean === 0) return 0;
    const { base, buffer, error, trend, up } = this.#weights;
    const newest = Math.min(2, this.#recent.value(player, 0) / mean) - 1;
    const sum =
      base +
      buffer * Math.min(3, bufferMs / BUFFER_SCALE_MS) +
      error * this.#errors.max(player) +
      trend * newest;
    const wanted = levelFor(this.#ladder, mean * exp(sum));
    return wanted <= level ? wanted : Math.max(level, levelFor(this.#ladder, mean * exp(sum + up)));
  }
}

const weight = (name: keyof Weights, what: string) =>
  number({ min: -10, max: 10 }).prefault(WEIGHTS[name]).describe(what);

export const learned = abrRule({
  name: 'learned',
  summary: 'takes the rate that a small linear policy makes of throughputs and buffer',
  source:
    'trained by bench/abr/train.mjs (cross-entropy method, Rubinstein 1999) on every other trace of shared/data/bandwidth; judged on the others in bench/RESULTS.md',
  params: {
    base: weight('base', 'constant part of the logarithm of the factor'),
    buffer: weight('buffer', 'for each 20 s of buffer'),
    error: weight('error', 'for the largest of the last five errors of the mean'),
    trend: weight('trend', 'for the newest throughput, above or below the mean'),
    up: weight('up', 'for going up'),
  },
  make: (weights, context) => new Learned(context, weights),
});
