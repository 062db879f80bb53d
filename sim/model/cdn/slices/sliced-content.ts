import type { Freshness } from '../../cache/freshness.ts';
import type { Ledger } from '../../node/conservation.ts';
import type { Selection } from '../../node/selection.ts';
import type { Content } from '../../node/world.ts';
import type { SliceNumbers } from './slice-numbers.ts';

/** A content as a cache sees it that keeps slices: what it says of a key is what is true of its object. */
export class SlicedContent implements Content {
  readonly #content: Content;
  readonly #numbers: SliceNumbers;
  /** Keys of the most popular objects, in order, as far as anybody has asked. */
  readonly #ranked: number[] = [];
  #rankedObjects = 0;

  constructor(content: Content, numbers: SliceNumbers) {
    this.#content = content;
    this.#numbers = numbers;
  }

  get traffic(): string {
    return this.#content.traffic;
  }

  freshnessOf(key: number): Freshness {
    return this.#content.freshnessOf(this.#numbers.objectOf(key));
  }

  get ledger(): Ledger {
    return this.#content.ledger;
  }

  get tagsOfEach(): number {
    return this.#content.tagsOfEach;
  }

  get smallestBytes(): number {
    return this.#content.smallestBytes;
  }

  answered(call: number): void {
    this.#content.answered(call);
  }

  match(pattern: string): Selection {
    return this.inSlices(this.#content.match(pattern));
  }

  tagged(tag: string): Selection {
    return this.#content.tagged(tag);
  }

  tagOf(key: number, index: number): number {
    return this.#content.tagOf(this.#numbers.objectOf(key), index);
  }

  versionOf(key: number, nowMs: number): number {
    return this.#content.versionOf(this.#numbers.objectOf(key), nowMs);
  }

  urlOf(key: number): number {
    return this.#content.urlOf(this.#numbers.objectOf(key));
  }

  next(key: number): number {
    return this.#numbers.next(key);
  }

  bytesOf(key: number): number | undefined {
    return this.#numbers.bytesOf(key);
  }

  /** All slices of the most popular object come first, then those of the next. */
  ranked(rank: number): number {
    while (this.#ranked.length <= rank) {
      const object = this.#content.ranked(this.#rankedObjects);
      const bytes = this.#content.bytesOf(object);
      if (bytes === undefined) return -1;
      this.#numbers.first(object, bytes);
      for (const key of this.#numbers.keysOf(object)) this.#ranked.push(key);
      this.#rankedObjects += 1;
    }
    return this.#ranked[rank]!;
  }

  /** The slices of what a selection means; what the cache has never met has none here. */
  inSlices(selection: Selection): Selection {
    const numbers = this.#numbers;
    if (selection.means === 'objects') {
      const objects = selection.objects.flatMap((object) => numbers.keysOf(object));
      return { means: 'objects', objects };
    }
    if (selection.means !== 'rule') return selection;
    return { ...selection, has: (key) => selection.has(numbers.objectOf(key)) };
  }
}
