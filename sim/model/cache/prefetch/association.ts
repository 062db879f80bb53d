import { grown } from '../../../engine/grown.ts';
import { count, ratio } from '../../../part/units.ts';
import { type Prefetcher, prefetcher } from './prefetcher.ts';

const NOBODY = -1;

/**
 * Learns which objects follow each other: for each object the successors that were seen most, with
 * counts. A new successor takes the place of one whose count it has worn down to nothing, so that
 * chance neighbours never settle.
 */
class Association implements Prefetcher {
  readonly #successors: number;
  readonly #support: number;
  readonly #confidence: number;
  #before = NOBODY;
  /** By object: how often it was followed by anything. */
  #followed = new Uint32Array(0);
  /** By object and place: a successor plus one (0: free), and how often it came. */
  #successor = new Int32Array(0);
  #count = new Uint32Array(0);

  constructor(successors: number, support: number, confidence: number) {
    this.#successors = successors;
    this.#support = support;
    this.#confidence = confidence;
  }

  requested(object: number, _wasHit: boolean, wanted: (object: number) => void): void {
    this.#know(object);
    if (this.#before !== NOBODY && this.#before !== object) this.#learn(this.#before, object);
    this.#before = object;
    const least = Math.max(this.#support, this.#confidence * this.#followed[object]!);
    const from = object * this.#successors;
    for (let at = from; at < from + this.#successors; at += 1) {
      if (this.#count[at]! >= least) wanted(this.#successor[at]! - 1);
    }
  }

  #learn(object: number, successor: number): void {
    this.#followed[object]! += 1;
    const from = object * this.#successors;
    let rarest = from;
    for (let at = from; at < from + this.#successors; at += 1) {
      if (this.#successor[at] === successor + 1) {
        this.#count[at]! += 1;
        return;
      }
      if (this.#count[at]! < this.#count[rarest]!) rarest = at;
    }
    if (this.#count[rarest]! > 0) this.#count[rarest]! -= 1;
    else {
      this.#successor[rarest] = successor + 1;
      this.#count[rarest] = 1;
    }
  }

  #know(object: number): void {
    if (object < this.#followed.length) return;
    const objects = Math.max(object + 1, 2 * this.#followed.length);
    this.#followed = grown(this.#followed, objects);
    this.#successor = grown(this.#successor, objects * this.#successors);
    this.#count = grown(this.#count, objects * this.#successors);
  }
}

export const association = prefetcher({
  name: 'association',
  summary: 'fetches the objects that mostly follow the one that was asked for',
  source:
    'Joseph and Grunwald, Prefetching Using Markov Predictors, ISCA 1997; support and confidence as in Yang et al., MITHRIL, SoCC 2017',
  params: {
    successors: count({ min: 1, max: 8 })
      .prefault(2)
      .describe('successors remembered of each object (ISCA paper: 4; assumption)'),
    support: count({ min: 1 })
      .prefault(2)
      .describe('how often a successor must have come; assumption'),
    confidence: ratio({ above: 0 })
      .prefault('25%')
      .describe('part of the times an object was followed by anything; assumption'),
  },
  make: ({ successors, support, confidence }) => new Association(successors, support, confidence),
});
