import { roomFor } from '../../../engine/grown.ts';
import { ByteSizes } from '../slot-books.ts';
import { RecencyLog } from './recency-log.ts';

/** Names leave in the order in which they came, but for those asked for again: few entries do not count. */
const NAMES_FULL = 1 / 2;

/** Names of objects that were evicted, oldest first, as many as would fill a number of bytes. */
export class GhostQueue {
  readonly capacityBytes: number;
  usedBytes = 0;
  readonly #line = new RecencyLog(NAMES_FULL);
  readonly #bytes = new ByteSizes();

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  /** How many names are remembered. */
  get length(): number {
    return this.#line.length;
  }

  has(object: number): boolean {
    return this.#line.has(object);
  }

  /** The oldest leave when there is no room; one that is larger than the queue is not remembered. */
  add(object: number, sizeBytes: number): void {
    if (sizeBytes > this.capacityBytes || this.has(object)) return;
    while (this.usedBytes + sizeBytes > this.capacityBytes) this.dropOldest();
    this.push(object, sizeBytes);
  }

  /** As `add`, whatever the capacity is. */
  push(object: number, sizeBytes: number): void {
    if (object >= this.#bytes.length) this.#makeRoomFor(object);
    this.#line.push(object);
    this.#bytes.set(object, sizeBytes);
    this.usedBytes += sizeBytes;
  }

  /** @returns whether the object was remembered. */
  remove(object: number): boolean {
    if (!this.#line.has(object)) return false;
    this.#line.remove(object);
    this.usedBytes -= this.#bytes.at(object);
    return true;
  }

  /** At least one name is remembered. */
  dropOldest(): void {
    this.usedBytes -= this.#bytes.at(this.#line.takeOldest());
  }

  #makeRoomFor(object: number): void {
    const objects = roomFor(object, this.#bytes.length);
    this.#bytes.grow(objects);
    this.#line.grow(objects);
  }
}
