import type { SlotBooks } from '../slot-books.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { ProbationQueues, probationParams } from './probation-queues.ts';
import { NOBODY } from './recency-log.ts';
import { ProbationUnits } from './units/probation-units.ts';

/**
 * Quick demotion by a small FIFO queue, lazy promotion by a clock.
 *
 *   new object:      ghost knows it -> main, else -> small
 *   evict:           oldest of small: served there -> main, else leaves, and the ghost remembers it;
 *                    from main only when small is empty
 *   enter main:      the clock evicts until there is room in main, which has a size of its own
 */
class QdLp implements EvictionPolicy {
  readonly books: SlotBooks;
  readonly #queues: ProbationQueues;
  readonly #capacityBytes: number;
  /** Of the object that asked to enter last. */
  #wantedBytes = 0;
  /** Promoted by `evict`; waits for room in main. */
  #promoted = NOBODY;

  constructor(queues: ProbationQueues, capacityBytes: number) {
    this.books = queues.books;
    this.#queues = queues;
    this.#capacityBytes = capacityBytes;
  }

  grow(slots: number): void {
    this.#queues.grow(slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    this.#wantedBytes = sizeBytes;
    return this.#queues.admit(object, sizeBytes);
  }

  /** A promotion goes on until its object is in main; what the ghost knows needs room there too. */
  lacksRoom(sizeBytes: number): boolean {
    if (this.#promoted !== NOBODY && !this.#settle()) return true;
    return this.#queues.knownToGhost && !this.#fitsMain(sizeBytes);
  }

  turnsAway(_object: number, sizeBytes: number): boolean {
    return this.#queues.turnsAway(sizeBytes);
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#queues.added(slot, object, sizeBytes);
  }

  touched(slot: number): void {
    this.#queues.touched(slot);
  }

  evict(): number {
    const queues = this.#queues;
    if (this.#promoted !== NOBODY) this.#settle();
    while (this.#promoted === NOBODY && this.#isFull() && !queues.smallIsEmpty) {
      const slot = queues.takeSmall();
      if (queues.served[slot] === 0) {
        queues.remember(slot);
        return slot;
      }
      queues.served[slot] = 0;
      this.#promoted = slot;
      this.#settle();
    }
    return queues.evictMain();
  }

  removed(slot: number): void {
    this.#queues.removed(slot);
  }

  /** An object larger than all of main has it to itself. */
  #fitsMain(sizeBytes: number): boolean {
    const { mainUsed, mainBytes } = this.#queues;
    return mainUsed === 0 || mainUsed + sizeBytes <= mainBytes;
  }

  #isFull(): boolean {
    const { smallUsed, mainUsed } = this.#queues;
    return smallUsed + mainUsed + this.#wantedBytes > this.#capacityBytes;
  }

  /** @returns whether main had room for the promoted object, which is there now. */
  #settle(): boolean {
    if (!this.#fitsMain(this.#queues.books.bytes.at(this.#promoted))) return false;
    this.#queues.enterMain(this.#promoted);
    this.#promoted = NOBODY;
    return true;
  }
}

export const qdLp = evictionPolicy({
  name: 'qd-lp',
  summary: 'evicts new objects quickly from a small queue; those served there move to a clock',
  source: 'Yang et al., FIFO can be Better than LRU, HotOS 2023',
  params: probationParams,
  make: (params, { capacityBytes }) =>
    new QdLp(new ProbationQueues(capacityBytes, params), capacityBytes),
  units: (params, context) =>
    new ProbationUnits(context, { ...params, promoteAfter: 1, strictMain: true }),
});
