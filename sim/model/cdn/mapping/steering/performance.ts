import { duration, ratio } from '../../../../part/units.ts';
import { cdnAt, type Steering, type SteeringContext, steering } from './steering.ts';

interface Settings {
  readonly explore: number;
  readonly weight: number;
  readonly failure: number;
}

/** Place by place, the CDN whose answers have come soonest of late; a part of requests tries the others. */
class Performance implements Steering {
  readonly #settings: Settings;
  readonly #context: SteeringContext;
  /** By place and CDN: how long answers took, smoothed, ms; NaN before the first. */
  readonly #tookMs: Float64Array;

  constructor(settings: Settings, context: SteeringContext) {
    this.#settings = settings;
    this.#context = context;
    this.#tookMs = new Float64Array(context.places * context.shares.length).fill(Number.NaN);
  }

  choose(_: number, place: number): number {
    const { shares, random } = this.#context;
    const explores = random.uniform() < this.#settings.explore;
    if (explores) return cdnAt(random.uniform(), shares, () => false);
    let best = 0;
    for (let cdn = 0; cdn < shares.length; cdn += 1) {
      const tookMs = this.#tookMs[place * shares.length + cdn]!;
      if (Number.isNaN(tookMs)) return cdn;
      if (tookMs < this.#tookMs[place * shares.length + best]!) best = cdn;
    }
    return best;
  }

  answered(cdn: number, place: number, tookMs: number, isFailed: boolean): void {
    const at = place * this.#context.shares.length + cdn;
    const { failure, weight } = this.#settings;
    const ms = isFailed ? failure : tookMs;
    const before = this.#tookMs[at]!;
    this.#tookMs[at] = Number.isNaN(before) ? ms : before + weight * (ms - before);
  }
}

export const performance = steering({
  name: 'performance',
  summary: 'sends each place to the CDN that answers soonest there, and keeps trying the others',
  source: 'epsilon-greedy: Sutton & Barto, Reinforcement Learning, 2nd ed. 2018, §2.2',
  params: {
    explore: ratio().prefault('5%').describe('requests that go by the shares instead'),
    weight: ratio({ above: 0 }).prefault('5%').describe('of the newest answer in the mean'),
    failure: duration({ above: 0 }).prefault('5s').describe('what a failed request counts as'),
  },
  make: (settings, context) => new Performance(settings, context),
});
