import type { Random } from '../../../engine/random.ts';

const LEAST = 0.001;
const MOST = 1;
/** Periods without success after which the rate begins anew. */
const PATIENCE = 10;

/**
 * A learning rate that is changed once a period: on in the direction that raised the hit ratio,
 * back in the one that lowered it, and anywhere at random when nothing else is known.
 * Source: Rodriguez et al., FAST 2021, §4.2, figures of the authors' implementation.
 */
export class ClimbingRate {
  rate: number;
  readonly #first: number;
  readonly #random: Random;
  #rateBefore = 0;
  #hitRatioBefore = 0;
  #hits = 0;
  #requests = 0;
  #fruitless = 0;
  #worse = 0;

  constructor(first: number, random: Random) {
    this.#first = Math.max(LEAST, Math.min(MOST, first));
    this.rate = this.#first;
    this.#random = random;
  }

  /** @param periodRequests after how many requests the rate is changed. */
  counted(wasHit: boolean, periodRequests: number): void {
    this.#requests += 1;
    if (wasHit) this.#hits += 1;
    if (this.#requests >= periodRequests) this.#change();
  }

  #change(): void {
    const hitRatio = inThousandths(this.#hits / this.#requests);
    const gain = hitRatio - this.#hitRatioBefore;
    const step = inThousandths(this.rate) - inThousandths(this.#rateBefore);
    const before = this.rate;
    if (gain * step > 0) this.#go(Math.abs(this.rate * step));
    else if (gain * step < 0) this.#go(-Math.abs(this.rate * step));
    else if (gain <= 0) this.#stuck(hitRatio, gain);
    this.#rateBefore = before;
    this.#hitRatioBefore = hitRatio;
    this.#hits = 0;
    this.#requests = 0;
  }

  #go(by: number): void {
    this.rate = Math.max(LEAST, Math.min(MOST, this.rate + by));
    this.#fruitless = 0;
    this.#worse = 0;
  }

  /** The rate did not move, and the hit ratio did not rise. */
  #stuck(hitRatio: number, gain: number): void {
    if (gain < 0) this.#worse += 1;
    if (gain < 0 || hitRatio === 0) this.#fruitless += 1;
    if (this.#fruitless >= PATIENCE || this.#worse >= PATIENCE) {
      this.rate = this.#first;
      this.#fruitless = 0;
      this.#worse = 0;
    } else if (gain < 0) this.#anywhere();
  }

  #anywhere(): void {
    if (this.rate >= MOST) this.rate = 0.9;
    else if (this.rate <= LEAST) this.rate = 0.005;
    else if (this.#random.uniform() < 0.5) this.rate = Math.min(MOST, this.rate * 1.25);
    else this.rate = Math.max(LEAST, this.rate * 0.75);
  }
}

/** Smaller differences count as none. */
const inThousandths = (value: number): number => Math.round(1000 * value) / 1000;
