/**
 * The objects of a site, in sections that differ in how long copies live: `/shop/pictures/17` is the 18th of
 * the section `pictures`. Numbers run through all sections.
 */
import { FOREVER } from '../../cache/freshness.ts';
import type { Life } from '../http-traffic.ts';
import { type Match, matchNumbered } from '../keys.ts';
import type { TagSet } from '../tags.ts';

export interface Section {
  readonly name: string;
  /** Bytes of each object. */
  readonly sizes: Float64Array;
  readonly life: Life;
  /** Whether the n-th object carries the tag n of the kind that the site has. */
  readonly isTagged?: boolean;
}

/** Copies that no cache may keep. RFC 9111 §5.2.2.5. */
export const NO_STORE: Life = {
  freshness: { ...FOREVER, isStorable: false, isShareable: false, isPrivatelyStorable: false },
  changesMs: Number.POSITIVE_INFINITY,
};

export const LIVES_FOREVER: Life = { freshness: FOREVER, changesMs: Number.POSITIVE_INFINITY };

/** Copies live so long, and what they copy changes as often. */
export const changing = (maxAgeMs: number, staleMs: number, changesMs: number): Life => ({
  freshness: { ...FOREVER, maxAgeMs, staleMs, privately: { maxAgeMs } },
  changesMs,
});

export class Sections implements TagSet {
  readonly tagsOfEach: number;
  readonly sizes: Float64Array;
  readonly smallestBytes: number;
  readonly #traffic: string;
  readonly #sections: readonly Section[];
  readonly #firsts: readonly number[];
  /** By object. */
  readonly #section: Uint8Array;
  readonly #tag: string | undefined;
  readonly #tags: number;

  /** @param tag kind of tag, such as `product`. */
  constructor(traffic: string, sections: readonly Section[], tag?: string) {
    this.#traffic = traffic;
    this.#sections = sections;
    this.#tag = tag;
    this.tagsOfEach = tag === undefined ? 0 : 1;
    let first = 0;
    this.#firsts = sections.map(({ sizes }) => {
      first += sizes.length;
      return first - sizes.length;
    });
    this.sizes = new Float64Array(first);
    this.#section = new Uint8Array(first);
    let tags = 0;
    for (const [index, { sizes, isTagged }] of sections.entries()) {
      this.sizes.set(sizes, this.#firsts[index]!);
      this.#section.fill(index, this.#firsts[index]!, this.#firsts[index]! + sizes.length);
      if (isTagged === true) tags = Math.max(tags, sizes.length);
    }
    this.#tags = tags;
    this.smallestBytes = this.sizes.reduce((least, one) => Math.min(least, one));
  }

  /** Number of the first object of a section. */
  first(name: string): number {
    return this.#firsts[this.#sections.findIndex((section) => section.name === name)]!;
  }

  lifeOf(object: number): Life {
    return this.#sections[this.#section[object]!]!.life;
  }

  /** What is not tagged has a tag that nobody can name. */
  tagOf(object: number): number {
    const section = this.#section[object]!;
    return this.#sections[section]!.isTagged === true
      ? object - this.#firsts[section]!
      : this.#tags;
  }

  find(tag: string): number | undefined {
    const [, kind, digits] = /^(.+)-(0|[1-9]\d*)$/su.exec(tag) ?? [];
    if (kind === undefined || kind !== this.#tag || Number(digits) >= this.#tags) return undefined;
    return Number(digits);
  }

  match(pattern: string): Match {
    const prefix = `/${this.#traffic}/`;
    if (pattern.endsWith('*') && prefix.startsWith(pattern.slice(0, -1))) return 'all';
    const matches = this.#sections.map(({ name, sizes }) => {
      return matchNumbered(`${this.#traffic}/${name}`, sizes.length)(pattern);
    });
    return (object) => {
      const section = this.#section[object]!;
      const match = matches[section]!;
      const own = object - this.#firsts[section]!;
      if (match === 'all') return true;
      return typeof match === 'function' ? match(own) : match.includes(own);
    };
  }
}
