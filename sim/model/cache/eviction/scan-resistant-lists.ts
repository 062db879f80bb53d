import { grown } from '../../../engine/grown.ts';
import { SlotLists } from './slot-lists.ts';

const UPPER = 0;
const QUEUE = 1;

/** Where the border of the two lists begins: this part of the capacity is for new objects. */
const FIRST_QUEUE_RATIO = 0.01;

/**
 * SR-LRU: new objects wait in a queue and leave from there, so that a scan does not push out objects
 * that were asked for twice. The border moves: an object that was demoted to the queue and is asked
 * for again says that the upper list is too small; a new object that left too early, that the queue is.
 * Source: Rodriguez et al., FAST 2021, §4.3.
 */
export class ScanResistantLists {
  readonly #capacityBytes: number;
  #queueLimit: number;
  readonly #lists = new SlotLists(2);
  #upperBytes = 0;
  #queueBytes = 0;
  bytes: Float64Array = new Float64Array(0);
  #isUpper = new Uint8Array(0);
  #isDemoted = new Uint8Array(0);
  /** Objects in the queue that came down from above. */
  #demoted = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
    this.#queueLimit = Math.max(1, Math.floor(FIRST_QUEUE_RATIO * capacityBytes + 0.5));
  }

  grow(slots: number): void {
    this.#lists.grow(slots);
    this.bytes = grown(this.bytes, slots);
    this.#isUpper = grown(this.#isUpper, slots);
    this.#isDemoted = grown(this.#isDemoted, slots);
  }

  /** Who leaves first. */
  get oldest(): number {
    return this.#lists.tail(this.#lists.isEmpty(QUEUE) ? UPPER : QUEUE);
  }

  /**
   * Stores a new object, above while there is room that nobody needs.
   *
   * @returns whether it was queued in a full cache, and so is new for the ghosts.
   */
  addNew(slot: number, sizeBytes: number): boolean {
    this.bytes[slot] = sizeBytes;
    const upperLimit = this.#capacityBytes - this.#queueLimit;
    if (this.#upperBytes + sizeBytes <= upperLimit && this.#lists.isEmpty(QUEUE)) {
      this.#enterUpper(slot);
      return false;
    }
    const isEarly =
      this.#upperBytes + this.#queueBytes + sizeBytes <= this.#capacityBytes &&
      this.#queueBytes + sizeBytes <= this.#queueLimit;
    this.#enterQueue(slot, false);
    this.#demote(1);
    return !isEarly;
  }

  /** Stores an object that ghosts knew. */
  addKnown(slot: number, sizeBytes: number): void {
    this.bytes[slot] = sizeBytes;
    this.#enterUpper(slot);
    this.#demote(1);
  }

  /** @param newGhosts see `widenQueue`. */
  touched(slot: number, newGhosts: number): void {
    if (this.#isUpper[slot] === 1) {
      this.#lists.moveToHead(slot, UPPER);
      return;
    }
    if (this.#isDemoted[slot] === 1) {
      const gain = Math.floor(newGhosts / Math.max(1, this.#demoted) + 0.5);
      this.#moveBorder(-Math.max(1, gain) * this.bytes[slot]!);
    }
    this.remove(slot);
    this.#enterUpper(slot);
    this.#demote(0);
  }

  remove(slot: number): void {
    this.#lists.remove(slot);
    if (this.#isUpper[slot] === 1) {
      this.#upperBytes -= this.bytes[slot]!;
      return;
    }
    this.#queueBytes -= this.bytes[slot]!;
    this.#demoted -= this.#isDemoted[slot]!;
  }

  /**
   * A new object that left is asked for again.
   *
   * @param newGhosts how many of those are still remembered.
   */
  widenQueue(sizeBytes: number, newGhosts: number): void {
    const gain = Math.floor(this.#demoted / Math.max(1, newGhosts) + 0.5);
    this.#moveBorder(Math.max(1, gain) * sizeBytes);
  }

  #moveBorder(byBytes: number): void {
    const most = this.#capacityBytes - 1;
    this.#queueLimit = Math.max(1, Math.min(most, this.#queueLimit + byBytes));
  }

  /** Moves the oldest from above to the queue until the upper list leaves so much of its size free. */
  #demote(freeBytes: number): void {
    while (this.#upperBytes > this.#capacityBytes - this.#queueLimit - freeBytes) {
      const slot = this.#lists.tail(UPPER);
      if (slot < 0) return;
      this.remove(slot);
      this.#enterQueue(slot, true);
    }
  }

  #enterUpper(slot: number): void {
    this.#isUpper[slot] = 1;
    this.#lists.pushHead(slot, UPPER);
    this.#upperBytes += this.bytes[slot]!;
  }

  #enterQueue(slot: number, isDemoted: boolean): void {
    this.#isUpper[slot] = 0;
    this.#isDemoted[slot] = isDemoted ? 1 : 0;
    this.#demoted += this.#isDemoted[slot]!;
    this.#lists.pushHead(slot, QUEUE);
    this.#queueBytes += this.bytes[slot]!;
  }
}
