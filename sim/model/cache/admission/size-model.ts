import { exp, expm1, log } from '../../../engine/math/index.ts';

/** Objects whose rates and sizes differ by less than an eighth of an octave are one group. */
const GROUPS_PER_LN = 8 / log(2);
/** Where the search for the characteristic time and for the scale stops. */
const SMALL_STEP_LN = 1e-3;
const LN_2 = log(2);
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * What a cache with LRU eviction would hit if it let objects enter with probability e^(-size / c).
 *
 * Requests for each object are taken as a Poisson process. Object i with rate r and size s goes
 * through the states of a Markov chain whose solution says that it is in the cache with probability
 *
 *     P = (e^(rT) - 1) e^(-s/c) / (1 + (e^(rT) - 1) e^(-s/c))
 *
 * where T, which is the same for all, is such that the expected bytes fill the cache.
 * Source: Berger, Sitaraman and Harchol-Balter, AdaptSize, NSDI 2017, §4.
 */
export class SizeModel {
  readonly #capacityBytes: number;
  readonly #horizon: number;
  /** By group: sums of rates and sizes, and the number of objects. */
  readonly #rates: number[] = [];
  readonly #bytes: number[] = [];
  readonly #objects: number[] = [];
  readonly #groupOf = new Map<number, number>();
  #allRates = 0;
  #allBytes = 0;

  /**
   * @param horizon how much time is looked at, in the unit of the rates. T is not greater than that:
   *   where next to nothing enters a cache it takes ages to fill, and the state that the model describes
   *   is never reached.
   */
  constructor(capacityBytes: number, horizon = Number.POSITIVE_INFINITY) {
    this.#capacityBytes = capacityBytes;
    this.#horizon = horizon;
  }

  /** @param rate requests in any unit of time, above 0. */
  add(rate: number, sizeBytes: number): void {
    const byRate = Math.round(log(rate) * GROUPS_PER_LN);
    const bySize = Math.round(log(Math.max(1, sizeBytes)) * GROUPS_PER_LN);
    const key = byRate * 4096 + bySize;
    let group = this.#groupOf.get(key);
    if (group === undefined) {
      group = this.#rates.length;
      this.#groupOf.set(key, group);
      this.#rates.push(0);
      this.#bytes.push(0);
      this.#objects.push(0);
    }
    this.#rates[group]! += rate;
    this.#bytes[group]! += sizeBytes;
    this.#objects[group]! += 1;
    this.#allRates += rate;
    this.#allBytes += sizeBytes;
  }

  /** @returns hits for each request, 0 … 1, when objects enter with probability e^(-size / scale). */
  hitRatio(scaleBytes: number): number {
    const time = this.#characteristicTime(scaleBytes);
    let hits = 0;
    for (let group = 0; group < this.#rates.length; group += 1) {
      hits += this.#rates[group]! * this.#presence(group, scaleBytes, time);
    }
    return hits / this.#allRates;
  }

  /**
   * The scale with the most hits, the largest of equal ones: tries one in each octave from the whole
   * cache down, and then searches between the neighbours of the best.
   */
  bestScale(): number {
    const highest = Math.ceil(log(this.#capacityBytes) / LN_2);
    let best = 0;
    let most = -1;
    for (let octave = highest; octave >= 0; octave -= 1) {
      const hits = this.hitRatio(exp(octave * LN_2));
      if (hits <= most) continue;
      most = hits;
      best = octave;
    }
    return exp(this.#golden((best - 1) * LN_2, (best + 1) * LN_2));
  }

  /** Golden-section search for the logarithm of the best scale. */
  #golden(from: number, to: number): number {
    let [low, high] = [from, to];
    while (high - low > 0.01) {
      const left = high - GOLDEN_RATIO * (high - low);
      const right = low + GOLDEN_RATIO * (high - low);
      if (this.hitRatio(exp(left)) < this.hitRatio(exp(right))) low = left;
      else high = right;
    }
    return (low + high) / 2;
  }

  #characteristicTime(scaleBytes: number): number {
    if (this.#allBytes <= this.#capacityBytes) return this.#horizon;
    let low = log(1 / this.#allRates) - 20;
    let high = low + 1;
    while (this.#used(scaleBytes, exp(high)) < this.#capacityBytes && high < 700) high += 4;
    while (high - low > SMALL_STEP_LN) {
      const middle = (low + high) / 2;
      if (this.#used(scaleBytes, exp(middle)) < this.#capacityBytes) low = middle;
      else high = middle;
    }
    return Math.min(this.#horizon, exp((low + high) / 2));
  }

  #used(scaleBytes: number, time: number): number {
    let used = 0;
    for (let group = 0; group < this.#bytes.length; group += 1) {
      used += this.#bytes[group]! * this.#presence(group, scaleBytes, time);
    }
    return used;
  }

  /** Probability that an object of a group is in the cache. */
  #presence(group: number, scaleBytes: number, time: number): number {
    const objects = this.#objects[group]!;
    const chance = exp(-this.#bytes[group]! / objects / scaleBytes);
    if (chance === 0) return 0;
    const odds = chance * expm1((this.#rates[group]! / objects) * time);
    return odds > 1e12 ? 1 : odds / (1 + odds);
  }
}
