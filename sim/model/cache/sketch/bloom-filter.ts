import { log } from '../../../engine/math/index.ts';
import { scatter } from './scatter.ts';

const LN_2 = log(2);

/**
 * A set of objects that never denies a member and takes some others for members.
 * Source: Bloom, Communications of the ACM 13(7), 1970; two hashes instead of many: Kirsch and
 * Mitzenmacher, Random Structures & Algorithms 33(2), 2008.
 */
export class BloomFilter {
  /** One less than the number of bits, which is a power of two. */
  readonly #mask: number;
  readonly #hashes: number;
  readonly #words: Int32Array;
  /** Objects added since the last `clear`, without those that were taken for members. */
  size = 0;

  /**
   * @param objects how many may be added before errors exceed `errorRatio`; 1 … 2^26.
   * @param errorRatio probability that a stranger is taken for a member when it is that full.
   */
  constructor(objects: number, errorRatio: number) {
    const needed = (-objects * log(errorRatio)) / (LN_2 * LN_2);
    let bits = 64;
    while (bits < needed) bits *= 2;
    this.#mask = bits - 1;
    this.#hashes = Math.max(1, Math.round(-log(errorRatio) / LN_2));
    this.#words = new Int32Array(bits / 32);
  }

  has(object: number): boolean {
    let bit = scatter(object, 0);
    const step = stepOf(object);
    for (let hash = 0; hash < this.#hashes; hash += 1) {
      const at = bit & this.#mask;
      if ((this.#words[at >>> 5]! & (1 << (at & 31))) === 0) return false;
      bit = (bit + step) | 0;
    }
    return true;
  }

  /** @returns whether it was there already, as far as the filter knows. */
  add(object: number): boolean {
    let bit = scatter(object, 0);
    const step = stepOf(object);
    let wasThere = true;
    for (let hash = 0; hash < this.#hashes; hash += 1) {
      const at = bit & this.#mask;
      const mask = 1 << (at & 31);
      if ((this.#words[at >>> 5]! & mask) === 0) {
        wasThere = false;
        this.#words[at >>> 5]! |= mask;
      }
      bit = (bit + step) | 0;
    }
    if (!wasThere) this.size += 1;
    return wasThere;
  }

  clear(): void {
    this.#words.fill(0);
    this.size = 0;
  }
}

/** Odd, so that the bits of one object differ. */
const stepOf = (object: number): number => scatter(object, 0x5bd1e995) | 1;
