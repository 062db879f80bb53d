/**
 * Named streams of random numbers: one for each entity and purpose. A stream's numbers depend on
 * the seed, the replication and its name only, so that another stream never disturbs it and two
 * versions of a model meet the same chance.
 */
import seedrandom from 'seedrandom';
import { Random } from './random.ts';

/** Odd 32-bit constants of MurmurHash3 x86_128 (Appleby, public domain). */
const LANES = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
/** A new state of sfc32 is stirred this often before use, as its author advises. */
const STIRS = 12;

export class Streams {
  readonly #root: Int32Array;

  /** @param seed any text. @param replication 0, 1, 2, … */
  constructor(seed: string, replication: number) {
    const source = seedrandom(seed);
    const words = Int32Array.from({ length: 4 }, () => source.int32());
    this.#root = hash128(words, `replication ${replication}`);
  }

  stream(name: string): Random {
    const random = new Random(hash128(this.#root, name));
    for (let stir = 0; stir < STIRS; stir += 1) random.uint32();
    return random;
  }
}

/** Hash of a text under a 128-bit key: every character goes through all four lanes. */
function hash128(key: Int32Array, text: string): Int32Array {
  let [one, two, three, four] = key as unknown as [number, number, number, number];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = turn(Math.imul(one ^ unit, LANES[0]), 15) + two;
    two = turn(Math.imul(two ^ one, LANES[1]), 16) + three;
    three = turn(Math.imul(three ^ two, LANES[2]), 17) + four;
    four = turn(Math.imul(four ^ three, LANES[3]), 18) + one;
  }
  one = finish(one ^ text.length);
  two = finish(two ^ one);
  three = finish(three ^ two);
  four = finish(four ^ three);
  return Int32Array.of(one, two, three, four);
}

const turn = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** Finalizer of MurmurHash3: every input bit reaches every output bit. */
function finish(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
