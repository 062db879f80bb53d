/** Which page a visitor of a shop opens next. */
import { Alias } from '../../../engine/alias.ts';
import type { Random } from '../../../engine/random.ts';
import { MIXES, PAGE_NAMES } from './mixes.data.ts';
import { TRANSITIONS } from './transitions.data.ts';

export const NAVIGATIONS = ['independent', 'links'] as const;
export type Mix = keyof typeof MIXES;

/** The page that is open before the first one. */
export const NO_PAGE = -1;
const HOME = 0;
const LAST_THRESHOLD = 9999;

export interface Navigation {
  /** @param page that is open, or `NO_PAGE`. */
  next(page: number, random: Random): number;
}

/** Each page without regard to the last. */
class Independent implements Navigation {
  readonly #pages: Alias;

  constructor(mix: Mix) {
    this.#pages = new Alias(MIXES[mix]);
  }

  next(_page: number, random: Random): number {
    return this.#pages.sample(random);
  }
}

/** From home on along the links of each page. TPC Benchmark W 1.8, clause 5.2.2. */
class Links implements Navigation {
  /** By page: pages and their thresholds. */
  readonly #pages: readonly (readonly number[])[];
  readonly #thresholds: readonly (readonly number[])[];

  constructor(mix: Mix) {
    const rows = PAGE_NAMES.map((page) => Object.entries(TRANSITIONS[mix][page]));
    const names: readonly string[] = PAGE_NAMES;
    this.#pages = rows.map((row) => row.map(([name]) => names.indexOf(name)));
    this.#thresholds = rows.map((row) => row.map(([, threshold]) => threshold));
  }

  next(page: number, random: Random): number {
    if (page === NO_PAGE) return HOME;
    const thresholds = this.#thresholds[page]!;
    const drawn = 1 + random.below(LAST_THRESHOLD);
    let link = 0;
    while (thresholds[link]! < drawn) link += 1;
    return this.#pages[page]![link]!;
  }
}

export const navigate = (how: (typeof NAVIGATIONS)[number], mix: Mix): Navigation =>
  how === 'links' ? new Links(mix) : new Independent(mix);
