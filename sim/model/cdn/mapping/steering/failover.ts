import { count, duration, ratio } from '../../../../part/units.ts';
import { cdnAt, type Steering, type SteeringContext, steering } from './steering.ts';

interface Settings {
  readonly errors: number;
  readonly window: number;
  readonly least: number;
  readonly hold: number;
}

/** As `weighted`; a CDN with too many errors in a window is left out for a time, the others have its load. */
class Failover implements Steering {
  readonly #settings: Settings;
  readonly #shares: readonly number[];
  readonly #requests: Int32Array;
  readonly #errors: Int32Array;
  readonly #windowEndMs: Float64Array;
  readonly #outUntilMs: Float64Array;

  constructor(settings: Settings, { shares }: SteeringContext) {
    this.#settings = settings;
    this.#shares = shares;
    this.#requests = new Int32Array(shares.length);
    this.#errors = new Int32Array(shares.length);
    this.#windowEndMs = new Float64Array(shares.length);
    this.#outUntilMs = new Float64Array(shares.length);
  }

  choose(unit: number, _: number, nowMs: number): number {
    const until = this.#outUntilMs;
    const isOut = (cdn: number) => nowMs < until[cdn]!;
    for (let cdn = 0; cdn < until.length; cdn += 1) {
      if (!isOut(cdn)) return cdnAt(unit, this.#shares, isOut);
    }
    // Without any that is well, each has its own.
    return cdnAt(unit, this.#shares, () => false);
  }

  answered(cdn: number, _: number, __: number, isFailed: boolean, nowMs: number): void {
    const { errors, window, least, hold } = this.#settings;
    if (nowMs >= this.#windowEndMs[cdn]!) {
      this.#windowEndMs[cdn] = nowMs + window;
      this.#requests[cdn] = 0;
      this.#errors[cdn] = 0;
    }
    this.#requests[cdn]! += 1;
    if (isFailed) this.#errors[cdn]! += 1;
    if (this.#requests[cdn]! < least) return;
    if (this.#errors[cdn]! / this.#requests[cdn]! < errors) return;
    this.#outUntilMs[cdn] = nowMs + hold;
    this.#windowEndMs[cdn] = nowMs + hold;
    this.#requests[cdn] = 0;
    this.#errors[cdn] = 0;
  }
}

export const failover = steering({
  name: 'failover',
  summary: 'leaves out a CDN with too many errors for a time; the others share its devices',
  source: 'as content steering by beacons of players; thresholds are assumptions',
  params: {
    errors: ratio({ above: 0 }).prefault('5%').describe('share of failed requests in a window'),
    window: duration({ above: 0 }).prefault('10s').describe('in which requests are counted'),
    least: count({ min: 1 }).prefault(20).describe('requests in it before it says anything'),
    hold: duration({ above: 0 }).prefault('60s').describe('how long a CDN is left out'),
  },
  make: (settings, context) => new Failover(settings, context),
});
