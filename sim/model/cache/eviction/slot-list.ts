import { grown } from '../../../engine/grown.ts';

/**
 * A doubly linked list of slots on typed arrays: every step is O(1) and allocates nothing. Head is
 * the newest end, tail the oldest; -1 stands for no slot.
 */
export const NO_SLOT = -1;

export class SlotList {
  /** Towards the head (newer) and towards the tail (older). */
  newer: Int32Array = new Int32Array(0);
  older: Int32Array = new Int32Array(0);
  head = NO_SLOT;
  tail = NO_SLOT;
  length = 0;

  grow(slots: number): void {
    this.newer = grown(this.newer, slots);
    this.older = grown(this.older, slots);
  }

  pushHead(slot: number): void {
    this.newer[slot] = NO_SLOT;
    this.older[slot] = this.head;
    if (this.head === NO_SLOT) this.tail = slot;
    else this.newer[this.head] = slot;
    this.head = slot;
    this.length += 1;
  }

  remove(slot: number): void {
    const newer = this.newer[slot]!;
    const older = this.older[slot]!;
    if (newer === NO_SLOT) this.head = older;
    else this.older[newer] = older;
    if (older === NO_SLOT) this.tail = newer;
    else this.newer[older] = newer;
    this.length -= 1;
  }

  moveToHead(slot: number): void {
    if (slot === this.head) return;
    this.remove(slot);
    this.pushHead(slot);
  }
}
