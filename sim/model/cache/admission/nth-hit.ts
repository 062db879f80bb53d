import { count, ratio } from '../../../part/units.ts';
import { BloomFilter } from '../sketch/bloom-filter.ts';
import { type AdmissionPolicy, admissionPolicy } from './admission.ts';

/**
 * Lets an object enter at its n-th request. Requests are counted in Bloom filters, one for the first
 * request, one for the second and so on; each has an older twin, so that what was seen is forgotten
 * after one to two windows and not all at once.
 */
class NthHit implements AdmissionPolicy {
  readonly #windowObjects: number;
  /** For the first request, the second, …, the n-th. */
  #current: BloomFilter[];
  #previous: BloomFilter[];

  constructor(requests: number, windowObjects: number, errorRatio: number) {
    this.#windowObjects = windowObjects;
    const filters = () =>
      Array.from({ length: requests }, () => new BloomFilter(windowObjects, errorRatio));
    this.#current = filters();
    this.#previous = filters();
  }

  requested(object: number): void {
    const level = this.#current.findIndex((_filter, at) => !this.#has(at, object));
    if (level >= 0) this.#current[level]!.add(object);
    if (this.#current[0]!.size >= this.#windowObjects) this.#rotate();
  }

  admits(object: number): boolean {
    return this.#has(this.#current.length - 1, object);
  }

  #has(level: number, object: number): boolean {
    return this.#current[level]!.has(object) || this.#previous[level]!.has(object);
  }

  #rotate(): void {
    const oldest = this.#previous;
    this.#previous = this.#current;
    for (const filter of oldest) filter.clear();
    this.#current = oldest;
  }
}

export const nthHit = admissionPolicy({
  name: 'nth-hit',
  summary: 'lets an object enter when it is asked for the n-th time',
  source:
    'Maggs and Sitaraman, Algorithmic Nuggets in Content Delivery, CCR 45(3), 2015, §4 (cache on second hit)',
  main: 'requests',
  params: {
    requests: count({ min: 1, max: 16 })
      .prefault(2)
      .describe('at which request an object enters (paper: 2)'),
    window: count({ min: 1, max: 1 << 26 })
      .prefault('100k')
      .describe('objects seen for the first time after which older ones are forgotten; assumption'),
    error: ratio({ above: 0, max: 0.5 })
      .prefault('1%')
      .describe('objects that enter too early because the filter errs; assumption'),
  },
  make: ({ requests, window, error }) => new NthHit(requests, window, error),
});
