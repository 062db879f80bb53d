import type { UnitCache, UnitContext } from '../policy.ts';
import { RecencyLog } from '../recency-log.ts';

/** What is known of an object in one byte: where it is, and in the lower two bits how often it was served. */
const ABSENT = 0;
const SMALL = 4;
const MAIN = 8;
/** What a mark becomes when its object is served; three is the most. */
const SERVED = Uint8Array.of(0, 0, 0, 0, 5, 6, 7, 7, 9, 10, 11, 11);

export interface ProbationSettings {
  readonly small: number;
  readonly ghost: number;
  readonly 'as-large': boolean;
  /** How often an object must be served in the small queue to be promoted. */
  readonly promoteAfter: number;
  /** Whether main keeps to its size at each entry, as in QD-LP, or only when something has to leave. */
  readonly strictMain: boolean;
}

/**
 * S3-FIFO and QD-LP with two rings for their queues: where every object counts 1, each has room for all
 * there can be. In one class since calls between two cost a sixth of the speed.
 */
export class ProbationUnits implements UnitCache {
  readonly #capacity: number;
  readonly #smallSize: number;
  readonly #ghostSize: number;
  readonly #asLarge: boolean;
  readonly #strictMain: boolean;
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

  constructor({ capacity, objects }: UnitContext, settings: ProbationSettings) {
    this.#capacity = capacity;
    this.#smallSize = Math.trunc(capacity * settings.small);
    this.#ghostSize = Math.trunc(capacity * settings.ghost);
    this.#asLarge = settings['as-large'];
    this.#strictMain = settings.strictMain;
    this.#promoted = SMALL + settings.promoteAfter;
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
    if (isGhost && this.#strictMain && this.#mainIsFull()) {
      this.#used -= 1;
      this.#evictMain();
    }
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
    const smallFirst = this.#strictMain || !this.#mainIsOver();
    if (!smallFirst || !this.#evictSmall()) this.#evictMain();
  }

  get #mainRoom(): number {
    const length = (this.#mainEnd - this.#mainFirst) | 0;
    return this.#capacity - this.#smallSize - length;
  }

  #mainIsFull(): boolean {
    return this.#mainRoom === 0;
  }

  #mainIsOver(): boolean {
    return this.#mainRoom < 0;
  }

  /** @returns whether one left; all may have been promoted into a main queue with room. */
  #evictSmall(): boolean {
    const [mark, mask] = [this.#mark, this.#mask];
    while (this.#smallFirst !== this.#smallEnd) {
      const id = this.#small[this.#smallFirst & mask]!;
      this.#smallFirst = (this.#smallFirst + 1) | 0;
      if (mark[id]! < this.#promoted) {
        mark[id] = ABSENT;
        this.#remember(id);
        return true;
      }
      const pushesOut = this.#strictMain && this.#mainIsFull();
      if (pushesOut) this.#evictMain();
      this.#enterMain(id);
      if (pushesOut) return true;
    }
    return false;
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
