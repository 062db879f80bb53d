import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import { ratio } from '../../../part/units.ts';
import { SlotBooks } from '../slot-books.ts';
import { GhostQueue } from './ghost-queue.ts';
import { SlotLists } from './slot-lists.ts';

/** Parameters of all policies that have these queues. */
export const probationParams = {
  small: ratio({ above: 0, max: 0.9 }).prefault('10%').describe('size of the small queue'),
  ghost: ratio({ max: 10 }).prefault('90%').describe('bytes of evicted objects remembered'),
  'as-large': z
    .boolean()
    .default(true)
    .describe(
      'whether an object as large as the small queue may enter; false is what libCacheSim does',
    ),
};

type Settings = z.output<z.ZodObject<typeof probationParams>>;

/** The lists. */
const SMALL = 0;
const MAIN = 1;
/** A count of two bits: an object in the main queue can earn three rounds. */
const MOST_SERVED = 3;

/**
 * A small FIFO queue on probation, a main one whose objects get second chances, and a ghost queue of
 * the names of those that did not stand the test; what S3-FIFO and QD-LP have in common.
 */
export class ProbationQueues {
  smallUsed = 0;
  mainUsed = 0;
  readonly smallBytes: number;
  readonly mainBytes: number;
  /** Whether the object that asked to enter last was evicted lately: it enters the main queue. */
  knownToGhost = false;
  readonly books = new SlotBooks();
  /** How often each object was served since it entered its queue, up to three. */
  served = new Uint8Array(0);
  readonly #lists = new SlotLists(2);
  readonly #ghost: GhostQueue;
  readonly #asLarge: boolean;
  #inMain = new Uint8Array(0);

  constructor(capacityBytes: number, { small, ghost, 'as-large': asLarge }: Settings) {
    this.smallBytes = Math.trunc(capacityBytes * small);
    this.mainBytes = capacityBytes - this.smallBytes;
    this.#ghost = new GhostQueue(Math.trunc(capacityBytes * ghost));
    this.#asLarge = asLarge;
  }

  grow(slots: number): void {
    this.#lists.grow(slots);
    this.books.grow(slots);
    this.served = grown(this.served, slots);
    this.#inMain = grown(this.#inMain, slots);
  }

  /** Objects larger than the small queue may not enter. */
  admit(object: number, sizeBytes: number): boolean {
    this.knownToGhost = this.#ghost.remove(object);
    return sizeBytes <= this.smallBytes;
  }

  turnsAway(sizeBytes: number): boolean {
    return !this.#asLarge && sizeBytes === this.smallBytes && !this.knownToGhost;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.books.enter(slot, object, sizeBytes);
    this.served[slot] = 0;
    if (this.knownToGhost) {
      this.enterMain(slot);
      return;
    }
    this.#inMain[slot] = 0;
    this.#lists.pushHead(slot, SMALL);
    this.smallUsed += sizeBytes;
  }

  touched(slot: number): void {
    const served = this.served[slot]!;
    if (served < MOST_SERVED) this.served[slot] = served + 1;
  }

  removed(slot: number): void {
    if (this.#inMain[slot] === 1) this.#leaveMain(slot);
    else this.#leaveSmall(slot);
  }

  get smallIsEmpty(): boolean {
    return this.#lists.isEmpty(SMALL);
  }

  /** Takes the oldest out of the small queue, which is not empty. */
  takeSmall(): number {
    const slot = this.#lists.tail(SMALL);
    this.#leaveSmall(slot);
    return slot;
  }

  /** An object that was taken out leaves the cache; its name stays. */
  remember(slot: number): void {
    this.#ghost.add(this.books.object[slot]!, this.books.bytes.at(slot));
  }

  /** Evicts from the main queue, which is not empty: who was served goes round once more. */
  evictMain(): number {
    for (;;) {
      const slot = this.#lists.tail(MAIN);
      const served = this.served[slot]!;
      this.#leaveMain(slot);
      if (served === 0) return slot;
      this.served[slot] = served - 1;
      this.enterMain(slot);
    }
  }

  enterMain(slot: number): void {
    this.#inMain[slot] = 1;
    this.#lists.pushHead(slot, MAIN);
    this.mainUsed += this.books.bytes.at(slot);
  }

  #leaveMain(slot: number): void {
    this.#lists.remove(slot);
    this.mainUsed -= this.books.bytes.at(slot);
  }

  #leaveSmall(slot: number): void {
    this.#lists.remove(slot);
    this.smallUsed -= this.books.bytes.at(slot);
  }
}
