import { count } from '../../part/units.ts';
import { affinityOf, on } from './affinity.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND, type Request } from './balancer.ts';
import { hashText } from './hash.ts';

const EMPTY = -1;

/**
 * Backends take turns in choosing free places of a table, each in an order of its own; a key belongs
 * to whoever has its place. All have the same share to within one place. The table is made anew when
 * a backend comes or goes, and most places stay where they were.
 */
class Maglev implements Balancer {
  readonly #places: number;
  readonly #on: 'object' | 'client';
  #table: Int16Array | undefined;
  #madeAt = 0;

  constructor(places: number, kept: 'object' | 'client') {
    this.#places = places;
    this.#on = kept;
  }

  pick(backends: Backends, request: Request): number {
    if (this.#table === undefined || this.#madeAt !== backends.changes) {
      this.#table = tableOf(backends, this.#places);
      this.#madeAt = backends.changes;
    }
    return this.#table[affinityOf(request, this.#on) % this.#places]!;
  }
}

/** §3.4 of the paper, pseudocode 1. */
function tableOf({ names, up, count: backends }: Backends, places: number): Int16Array {
  const table = new Int16Array(places).fill(EMPTY);
  if (!up.includes(1)) return table.fill(NO_BACKEND);
  const at = names.map((name) => hashText(`${name} offset`) % places);
  const skip = names.map((name) => (hashText(`${name} skip`) % (places - 1)) + 1);
  for (let filled = 0; ; ) {
    for (let backend = 0; backend < backends; backend += 1) {
      if (up[backend] === 0) continue;
      // A prime number of places: each order passes all of them.
      while (table[at[backend]!] !== EMPTY) at[backend] = (at[backend]! + skip[backend]!) % places;
      table[at[backend]!] = backend;
      filled += 1;
      if (filled === places) return table;
    }
  }
}

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor += 1) {
    if (value % divisor === 0) return false;
  }
  return value > 1;
}

export const maglev = balancer({
  name: 'maglev',
  summary: 'keeps each object on one backend by a table; shares are equal, a few more objects move',
  source: 'Eisenbud et al., Maglev, NSDI 2016',
  params: {
    table: count({ min: 3, max: 1_000_000 })
      .refine(isPrime, { error: 'expected a prime number, such as 65537' })
      .prefault(65_537)
      .describe('places of the table, a prime number; 65537 as in the paper'),
    on,
  },
  main: 'table',
  make: (params) => new Maglev(params.table, params.on),
});
