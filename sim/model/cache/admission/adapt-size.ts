import { grown } from '../../../engine/grown.ts';
import { exp } from '../../../engine/math/index.ts';
import type { Random } from '../../../engine/random.ts';
import { bytes, count } from '../../../part/units.ts';
import { type AdmissionPolicy, admissionPolicy } from './admission.ts';
import { SizeModel } from './size-model.ts';

/** What the requests before the last window still count for. The authors' figure. */
const DECAY = 0.3;
/** How far ahead the model looks, in windows: until c is chosen again. */
const HORIZON_WINDOWS = 1;
/** Objects with fewer requests than this, decayed, are forgotten. */
const FORGOTTEN = 0.01;

/** Lets objects enter with probability e^(-size / c), where c is what the model of the last window says. */
class AdaptSize implements AdmissionPolicy {
  readonly #capacityBytes: number;
  readonly #random: Random;
  readonly #windowRequests: number;
  #scaleBytes: number;
  #requests = 0;
  /** By object: decayed requests, and bytes. */
  #rate = new Float64Array(0);
  #bytes = new Float64Array(0);

  constructor(capacityBytes: number, random: Random, firstBytes: number, windowRequests: number) {
    this.#capacityBytes = capacityBytes;
    this.#random = random;
    this.#scaleBytes = firstBytes;
    this.#windowRequests = windowRequests;
  }

  requested(object: number, sizeBytes: number): void {
    if (object >= this.#rate.length) {
      const objects = Math.max(object + 1, 2 * this.#rate.length);
      this.#rate = grown(this.#rate, objects);
      this.#bytes = grown(this.#bytes, objects);
    }
    this.#rate[object]! += 1 - DECAY;
    this.#bytes[object] = sizeBytes;
    this.#requests += 1;
    if (this.#requests % this.#windowRequests === 0) this.#tune();
  }

  admits(_object: number, sizeBytes: number): boolean {
    return this.#random.uniform() < exp(-sizeBytes / this.#scaleBytes);
  }

  #tune(): void {
    const model = new SizeModel(this.#capacityBytes, HORIZON_WINDOWS);
    for (let object = 0; object < this.#rate.length; object += 1) {
      const rate = this.#rate[object]!;
      if (rate > FORGOTTEN) model.add(rate, this.#bytes[object]!);
      this.#rate[object] = DECAY * rate;
    }
    this.#scaleBytes = model.bestScale();
  }
}

export const adaptSize = admissionPolicy({
  name: 'adaptsize',
  summary:
    'lets an object enter with probability e^(-size / c), with the c that promises most hits',
  source: 'Berger, Sitaraman and Harchol-Balter, AdaptSize, NSDI 2017',
  params: {
    window: count({ min: 100 })
      .prefault('250k')
      .describe('requests after which c is chosen anew (paper, §4)'),
    first: bytes({ above: 0 })
      .prefault('32KiB')
      .describe("c in the first window (the authors' simulator)"),
  },
  make: ({ window, first }, { capacityBytes, random }) =>
    new AdaptSize(capacityBytes, random, first, window),
});
