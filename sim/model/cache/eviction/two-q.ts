import { grown } from '../../../engine/grown.ts';
import { ratio } from '../../../part/units.ts';
import { GhostQueue } from './ghost-queue.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { RecencyLog } from './recency-log.ts';
import { SlotLists } from './slot-lists.ts';

/**
 * A FIFO queue for what is new, an LRU list for what came back after the queue had forgotten it.
 *
 *   new object:   ghost knows it -> list, else -> queue
 *   served:       in the queue nothing happens, in the list it becomes the newest
 *   evict:        while the queue is over its size its oldest, whose name the ghost keeps; else the
 *                 list's oldest, also when the list alone is full
 */
class TwoQ implements EvictionPolicy {
  readonly #capacityBytes: number;
  readonly #queueBytes: number;
  readonly #queue = new RecencyLog();
  readonly #list = new SlotLists();
  readonly #ghost: GhostQueue;
  #queueUsed = 0;
  #listUsed = 0;
  /** Of the object that asked to enter last. */
  #wantedBytes = 0;
  #knownToGhost = false;
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);
  #inList = new Uint8Array(0);

  constructor(capacityBytes: number, queue: number, ghost: number) {
    this.#capacityBytes = capacityBytes;
    this.#queueBytes = Math.trunc(capacityBytes * queue);
    this.#ghost = new GhostQueue(Math.trunc(capacityBytes * ghost));
  }

  grow(slots: number): void {
    this.#queue.grow(slots);
    this.#list.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
    this.#inList = grown(this.#inList, slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    this.#knownToGhost = this.#ghost.remove(object);
    this.#wantedBytes = sizeBytes;
    // What fits only one of the two could not move to the other.
    return sizeBytes <= Math.min(this.#queueBytes, this.#capacityBytes - this.#queueBytes);
  }

  lacksRoom(sizeBytes: number): boolean {
    const listBytes = this.#capacityBytes - this.#queueBytes;
    return this.#knownToGhost && this.#listUsed + sizeBytes > listBytes;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
    this.#inList[slot] = this.#knownToGhost ? 1 : 0;
    if (this.#knownToGhost) {
      this.#list.pushHead(slot);
      this.#listUsed += sizeBytes;
    } else {
      this.#queue.push(slot);
      this.#queueUsed += sizeBytes;
    }
  }

  touched(slot: number): void {
    if (this.#inList[slot] === 1) this.#list.moveToHead(slot);
  }

  evict(): number {
    const isOver = this.#queueUsed > this.#queueBytes || this.#list.isEmpty();
    if (!isOver || !this.#isFull()) {
      const slot = this.#list.tail();
      this.removed(slot);
      return slot;
    }
    const slot = this.#queue.oldest();
    this.removed(slot);
    this.#ghost.add(this.#object[slot]!, this.#bytes[slot]!);
    return slot;
  }

  removed(slot: number): void {
    if (this.#inList[slot] === 1) {
      this.#list.remove(slot);
      this.#listUsed -= this.#bytes[slot]!;
    } else {
      this.#queue.remove(slot);
      this.#queueUsed -= this.#bytes[slot]!;
    }
  }

  #isFull(): boolean {
    return this.#queueUsed + this.#listUsed + this.#wantedBytes > this.#capacityBytes;
  }
}

export const twoQ = evictionPolicy({
  name: '2q',
  summary: 'keeps in an LRU list only what is asked for again after a FIFO queue has evicted it',
  source: 'Johnson & Shasha, VLDB 1994, the full version, with its parameters',
  params: {
    queue: ratio({ above: 0, max: 0.9 }).prefault('25%').describe('size of the FIFO queue (Kin)'),
    ghost: ratio({ max: 10 })
      .prefault('50%')
      .describe('bytes of objects remembered that the queue has evicted (Kout)'),
  },
  make: ({ queue, ghost }, { capacityBytes }) => new TwoQ(capacityBytes, queue, ghost),
});
