import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import { ratio } from '../../../part/units.ts';
import { GONE, HIGH, LirsLists, LOW } from './lirs-lists.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { NOBODY } from './recency-log.ts';

interface Settings {
  readonly capacityBytes: number;
  /** Part of the capacity for objects that are not known to come back soon. */
  readonly high: number;
  readonly overdraft: boolean;
}

/**
 * Ranks objects by how many others are asked for between two uses of one: the inter-reference recency.
 *
 *   stack:   what was asked for lately, newest on top, names of evicted objects among it; it ends with
 *            an object of low inter-reference recency, so that whatever is asked for while it is in the
 *            stack has a lower one than that, and takes its place
 *   queue:   the other objects that are here, a hundredth of the cache; its oldest leave
 *
 * Only the queue evicts. Objects larger than it are not admitted.
 *
 * What leaves is settled in `admit` and `touched`; `evict` hands it out.
 */
class Lirs implements EvictionPolicy {
  readonly decidesRoom = true;
  readonly #capacityBytes: number;
  readonly #highBytes: number;
  readonly #lowBytes: number;
  readonly #overdraft: boolean;
  readonly #lists = new LirsLists();
  #slot = new Int32Array(0);
  #object = new Int32Array(0);
  #wasGone = false;

  constructor({ capacityBytes, high, overdraft }: Settings) {
    this.#capacityBytes = capacityBytes;
    this.#highBytes = Math.max(1, Math.floor(capacityBytes * high));
    this.#lowBytes = capacityBytes - this.#highBytes;
    this.#overdraft = overdraft;
  }

  grow(slots: number): void {
    this.#object = grown(this.#object, slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    if (sizeBytes > this.#highBytes) return false;
    if (object >= this.#slot.length) this.#makeRoomFor(object);
    const lists = this.#lists;
    this.#wasGone = lists.kind(object) === GONE;
    if (this.#wasGone) lists.unstack(object);
    this.#makeRoom(sizeBytes);
    if (this.#wasGone) this.#demoteFor(sizeBytes, object);
    else if (!this.#hasLowRoom(sizeBytes)) this.#shortenQueue(sizeBytes, NOBODY);
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#slot[object] = slot;
    this.#object[slot] = object;
    const isLow = this.#wasGone || this.#hasLowRoom(sizeBytes);
    this.#lists.enter(object, sizeBytes, isLow ? LOW : HIGH);
    this.#lists.forget(2 * this.#capacityBytes);
  }

  touched(slot: number): void {
    const object = this.#object[slot]!;
    const lists = this.#lists;
    const kind = lists.kind(object);
    if (kind === LOW) {
      const wasOldest = lists.stack.oldest() === object;
      lists.stack.renew(object);
      if (wasOldest) lists.prune();
    } else if (kind === HIGH) {
      lists.lower(object);
      this.#demoteFor(0, object);
    } else {
      // It cannot be ranked, but the oldest in the stack is older: its place is for who comes next.
      lists.queue.renew(object);
      this.#demoteFor(lists.bytes(object), object);
      lists.stackUp(object, HIGH);
    }
    lists.forget(2 * this.#capacityBytes);
  }

  lacksRoom(): boolean {
    return this.#lists.leaving > 0;
  }

  evict(): number {
    return this.#slot[this.#lists.takeLeaving()]!;
  }

  removed(slot: number): void {
    const object = this.#object[slot]!;
    if (this.#lists.queue.has(object)) this.#lists.dequeue(object);
    if (this.#lists.kind(object) !== 0) this.#lists.unstack(object);
    this.#lists.prune();
  }

  #hasLowRoom(sizeBytes: number): boolean {
    return this.#lists.lowUsed + sizeBytes <= this.#lowBytes;
  }

  #makeRoom(sizeBytes: number): void {
    const lists = this.#lists;
    while (lists.lowUsed + lists.queueUsed + sizeBytes > this.#capacityBytes) this.#leave();
  }

  #leave(): void {
    if (this.#lists.queue.length === 0) this.#demote(NOBODY);
    this.#lists.leaveQueue();
  }

  /** Moves the lowest of the stack into the queue until there is room above for some bytes. */
  #demoteFor(sizeBytes: number, served: number): void {
    while (!this.#hasLowRoom(sizeBytes) && this.#lists.stack.length > 0) this.#demote(served);
  }

  /** @param served the object of the current request, which does not leave. */
  #demote(served: number): void {
    const lists = this.#lists;
    if (!this.#overdraft) lists.prune();
    const object = lists.stack.oldest();
    if (object === NOBODY) return;
    if (lists.kind(object) !== LOW) lists.lowUsed -= lists.bytes(object);
    lists.unstack(object);
    this.#shortenQueue(lists.bytes(object), served);
    if (lists.queue.has(object)) lists.queue.renew(object);
    else lists.enqueue(object);
    lists.prune();
  }

  /** Lets the oldest leave until some bytes more would fit into the queue. */
  #shortenQueue(sizeBytes: number, served: number): void {
    const lists = this.#lists;
    while (lists.queue.length > 0 && lists.queueUsed + sizeBytes > this.#highBytes) {
      const isServed = lists.queue.oldest() === served;
      if (isServed && !this.#overdraft) return;
      if (isServed) lists.dequeue(served);
      else lists.leaveQueue();
    }
  }

  #makeRoomFor(object: number): void {
    const objects = Math.max(2 * this.#slot.length, object + 1);
    this.#slot = grown(this.#slot, objects);
    this.#lists.makeRoomFor(objects - 1);
  }
}

export const lirs = evictionPolicy({
  name: 'lirs',
  summary: 'keeps objects with few others asked for between their uses, whenever that was',
  source:
    'Jiang & Zhang, LIRS, SIGMETRICS 2002; details of sizes and of a bounded stack as libCacheSim (aa0fc40) has them',
  params: {
    high: ratio({ above: 0, max: 0.9 })
      .prefault('1%')
      .describe('size of the queue of objects that are not known to come back soon (HIR)'),
    overdraft: z
      .boolean()
      .default(false)
      .describe(
        'whether an object that is served while the queue has no room for another stays without counting, so that the cache holds more than its capacity; true is what libCacheSim does',
      ),
  },
  make: ({ high, overdraft }, { capacityBytes }) => new Lirs({ capacityBytes, high, overdraft }),
});
