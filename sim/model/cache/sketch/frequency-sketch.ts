import { BloomFilter } from './bloom-filter.ts';
import { scatter } from './scatter.ts';

/** Rows of counters; an object has one counter in each. */
const ROWS = 4;
/** A block is one cache line, 64 bytes: four words of eight counters for each row. */
const WORDS_IN_BLOCK = 16;
const WORDS_IN_ROW = 4;
const MAX_COUNT = 15;
/** Sixteen counters for each object, as in Caffeine: an eighth of a block. */
const WORDS_PER_OBJECT = 2;
/** The lowest bit of each of the eight counters of a word, and the lower three. */
const LOWEST_BITS = 0x11111111;
const LOWER_BITS = 0x77777777;
/** The published period: ten requests for each object that the cache has room for. */
const REQUESTS_PER_OBJECT = 10;
/** Caffeine's simulator has the same. */
const DOORKEEPER_ERROR_RATIO = 0.03;

/**
 * How often objects were asked for lately: a count-min sketch with counters of four bits, halved
 * after each period. It never counts too little within a period, up to 15.
 *
 * With a doorkeeper, an object's first request of a period is one bit in a Bloom filter, so that
 * objects asked for once do not fill the counters.
 *
 * Source: Einziger, Friedman and Manes, TinyLFU, ACM Transactions on Storage 13(4), 2017, §3; the
 * layout in blocks of one cache line follows what Caffeine's documentation describes.
 */
export class FrequencySketch {
  readonly #hasDoorkeeper: boolean;
  #doorkeeper: BloomFilter | undefined;
  #table = new Int32Array(WORDS_IN_BLOCK);
  /** Takes from a hash where its block begins. */
  #blockMask = 0;
  /** Requests after which counts are halved. */
  periodRequests = 0;
  /** How often counts were halved. */
  halvings = 0;
  #requests = 0;

  /**
   * @param objects that the cache has room for; see `grow`.
   * @param hasDoorkeeper whether first requests are kept out of the counters.
   */
  constructor(objects: number, hasDoorkeeper: boolean) {
    this.#hasDoorkeeper = hasDoorkeeper;
    if (hasDoorkeeper) this.#doorkeeper = doorkeeperFor(this.#table.length);
    this.grow(objects);
  }

  /**
   * The cache has room for this many objects from now on. Counts are kept: both halves of a doubled
   * table start as the old one was. Only the doorkeeper starts anew when the table doubles.
   */
  grow(objects: number): void {
    this.periodRequests = REQUESTS_PER_OBJECT * Math.max(1, objects);
    let words = this.#table.length;
    while (words < WORDS_PER_OBJECT * objects) words *= 2;
    if (words > this.#table.length) this.#enlarge(words);
  }

  /** @returns requests counted, 0 … 15; one more with a doorkeeper. */
  estimate(object: number): number {
    const table = this.#table;
    const hash = scatter(object, 0);
    const block = hash & this.#blockMask;
    const places = placesOf(hash);
    let least = countAt(table, block, places);
    for (let row = 1; row < ROWS; row += 1) {
      const count = countAt(table, block + WORDS_IN_ROW * row, places >>> (8 * row));
      if (count < least) least = count;
    }
    return this.#doorkeeper?.has(object) === true ? least + 1 : least;
  }

  /** Counts a request. */
  increment(object: number): void {
    if (this.#doorkeeper !== undefined && !this.#doorkeeper.add(object)) {
      this.#counted();
      return;
    }
    const table = this.#table;
    const hash = scatter(object, 0);
    const block = hash & this.#blockMask;
    const places = placesOf(hash);
    // Written out, since every request comes through here.
    const raised =
      raise(table, block, places) +
      raise(table, block + WORDS_IN_ROW, places >>> 8) +
      raise(table, block + 2 * WORDS_IN_ROW, places >>> 16) +
      raise(table, block + 3 * WORDS_IN_ROW, places >>> 24);
    if (raised > 0) this.#counted();
  }

  #enlarge(words: number): void {
    const table = new Int32Array(words);
    for (let at = 0; at < words; at += this.#table.length) table.set(this.#table, at);
    this.#table = table;
    this.#blockMask = words - WORDS_IN_BLOCK;
    if (this.#hasDoorkeeper) this.#doorkeeper = doorkeeperFor(words);
  }

  #counted(): void {
    this.#requests += 1;
    if (this.#requests >= this.periodRequests) this.#halve();
  }

  /** Halves all counts, and the number of requests by what that took away. */
  #halve(): void {
    this.halvings += 1;
    let odd = 0;
    for (let at = 0; at < this.#table.length; at += 1) {
      const word = this.#table[at]!;
      odd += onesOf(word & LOWEST_BITS);
      this.#table[at] = (word >>> 1) & LOWER_BITS;
    }
    this.#requests = (this.#requests - Math.floor(odd / ROWS)) >>> 1;
    this.#doorkeeper?.clear();
  }
}

/** The counter that the low five bits of `place` choose in the row that begins at `row`. */
const countAt = (table: Int32Array, row: number, place: number): number =>
  (table[row + (place & 3)]! >>> (place & 28)) & MAX_COUNT;

/** Adds one to a counter. @returns 1; 0 when it was at its end. */
function raise(table: Int32Array, row: number, place: number): number {
  const at = row + (place & 3);
  const shift = place & 28;
  const word = table[at]!;
  if (((word >>> shift) & MAX_COUNT) === MAX_COUNT) return 0;
  table[at] = word + (1 << shift);
  return 1;
}

/** Five bits for each row, from the upper bits of a product: its lower ones chose the block. */
const placesOf = (hash: number): number => {
  const mixed = Math.imul(hash, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

function doorkeeperFor(words: number): BloomFilter {
  const objects = (REQUESTS_PER_OBJECT * words) / WORDS_PER_OBJECT;
  return new BloomFilter(objects, DOORKEEPER_ERROR_RATIO);
}

/** Ones of a word in which only the lowest bit of each group of four may be set. */
function onesOf(word: number): number {
  const pairs = (word & 0x01010101) + ((word >>> 4) & 0x01010101);
  return Math.imul(pairs, 0x01010101) >>> 24;
}
