import { grown } from '../../../engine/grown.ts';
import { AdaptiveLists } from './adaptive-lists.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';

/**
 * ARC with clocks in place of its LRU lists: a served object is marked and does not move.
 *
 *   new object:     ghost knows it -> often, and the target moves; else -> once
 *   evict:          from once when that has its target, else from often: the oldest leaves when it is
 *                   not marked; with a mark, which it loses, it becomes the newest of often
 *
 * Once and its ghosts have as many bytes as the cache at most, all four lists twice as many.
 */
class Car implements EvictionPolicy {
  readonly #lists: AdaptiveLists;
  #marked = new Uint8Array(0);

  constructor(capacityBytes: number) {
    this.#lists = new AdaptiveLists(capacityBytes);
  }

  grow(slots: number): void {
    this.#lists.grow(slots);
    this.#marked = grown(this.#marked, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#lists.admitted(slot, object, sizeBytes);
    this.#marked[slot] = 0;
    if (this.#lists.learnFrom(object) !== 'none') this.#lists.enterOften(slot);
    else {
      this.#forgetFor(sizeBytes);
      this.#lists.enterOnce(slot);
    }
  }

  touched(slot: number): void {
    this.#marked[slot] = 1;
  }

  evict(): number {
    const lists = this.#lists;
    for (;;) {
      const isOver = lists.onceUsed >= Math.max(1, lists.target);
      const fromOnce = (isOver && lists.once.length > 0) || lists.often.length === 0;
      const slot = lists.leaveOldest(fromOnce ? lists.once : lists.often);
      if (this.#marked[slot] === 0) {
        lists.remember(slot, fromOnce ? lists.onceGhosts : lists.oftenGhosts);
        return slot;
      }
      this.#marked[slot] = 0;
      lists.enterOften(slot);
    }
  }

  removed(slot: number): void {
    this.#lists.leave(slot);
  }

  /** Drops ghosts until the lists have room for an object that none of them knew. */
  #forgetFor(sizeBytes: number): void {
    const { capacityBytes, onceUsed, oftenUsed, onceGhosts, oftenGhosts } = this.#lists;
    const onceMost = capacityBytes - sizeBytes - onceUsed;
    while (onceGhosts.length > 0 && onceGhosts.usedBytes > onceMost) onceGhosts.dropOldest();
    const most = capacityBytes + onceMost - oftenUsed;
    while (oftenGhosts.length > 0 && onceGhosts.usedBytes + oftenGhosts.usedBytes > most) {
      oftenGhosts.dropOldest();
    }
  }
}

export const car = evictionPolicy({
  name: 'car',
  summary: 'ARC with clocks: a served object is marked instead of moved',
  source: 'Bansal & Modha, CAR: Clock with Adaptive Replacement, FAST 2004, Fig. 2',
  params: {},
  make: (_, { capacityBytes }) => new Car(capacityBytes),
});
