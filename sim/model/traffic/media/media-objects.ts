/**
 * The objects of a chat: those of its stocks first, the most popular one of each first, then what people
 * upload, in order. Numbers are never used again, since caches know objects by them.
 */
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import { Zipf } from '../../../engine/zipf.ts';
import type { Stock } from '../../chat/kinds/kind.ts';
import { drawnSizes } from '../audience/drawn-sizes.ts';
import { type Match, matchNumbered } from '../keys.ts';

/** A stock whose objects have the numbers from `first` on. */
interface Range {
  readonly name: string;
  readonly first: number;
  readonly ranks: Zipf;
}

export class MediaObjects {
  readonly #traffic: string;
  readonly #ranges: (Range | undefined)[] = [];
  #sizes = new Float64Array(0);
  #count = 0;
  readonly #firstOwn: number;
  smallestBytes = Number.POSITIVE_INFINITY;

  /** @param stocks by kind; undefined for kinds that have none. */
  constructor(
    traffic: string,
    kinds: readonly string[],
    stocks: readonly (Stock | undefined)[],
    stream: (purpose: string) => Random,
  ) {
    this.#traffic = traffic;
    for (const [kind, stock] of stocks.entries()) {
      if (stock === undefined) continue;
      const name = kinds[kind]!;
      const { objects, exponent, bytes } = stock;
      this.#ranges[kind] = { name, first: this.#count, ranks: new Zipf(objects, exponent) };
      for (const size of drawnSizes(objects, bytes, stream(`sizes of ${name}`))) this.create(size);
    }
    this.#firstOwn = this.#count;
  }

  create(bytes: number): number {
    const object = this.#count;
    if (object === this.#sizes.length) this.#sizes = grown(this.#sizes, Math.max(1024, 2 * object));
    this.#sizes[object] = bytes;
    this.#count += 1;
    if (bytes < this.smallestBytes) this.smallestBytes = bytes;
    return object;
  }

  choose(kind: number, random: Random): number {
    const { first, ranks } = this.#ranges[kind]!;
    return first + ranks.sample(random) - 1;
  }

  bytesOf(object: number): number | undefined {
    return object < this.#count ? this.#sizes[object] : undefined;
  }

  /** Keys are `/talk/sticker/17` for stocks and `/talk/media/17` for what people uploaded. */
  match(pattern: string): Match {
    const prefix = `/${this.#traffic}/`;
    if (pattern.endsWith('*') && prefix.startsWith(pattern.slice(0, -1))) return 'all';
    const sections = this.#sections();
    const matches = sections.map(({ name, first, end }) => {
      return matchNumbered(`${this.#traffic}/${name}`, end - first)(pattern);
    });
    return (object) => {
      const at = sections.findIndex(({ end }) => object < end);
      const match = matches[at];
      if (match === undefined || typeof match === 'string') return match === 'all';
      const own = object - sections[at]!.first;
      return typeof match === 'function' ? match(own) : match.includes(own);
    };
  }

  #sections(): { name: string; first: number; end: number }[] {
    const ranges = this.#ranges.filter((range) => range !== undefined);
    const starts = [...ranges, { name: 'media', first: this.#firstOwn }];
    return starts.map(({ name, first }, index) => {
      return { name, first, end: starts[index + 1]?.first ?? this.#count };
    });
  }
}
