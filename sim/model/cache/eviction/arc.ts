import { AdaptiveLists, type KnownTo } from './adaptive-lists.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';

/**
 * An LRU list of objects asked for once and one of objects asked for again, each with a ghost list of
 * what it has evicted. A request for a ghost says that its list should have been larger.
 *
 *   new object:     ghost knows it -> often, and the target moves; else -> once
 *   served:         to the head of often
 *   evict:          oldest of once when that is over its target, else oldest of often; its ghost
 *                   remembers it
 *
 * Once and its ghosts have as many bytes as the cache at most, all four lists twice as many.
 */
class Arc implements EvictionPolicy {
  readonly #lists: AdaptiveLists;
  /** Of the object that asked to enter last. */
  #knownTo: KnownTo = 'none';
  #wantedBytes = 0;

  constructor(capacityBytes: number) {
    this.#lists = new AdaptiveLists(capacityBytes);
  }

  grow(slots: number): void {
    this.#lists.grow(slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    this.#wantedBytes = sizeBytes;
    this.#knownTo = this.#lists.learnFrom(object);
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#lists.admitted(slot, object, sizeBytes);
    if (this.#knownTo === 'none') this.#lists.enterOnce(slot);
    else this.#lists.enterOften(slot);
  }

  touched(slot: number): void {
    const lists = this.#lists;
    if (lists.often.has(slot)) {
      lists.often.renew(slot);
      return;
    }
    lists.leave(slot);
    lists.enterOften(slot);
  }

  evict(): number {
    if (this.#knownTo !== 'none') return this.#replace();
    const { once, onceGhosts, oftenGhosts, capacityBytes, onceUsed, oftenUsed } = this.#lists;
    const onceBytes = onceUsed + onceGhosts.usedBytes;
    if (onceBytes + this.#wantedBytes > capacityBytes) {
      if (onceGhosts.length === 0 && once.length > 0) return this.#lists.leaveOldest(once);
      if (onceGhosts.length > 0) onceGhosts.dropOldest();
    } else {
      const isFull = onceBytes + oftenUsed + oftenGhosts.usedBytes >= 2 * capacityBytes;
      if (isFull && oftenGhosts.length > 0) oftenGhosts.dropOldest();
    }
    return this.#replace();
  }

  removed(slot: number): void {
    this.#lists.leave(slot);
  }

  #replace(): number {
    const lists = this.#lists;
    const { once, often, onceUsed, target } = lists;
    const isOver = onceUsed > target || (onceUsed === target && this.#knownTo === 'often');
    const fromOnce = (isOver && once.length > 0) || often.length === 0;
    const slot = lists.leaveOldest(fromOnce ? once : often);
    lists.remember(slot, fromOnce ? lists.onceGhosts : lists.oftenGhosts);
    return slot;
  }
}

export const arc = evictionPolicy({
  name: 'arc',
  summary: 'divides itself between objects asked for once and more often, and learns in what ratio',
  source: 'Megiddo & Modha, ARC: A Self-Tuning, Low Overhead Replacement Cache, FAST 2003, Fig. 4',
  params: {},
  make: (_, { capacityBytes }) => new Arc(capacityBytes),
});
