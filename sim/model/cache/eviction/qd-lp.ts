import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import { ratio } from '../../../part/units.ts';
import { GhostQueue } from './ghost-queue.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { NOBODY, RecencyLog } from './recency-log.ts';

interface Settings {
  readonly capacityBytes: number;
  readonly small: number;
  readonly ghost: number;
  readonly asLarge: boolean;
}

/** A counter of two bits: an object in the main part can earn three rounds. */
const MOST_CHANCES = 3;

/**
 * Quick demotion by a small FIFO queue, lazy promotion by a clock.
 *
 *   new object:      ghost knows it -> main, else -> small
 *   evict:           oldest of small: served there -> main, else leaves, and the ghost remembers it;
 *                    from main only when small is empty
 *   enter main:      the clock evicts until there is room in main, which has a size of its own
 */
class QdLp implements EvictionPolicy {
  readonly #smallBytes: number;
  readonly #mainBytes: number;
  readonly #asLarge: boolean;
  readonly #small = new RecencyLog();
  readonly #main = new RecencyLog();
  readonly #ghost: GhostQueue;
  readonly #capacityBytes: number;
  #smallUsed = 0;
  #mainUsed = 0;
  /** Of the object that asked to enter last. */
  #wantedBytes = 0;
  #knownToGhost = false;
  /** Promoted by `evict`; waits for room in main. */
  #promoted = NOBODY;
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);
  #chances = new Uint8Array(0);
  #inMain = new Uint8Array(0);

  constructor({ capacityBytes, small, ghost, asLarge }: Settings) {
    this.#smallBytes = Math.trunc(capacityBytes * small);
    this.#mainBytes = capacityBytes - this.#smallBytes;
    this.#asLarge = asLarge;
    this.#capacityBytes = capacityBytes;
    this.#ghost = new GhostQueue(Math.trunc(capacityBytes * ghost));
  }

  grow(slots: number): void {
    this.#small.grow(slots);
    this.#main.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
    this.#chances = grown(this.#chances, slots);
    this.#inMain = grown(this.#inMain, slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    this.#knownToGhost = this.#ghost.remove(object);
    this.#wantedBytes = sizeBytes;
    return sizeBytes <= this.#smallBytes;
  }

  /** A promotion goes on until its object is in main; what the ghost knows needs room there too. */
  lacksRoom(sizeBytes: number): boolean {
    if (this.#promoted !== NOBODY && !this.#settle()) return true;
    return this.#knownToGhost && !this.#fitsMain(sizeBytes);
  }

  turnsAway(_object: number, sizeBytes: number): boolean {
    return !this.#asLarge && sizeBytes === this.#smallBytes && !this.#knownToGhost;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
    this.#chances[slot] = 0;
    this.#inMain[slot] = 0;
    if (this.#knownToGhost) this.#enterMain(slot);
    else this.#enterSmall(slot);
  }

  touched(slot: number): void {
    const chances = this.#chances[slot]!;
    if (chances < MOST_CHANCES) this.#chances[slot] = chances + 1;
  }

  evict(): number {
    if (this.#promoted !== NOBODY) this.#settle();
    while (this.#promoted === NOBODY && this.#isFull()) {
      if (this.#small.length === 0) break;
      const slot = this.#small.oldest();
      this.#leaveSmall(slot);
      if (this.#chances[slot] === 0) {
        this.#ghost.add(this.#object[slot]!, this.#bytes[slot]!);
        return slot;
      }
      this.#chances[slot] = 0;
      this.#promoted = slot;
      this.#settle();
    }
    return this.#evictFromMain();
  }

  removed(slot: number): void {
    if (this.#inMain[slot] === 1) this.#leaveMain(slot);
    else this.#leaveSmall(slot);
  }

  /** An object larger than all of main has it to itself. */
  #fitsMain(sizeBytes: number): boolean {
    return this.#mainUsed === 0 || this.#mainUsed + sizeBytes <= this.#mainBytes;
  }

  #isFull(): boolean {
    return this.#smallUsed + this.#mainUsed + this.#wantedBytes > this.#capacityBytes;
  }

  /** @returns whether main had room for the promoted object, which is there now. */
  #settle(): boolean {
    if (!this.#fitsMain(this.#bytes[this.#promoted]!)) return false;
    this.#enterMain(this.#promoted);
    this.#promoted = NOBODY;
    return true;
  }

  #evictFromMain(): number {
    for (;;) {
      const slot = this.#main.oldest();
      const chances = this.#chances[slot]!;
      this.#leaveMain(slot);
      if (chances === 0) return slot;
      this.#chances[slot] = chances - 1;
      this.#enterMain(slot);
    }
  }

  #enterSmall(slot: number): void {
    this.#inMain[slot] = 0;
    this.#small.push(slot);
    this.#smallUsed += this.#bytes[slot]!;
  }

  #leaveSmall(slot: number): void {
    this.#small.remove(slot);
    this.#smallUsed -= this.#bytes[slot]!;
  }

  #enterMain(slot: number): void {
    this.#inMain[slot] = 1;
    this.#main.push(slot);
    this.#mainUsed += this.#bytes[slot]!;
  }

  #leaveMain(slot: number): void {
    this.#main.remove(slot);
    this.#mainUsed -= this.#bytes[slot]!;
  }
}

export const qdLp = evictionPolicy({
  name: 'qd-lp',
  summary: 'evicts new objects quickly from a small queue; those served there move to a clock',
  source: 'Yang et al., FIFO can be Better than LRU, HotOS 2023',
  params: {
    small: ratio({ above: 0, max: 0.9 }).prefault('10%').describe('size of the small queue'),
    ghost: ratio({ max: 10 }).prefault('90%').describe('bytes of evicted objects remembered'),
    'as-large': z
      .boolean()
      .default(true)
      .describe(
        'whether an object as large as the small queue may enter; false is what libCacheSim does',
      ),
  },
  make: ({ small, ghost, 'as-large': asLarge }, { capacityBytes }) =>
    new QdLp({ capacityBytes, small, ghost, asLarge }),
});
