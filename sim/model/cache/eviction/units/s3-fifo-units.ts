import type { UnitCache, UnitContext } from '../policy.ts';
import { RecencyLog } from '../recency-log.ts';

/** What is known of an object in one byte: where it is, and in the lower two bits how often it was served. */
const ABSENT = 0;
const SMALL = 4;
const MAIN = 8;
/** What a mark becomes when its object is served; three is the most. */
const SERVED = Uint8Array.of(0, 0, 0, 0, 5, 6, 7, 7, 9, 10, 11, 11);
const NOBODY = -1;

export interface S3Settings {
  readonly small: number;
  readonly ghost: number;
  readonly 'as-large': boolean;
  readonly 'promote-after': number;
}

/** S3-FIFO with two rings for its queues: where every object counts 1, each has room for all there can be. */
export class S3FifoUnits implements UnitCache {
  readonly #capacity: number;
  readonly #smallSize: number;
  readonly #ghostSize: number;
  readonly #asLarge: boolean;
  /** Marks from here on are promoted; those below leave. */
  readonly #promoted: number;
  readonly #mark: Uint8Array;
  readonly #small: Int32Array;
  readonly #main: Int32Array;
  /** Takes a running number to its place in a ring. */
  readonly #mask: number;
  readonly #ghosts = new RecencyLog();
  #used = 0;
  /** Running numbers of the oldest in a queue, and of who enters next. */
  #smallFirst = 0;
  #smallEnd = 0;
  #mainFirst = 0;
  #mainEnd = 0;

  constructor({ capacity, objects }: UnitContext, settings: S3Settings) {
    this.#capacity = capacity;
    this.#smallSize = Math.trunc(capacity * settings.small);
    this.#ghostSize = Math.trunc(capacity * settings.ghost);
    this.#asLarge = settings['as-large'];
    this.#promoted = SMALL + settings['promote-after'];
    this.#mark = new Uint8Array(objects);
    let places = 1;
    while (places < Math.min(capacity, objects) + 1) places *= 2;
    this.#mask = places - 1;
    this.#small = new Int32Array(places);
    this.#main = new Int32Array(places);
    this.#ghosts.grow(objects);
  }

  replay(object: Int32Array, from: number, to: number): number {
    const mark = this.#mark;
    let misses = 0;
    for (let request = from; request < to; request += 1) {
      const id = object[request]!;
      const known = mark[id]!;
      if (known !== ABSENT) {
        mark[id] = SERVED[known]!;
        continue;
      }
      misses += 1;
      this.#missed(id);
    }
    return misses;
  }

  #missed(id: number): void {
    const ghosts = this.#ghosts;
    const isGhost = ghosts.has(id);
    if (isGhost) ghosts.remove(id);
    if (this.#smallSize < 1) return;
    if (this.#used === this.#capacity) this.#evict();
    if (!this.#asLarge && this.#smallSize === 1 && !isGhost) return;
    this.#used += 1;
    if (isGhost) {
      this.#enterMain(id);
      return;
    }
    this.#mark[id] = SMALL;
    this.#small[this.#smallEnd & this.#mask] = id;
    this.#smallEnd = (this.#smallEnd + 1) | 0;
  }

  #evict(): void {
    this.#used -= 1;
    const mainSize = this.#capacity - this.#smallSize;
    const mainIsOver = ((this.#mainEnd - this.#mainFirst) | 0) > mainSize;
    const out = mainIsOver ? NOBODY : this.#evictSmall();
    if (out === NOBODY) this.#evictMain();
    else this.#remember(out);
  }

  /** @returns who leaves; `NOBODY` when all there are were promoted. */
  #evictSmall(): number {
    const [mark, mask] = [this.#mark, this.#mask];
    while (this.#smallFirst !== this.#smallEnd) {
      const id = this.#small[this.#smallFirst & mask]!;
      this.#smallFirst = (this.#smallFirst + 1) | 0;
      if (mark[id]! < this.#promoted) {
        mark[id] = ABSENT;
        return id;
      }
      this.#enterMain(id);
    }
    return NOBODY;
  }

  #evictMain(): void {
    const [mark, main, mask] = [this.#mark, this.#main, this.#mask];
    for (;;) {
      const id = main[this.#mainFirst & mask]!;
      this.#mainFirst = (this.#mainFirst + 1) | 0;
      const known = mark[id]!;
      if (known === MAIN) {
        mark[id] = ABSENT;
        return;
      }
      mark[id] = known - 1;
      main[this.#mainEnd & mask] = id;
      this.#mainEnd = (this.#mainEnd + 1) | 0;
    }
  }

  #enterMain(id: number): void {
    this.#mark[id] = MAIN;
    this.#main[this.#mainEnd & this.#mask] = id;
    this.#mainEnd = (this.#mainEnd + 1) | 0;
  }

  #remember(id: number): void {
    if (this.#ghostSize < 1) return;
    if (this.#ghosts.length === this.#ghostSize) this.#ghosts.takeOldest();
    this.#ghosts.push(id);
  }
}
