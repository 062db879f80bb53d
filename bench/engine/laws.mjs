/**
 * Random delays, the same numbers in every engine that is compared: the peers' programs draw them
 * with the same generator. They lie on the simulator's grid of 2^-20 ms, so that all clocks agree
 * to the last bit, and they come from a table, so that drawing costs next to nothing.
 */
const DRAWS = 1 << 14;
const GRID = 1_048_576;

/** Park and Miller's generator: exact in doubles, three lines in any language. CACM 31(10), 1988. */
function uniforms(seed) {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** 60 % hops inside a rack, 30 % over a continent, 9 % timeouts of requests, 1 % keep-alives. */
function networkMix(u, v) {
  if (u < 0.6) return 0.01;
  if (u < 0.9) return 20 + 10 * v;
  return u < 0.99 ? 5000 : 60_000;
}

/** Delays, ms, from two uniform numbers. */
export const LAWS = {
  exponential: (u) => -1000 * Math.log(u),
  constant: () => 1000,
  uniform: (u) => 2000 * u,
  bimodal: (u, v) => (u < 0.9 ? 100 * v : 9000 + 1000 * v),
  pareto: (u) => 300 * u ** (-1 / 1.5),
  'network mix': networkMix,
};

export class Delays {
  #table;
  #at = 0;

  /** @param law one of LAWS, or a function like them. */
  constructor(law, seed = 1) {
    const uniform = uniforms(seed);
    const draw = typeof law === 'function' ? law : LAWS[law];
    const one = () => Math.round(draw(uniform(), uniform()) * GRID) / GRID;
    this.#table = Float64Array.from({ length: DRAWS }, one);
  }

  next() {
    this.#at = (this.#at + 1) & (DRAWS - 1);
    return this.#table[this.#at];
  }
}
