import { count } from '../../../part/units.ts';
import type { SlotBooks } from '../slot-books.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { ProbationQueues, probationParams } from './probation-queues.ts';
import { NOBODY } from './recency-log.ts';
import { ProbationUnits } from './units/probation-units.ts';

/**
 * A small FIFO queue in front of a main one, and a ghost queue of names.
 *
 *   new object:      ghost knows it -> main, else -> small
 *   evict, main over its size or small empty:
 *                    oldest of main: served since -> count - 1 and to its head, else leaves
 *   evict otherwise: oldest of small: served often enough -> head of main, else leaves, and the
 *                    ghost remembers its name
 */
class S3Fifo implements EvictionPolicy {
  readonly books: SlotBooks;
  readonly #queues: ProbationQueues;
  readonly #promoteAfter: number;

  /** @param promoteAfter how often an object must be served in the small queue to be promoted. */
  constructor(queues: ProbationQueues, promoteAfter: number) {
    this.books = queues.books;
    this.#queues = queues;
    this.#promoteAfter = promoteAfter;
  }

  grow(slots: number): void {
    this.#queues.grow(slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    return this.#queues.admit(object, sizeBytes);
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
    for (;;) {
      const mainIsOver = queues.mainUsed > queues.mainBytes;
      if (mainIsOver || queues.smallIsEmpty) return queues.evictMain();
      const slot = this.#evictSmall();
      if (slot !== NOBODY) return slot;
    }
  }

  removed(slot: number): void {
    this.#queues.removed(slot);
  }

  /** @returns the evicted slot; `NOBODY` when every object of the small queue was promoted. */
  #evictSmall(): number {
    const queues = this.#queues;
    while (!queues.smallIsEmpty) {
      const slot = queues.takeSmall();
      if (queues.served[slot]! < this.#promoteAfter) {
        queues.remember(slot);
        return slot;
      }
      queues.served[slot] = 0;
      queues.enterMain(slot);
    }
    return NOBODY;
  }
}

export const s3Fifo = evictionPolicy({
  name: 's3-fifo',
  summary: 'evicts from a small probation queue first; objects served there move to a main queue',
  source: 'Yang et al., FIFO Queues are All You Need for Cache Eviction, SOSP 2023, Algorithm 1',
  params: {
    ...probationParams,
    'promote-after': count({ min: 1, max: 3 })
      .prefault(2)
      .describe('times an object is served in the small queue before it is promoted'),
  },
  make: (params, { capacityBytes }) =>
    new S3Fifo(new ProbationQueues(capacityBytes, params), params['promote-after']),
  units: (params, context) =>
    new ProbationUnits(context, {
      ...params,
      promoteAfter: params['promote-after'],
      strictMain: false,
    }),
});
