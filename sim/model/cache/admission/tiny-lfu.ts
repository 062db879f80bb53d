import { z } from 'zod';
import { FrequencySketch } from '../sketch/frequency-sketch.ts';
import { type AdmissionPolicy, admissionPolicy } from './admission.ts';

/** Counts do not go further; who has as many always enters. */
const MOST_COUNTED = 15;
const NOBODY_LEFT = -1;

/**
 * Lets an object enter when it was asked for more often lately than the object that left last. That
 * one stands for the next to leave, whom an admission policy does not know: it works in front of any
 * eviction policy. Its frequency is aged as the sketch ages.
 */
class TinyLfuAdmission implements AdmissionPolicy {
  readonly #sketch: FrequencySketch;
  /** Objects that entered and did not leave; the most of them so far. */
  #objects = 0;
  #mostObjects = 1;
  #victimFrequency = NOBODY_LEFT;
  #victimHalvings = 0;

  constructor(doorkeeper: boolean) {
    this.#sketch = new FrequencySketch(1, doorkeeper);
  }

  requested(object: number): void {
    this.#sketch.increment(object);
  }

  admits(object: number): boolean {
    const frequency = this.#sketch.estimate(object);
    if (frequency < MOST_COUNTED && frequency <= this.#agedVictim()) return false;
    this.#objects += 1;
    if (this.#objects > this.#mostObjects) {
      this.#mostObjects = this.#objects;
      this.#sketch.grow(this.#objects);
    }
    return true;
  }

  evicted(object: number): void {
    this.#objects -= 1;
    this.#victimFrequency = this.#sketch.estimate(object);
    this.#victimHalvings = this.#sketch.halvings;
  }

  #agedVictim(): number {
    if (this.#victimFrequency === NOBODY_LEFT) return NOBODY_LEFT;
    for (; this.#victimHalvings < this.#sketch.halvings; this.#victimHalvings += 1) {
      this.#victimFrequency >>= 1;
    }
    return this.#victimFrequency;
  }
}

export const tinyLfuAdmission = admissionPolicy({
  name: 'tinylfu',
  summary: 'lets an object enter when it is asked for more often than the one that left last',
  source: 'Einziger, Friedman and Manes, TinyLFU, ACM Transactions on Storage 13(4), 2017, §3',
  params: {
    doorkeeper: z
      .boolean()
      .default(true)
      .describe('keep the first request of a period out of the counters (paper, §3.4.2)'),
  },
  make: ({ doorkeeper }) => new TinyLfuAdmission(doorkeeper),
});
