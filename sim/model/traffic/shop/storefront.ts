/** The objects of a shop and which of them are on each page. */
import type { Random } from '../../../engine/random.ts';
import type { Choice } from '../../../part/choice.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { drawnSizes } from '../audience/drawn-sizes.ts';
import { changing, NO_STORE, Sections } from '../audience/sections.ts';
import { PAGE_NAMES } from './mixes.data.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

export interface StoreParams {
  readonly products: number;
  readonly html: Choice<Distribution>;
  readonly pictures: Choice<Distribution>;
  readonly assets: number;
  readonly listing: number;
  readonly micro: number;
  readonly price: number;
}

/** Bytes of what is not drawn (assumptions): a price with its stock, and what a page says of its visitor. */
const PRICE_BYTES = 1000;
const PERSONAL_BYTES = 4000;
/** Scripts, styles and pictures of the frame, bytes (assumption: 20 to 60 kB, compressed). */
const ASSET_BYTES = { least: 20_000, most: 60_000 };
/** Pictures beside that of a product, and in a cart (assumptions). */
const RELATED = 4;
const IN_CART = 3;

export const HOME = 0;
export const DETAIL = 3;
const SEARCH = 4;
export const RESULTS = 5;
const CART = 6;
export const CONFIRM = 9;

/** Of a page: whether it shows a list of products, one, a few, or none. */
const pictureCount = (page: number, listing: number): number => {
  if (page < DETAIL || page === RESULTS) return listing;
  if (page === DETAIL) return 1 + RELATED;
  return page === CART ? IN_CART : 0;
};

export class Storefront {
  readonly sections: Sections;
  readonly #params: StoreParams;
  readonly #first: Readonly<
    Record<'shared' | 'details' | 'results' | 'prices' | 'pictures' | 'assets' | 'personal', number>
  >;

  constructor(name: string, params: StoreParams, random: Random) {
    this.#params = params;
    const { products, micro, price } = params;
    const html = params.html.make();
    // What is generated for each request is new each time: no 304.
    const page = changing(micro, micro, Math.max(1, micro / 10));
    const flat = (count: number, bytes: number) => new Float64Array(count).fill(bytes);
    const frame = {
      sample: (from: Random) =>
        ASSET_BYTES.least + from.uniform() * (ASSET_BYTES.most - ASSET_BYTES.least),
    };
    this.sections = new Sections(
      name,
      [
        { name: 'shared', sizes: drawnSizes(PAGE_NAMES.length, html, random), life: page },
        { name: 'details', sizes: drawnSizes(products, html, random), life: page, isTagged: true },
        { name: 'results', sizes: drawnSizes(products, html, random), life: page },
        {
          name: 'prices',
          sizes: flat(products, PRICE_BYTES),
          life: changing(price, 0, DAY_MS),
          isTagged: true,
        },
        {
          name: 'pictures',
          sizes: drawnSizes(products, params.pictures.make(), random),
          life: changing(30 * DAY_MS, DAY_MS, YEAR_MS),
          isTagged: true,
        },
        {
          name: 'assets',
          sizes: drawnSizes(params.assets, frame, random),
          life: changing(YEAR_MS, 0, Number.POSITIVE_INFINITY),
        },
        { name: 'personal', sizes: drawnSizes(PAGE_NAMES.length, html, random), life: NO_STORE },
        { name: 'visitor', sizes: flat(1, PERSONAL_BYTES), life: NO_STORE },
      ],
      'product',
    );
    const first = (section: string) => this.sections.first(section);
    this.#first = {
      shared: first('shared'),
      details: first('details'),
      results: first('results'),
      prices: first('prices'),
      pictures: first('pictures'),
      assets: first('assets'),
      personal: first('personal'),
    };
  }

  /** @param product what a page of a product or of a search is about. */
  main(page: number, product: number): number {
    if (page === DETAIL) return this.#first.details + product;
    if (page === RESULTS) return this.#first.results + product;
    return (page <= SEARCH ? this.#first.shared : this.#first.personal) + page;
  }

  /** @param other draws another product. */
  embedded(
    page: number,
    product: number,
    isSignedIn: boolean,
    other: () => number,
    into: number[],
  ): void {
    const { assets, listing } = this.#params;
    for (let asset = 0; asset < assets; asset += 1) into.push(this.#first.assets + asset);
    const pictures = pictureCount(page, listing);
    for (let picture = 0; picture < pictures; picture += 1) {
      const isOwn = page === DETAIL && picture === 0;
      into.push(this.#first.pictures + (isOwn ? product : other()));
    }
    if (page === DETAIL) into.push(this.#first.prices + product);
    if (isSignedIn) into.push(this.sections.first('visitor'));
  }
}
