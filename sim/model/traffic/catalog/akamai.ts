import { z } from 'zod';
import { Alias } from '../../../engine/alias.ts';
import { exp, log } from '../../../engine/math/index.ts';
import type { Random } from '../../../engine/random.ts';
import { AKAMAI, type Group, SIZE_QUANTILES } from './akamai.data.ts';
import { type Popularity, popularity } from './popularity.ts';

const KB = 1000;

/** Objects of a catalog that are alike. */
interface Crowd {
  readonly objects: number;
  /** Requests of one of them beside those of others. */
  readonly weight: number;
  readonly sizesKb: readonly number[];
}

/**
 * A catalog of any size in the image of a log: each group has its part of the requests. Where a small catalog
 * has no object of a group, the next group has its requests.
 */
function crowds(groups: readonly Group[], objects: number): Crowd[] {
  const found: Crowd[] = [];
  let share = 0;
  let placed = 0;
  let carried = 0;
  for (const [requests, part, sizesKb] of groups) {
    share += part;
    carried += requests * part;
    const upTo = Math.min(objects, Math.round(share * objects));
    if (upTo === placed) continue;
    found.push({ objects: upTo - placed, weight: carried / (upTo - placed), sizesKb });
    placed = upTo;
    carried = 0;
  }
  const last = found.at(-1)!;
  // Shares are rounded; what is missing at the end is like the last.
  if (placed < objects) found.push({ ...last, objects: objects - placed });
  return found;
}

class Akamai implements Popularity {
  readonly #crowds: readonly Crowd[];
  readonly #firsts: readonly number[];
  readonly #which: Alias;

  constructor(groups: readonly Group[], objects: number) {
    this.#crowds = crowds(groups, objects);
    let first = 0;
    this.#firsts = this.#crowds.map((crowd) => {
      first += crowd.objects;
      return first - crowd.objects;
    });
    this.#which = new Alias(this.#crowds.map((crowd) => crowd.weight * crowd.objects));
  }

  sample(random: Random): number {
    const which = this.#which.sample(random);
    const { objects } = this.#crowds[which]!;
    return this.#firsts[which]! + (objects === 1 ? 0 : random.below(objects));
  }

  /** Each group has its sizes evenly, in any order: the one object of a group has the median. */
  sizes(random: Random): Float64Array {
    const all: number[] = [];
    for (const { objects, sizesKb } of this.#crowds) {
      const first = all.length;
      for (let object = 0; object < objects; object += 1) {
        all.push(Math.max(1, Math.round(KB * sizeKb(sizesKb, (object + 0.5) / objects))));
        const other = first + random.below(object + 1);
        // Shuffled on the way: Fisher & Yates, as by Durstenfeld, CACM 7(7), 1964.
        [all[first + object], all[other]] = [all[other]!, all[first + object]!];
      }
    }
    return Float64Array.from(all);
  }
}

/** Between the quantiles of a table, straight lines of the logarithm: the last steps are of a factor of hundreds. */
function sizeKb(sizesKb: readonly number[], quantile: number): number {
  let index = 1;
  while (SIZE_QUANTILES[index]! < quantile) index += 1;
  const [from, to] = [SIZE_QUANTILES[index - 1]!, SIZE_QUANTILES[index]!];
  const part = (quantile - from) / (to - from);
  const low = log(sizesKb[index - 1]!);
  return exp(low + part * (log(sizesKb[index]!) - low));
}

const names = Object.keys(AKAMAI) as (keyof typeof AKAMAI)[];

export const akamai = popularity({
  name: 'akamai',
  summary: 'is that of a class of content at Akamai, and brings the sizes that go with it',
  source:
    'fitted to the popularity-size distributions of TRAGEN, Sabnis & Sitaraman, ACM IMC 2021 (bench/traffic/fit-catalogs.mjs)',
  params: { class: z.enum(names).describe(`${names.join(', ')}; see docs/audiences.md`) },
  main: 'class',
  make: ({ class: name }, { objects }) => new Akamai(AKAMAI[name], objects),
});
