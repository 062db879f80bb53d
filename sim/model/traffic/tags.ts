/**
 * Tags of a catalog's objects, by which caches are purged: each object carries one tag of every kind,
 * such as `product-17` and `template-3`. The n-th object has the tag whose number is n modulo the number
 * of tags, so that each tag has popular objects and others; real catalogs are less even (assumption).
 */
import { z } from 'zod';
import { count } from '../../part/units.ts';
import type { Tagged } from '../node/selection.ts';

/** Tags of all kinds together are numbers; what is more than this is a mistake. */
const MOST_TAGS = 10e6;

export const tagsParams = z
  .record(
    z.string().regex(/^\p{L}[\p{L}\p{N}_-]*$/u, { error: 'a name of letters and digits' }),
    count({ min: 1, max: MOST_TAGS }),
  )
  .describe(
    'kinds of tags (surrogate keys), and how many there are of each: with product: 500, object n carries product-(n modulo 500)',
  );

/** Tags of a traffic's own objects. */
export interface TagSet extends Tagged {
  /** @param tag such as `product-17`. @returns undefined when no object can have it. */
  find(tag: string): number | undefined;
}

/** Tags of a catalog; numbers of tags run through all kinds. */
export class Tags implements TagSet {
  readonly tagsOfEach: number;
  readonly #kinds: readonly string[];
  readonly #counts: readonly number[];
  /** Number of each kind's first tag. */
  readonly #firsts: readonly number[];

  /** @param counts how many tags there are of each kind. */
  constructor(counts: Readonly<Record<string, number>> = {}) {
    this.#kinds = Object.keys(counts);
    this.#counts = Object.values(counts);
    this.tagsOfEach = this.#kinds.length;
    let first = 0;
    this.#firsts = this.#counts.map((count) => {
      first += count;
      return first - count;
    });
  }

  tagOf(object: number, index: number): number {
    return this.#firsts[index]! + (object % this.#counts[index]!);
  }

  find(tag: string): number | undefined {
    const [, kind = '', digits = ''] = /^(.+)-(0|[1-9]\d*)$/su.exec(tag) ?? [];
    const index = this.#kinds.indexOf(kind);
    if (index < 0 || Number(digits) >= this.#counts[index]!) return undefined;
    return this.#firsts[index]! + Number(digits);
  }
}
