import { duration, ratio } from '../../../../part/units.ts';
import { type AbrContext, type AbrRule, abrRule, levelFor, type Situation } from './rule.ts';
import { bitsPerSecondOf, FastAndSlow, Recent } from './throughputs.ts';

const REMEMBERED = 5;

class RateBased implements AbrRule {
  readonly #ladder: Float64Array;
  readonly #recent = new Recent(REMEMBERED);

  constructor({ ladder }: AbrContext) {
    this.#ladder = ladder;
  }

  reserve(count: number): void {
    this.#recent.reserve(count);
  }

  begin(player: number): void {
    this.#recent.begin(player);
  }

  loaded(player: number, bytes: number, tookMs: number): void {
    this.#recent.add(player, bitsPerSecondOf(bytes, tookMs));
  }

  choose({ player }: Situation): number {
    return levelFor(this.#ladder, this.#recent.harmonicMean(player));
  }
}

export const rateBased = abrRule({
  name: 'rate-based',
  summary: 'takes the highest rendition below the harmonic mean of the last five throughputs',
  source:
    'Jiang, Sekar & Zhang, FESTIVE, CoNEXT 2012, §4.3; as “RB” of Pensieve, SIGCOMM 2017, §5.1',
  params: {},
  make: (_params, context) => new RateBased(context),
});

class Throughput implements AbrRule {
  readonly #ladder: Float64Array;
  readonly #safety: number;
  readonly #estimate: FastAndSlow;

  constructor({ ladder }: AbrContext, safety: number, fastMs: number, slowMs: number) {
    this.#ladder = ladder;
    this.#safety = safety;
    this.#estimate = new FastAndSlow(fastMs / 1000, slowMs / 1000);
  }

  reserve(count: number): void {
    this.#estimate.reserve(count);
  }

  begin(player: number): void {
    this.#estimate.begin(player);
  }

  loaded(player: number, bytes: number, tookMs: number): void {
    this.#estimate.add(player, bitsPerSecondOf(bytes, tookMs), tookMs);
  }

  choose({ player }: Situation): number {
    return levelFor(this.#ladder, this.#safety * this.#estimate.estimate(player));
  }
}

export const throughput = abrRule({
  name: 'throughput',
  summary: 'takes the highest rendition below a share of the smaller of two moving means',
  source: 'ThroughputRule of dash.js 5.1.1: half-lives 3 and 8 s, safety factor 0.9',
  params: {
    safety: ratio({ above: 0 }).prefault('90%').describe('share of the throughput that is used'),
    fast: duration({ above: 0 }).prefault('3s').describe('half-life of the fast mean'),
    slow: duration({ above: 0 }).prefault('8s').describe('half-life of the slow mean'),
  },
  make: ({ safety, fast, slow }, context) => new Throughput(context, safety, fast, slow),
});
