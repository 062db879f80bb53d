/**
 * How a traffic's own numbers of objects become the world's, in which several traffics and the variants
 * of each object have their places: variants side by side, traffics in turn.
 */
import type { Selection } from '../node/selection.ts';
import type { Match } from './keys.ts';

export class Numbering {
  readonly #content: number;
  readonly #contents: number;
  readonly #variants: number;

  /** @param content index of the traffic's objects among all `contents`. */
  constructor(content: number, contents: number, variants: number) {
    this.#content = content;
    this.#contents = contents;
    this.#variants = variants;
  }

  /** The world's number of one variant of an object. */
  known(own: number, variant: number): number {
    return (own * this.#variants + variant) * this.#contents + this.#content;
  }

  /** The traffic's own number of an object, whatever the variant. */
  own(object: number): number {
    return Math.floor((object - this.#content) / this.#contents / this.#variants);
  }

  url(object: number): number {
    return this.#variants === 1 ? object : this.known(this.own(object), 0);
  }

  /** With all variants of an object before those of the next. */
  ranked(rank: number): number {
    return rank * this.#contents + this.#content;
  }

  /** Between the same variants of two objects that follow each other. */
  get stride(): number {
    return this.#variants * this.#contents;
  }

  next(object: number): number {
    return object + this.stride;
  }

  /** @param name of the rule, where the match is one. */
  select(match: Match, name: string): Selection {
    if (match === 'all') return { means: 'all' };
    if (typeof match === 'function') {
      return { means: 'rule', name, has: (object) => match(this.own(object)) };
    }
    // Keys are URLs, and all variants of a URL go: RFC 9111 §4.4.
    const variants = Array.from({ length: this.#variants }, (_, variant) => variant);
    const objects = match.flatMap((own) => variants.map((variant) => this.known(own, variant)));
    return { means: 'objects', objects };
  }
}
