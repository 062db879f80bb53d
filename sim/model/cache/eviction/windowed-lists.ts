import { grown } from '../../../engine/grown.ts';
import { SlotLists } from './slot-lists.ts';

/** Regions of a cache with a window: new objects, objects on probation, and protected ones. */
export const WINDOW = 0;
export const PROBATION = 1;
export const PROTECTED = 2;

/** Three LRU lists, how many bytes are in each, and how many may be: what W-TinyLFU moves about in. */
export class WindowedLists {
  windowBytes: number;
  protectedBytes: number;
  /** Numbered by region. */
  readonly order = new SlotLists(3);
  length = 0;
  readonly #used = new Float64Array(3);
  object: Int32Array = new Int32Array(0);
  bytes: Float64Array = new Float64Array(0);
  region: Uint8Array = new Uint8Array(0);

  /** @param windowRatio of the capacity. @param protectedRatio of what the window leaves. */
  constructor(capacityBytes: number, windowRatio: number, protectedRatio: number) {
    const mainBytes = Math.floor(capacityBytes * (1 - windowRatio));
    this.windowBytes = capacityBytes - mainBytes;
    this.protectedBytes = Math.floor(mainBytes * protectedRatio);
  }

  grow(slots: number): void {
    this.order.grow(slots);
    this.object = grown(this.object, slots);
    this.bytes = grown(this.bytes, slots);
    this.region = grown(this.region, slots);
  }

  get usedBytes(): number {
    return this.#used[WINDOW]! + this.#used[PROBATION]! + this.#used[PROTECTED]!;
  }

  store(slot: number, object: number, sizeBytes: number): void {
    this.object[slot] = object;
    this.bytes[slot] = sizeBytes;
  }

  enter(region: number, slot: number): void {
    this.region[slot] = region;
    this.#used[region]! += this.bytes[slot]!;
    this.order.pushHead(slot, region);
    this.length += 1;
  }

  leave(slot: number): void {
    this.#used[this.region[slot]!]! -= this.bytes[slot]!;
    this.order.remove(slot);
    this.length -= 1;
  }

  /**
   * Moves the oldest of the window to probation until `entering` bytes have room in it.
   *
   * @returns the first that moved; negative: none.
   */
  trimWindow(entering: number): number {
    if (this.#used[WINDOW]! + entering <= this.windowBytes) return -1;
    const first = this.order.tail(WINDOW);
    for (let slot = first; slot >= 0; slot = this.order.tail(WINDOW)) {
      if (this.#used[WINDOW]! + entering <= this.windowBytes) break;
      this.#move(slot, PROBATION);
    }
    return first;
  }

  /** Moves the oldest protected objects to probation until the others have room. */
  trimProtected(): void {
    while (this.#used[PROTECTED]! > this.protectedBytes) {
      this.#move(this.order.tail(PROTECTED), PROBATION);
    }
  }

  /** Who leaves first: the oldest on probation, without any the oldest protected, then of the window. */
  victim(): number {
    if (!this.order.isEmpty(PROBATION)) return this.order.tail(PROBATION);
    return this.order.tail(this.order.isEmpty(PROTECTED) ? WINDOW : PROTECTED);
  }

  /** Who leaves after `slot`, before anything else happens; negative: nobody. */
  nextVictim(slot: number): number {
    const region = this.region[slot]!;
    const newer = this.order.newer(slot);
    if (newer >= 0 || region === WINDOW) return newer;
    const isLast = region === PROTECTED || this.order.isEmpty(PROTECTED);
    return this.order.tail(isLast ? WINDOW : PROTECTED);
  }

  newerInProbation(slot: number): number {
    return this.order.newer(slot);
  }

  /**
   * Gives the window bytes of the protected region, or takes them back when `changeBytes` is
   * negative; objects move with them, the oldest first.
   */
  resizeWindow(changeBytes: number): void {
    if (changeBytes > 0) this.#widen(Math.min(changeBytes, this.protectedBytes));
    else this.#narrow(Math.min(-changeBytes, Math.max(0, this.windowBytes - 1)));
  }

  #widen(bytes: number): void {
    this.windowBytes += bytes;
    this.protectedBytes -= bytes;
    this.trimProtected();
    for (let quota = bytes; ; ) {
      let slot = this.order.tail(PROBATION);
      if (slot < 0 || this.bytes[slot]! > quota) slot = this.order.tail(PROTECTED);
      if (slot < 0 || this.bytes[slot]! > quota) return;
      quota -= this.bytes[slot]!;
      this.#move(slot, WINDOW);
    }
  }

  #narrow(bytes: number): void {
    this.windowBytes -= bytes;
    this.protectedBytes += bytes;
    for (let quota = bytes; ; ) {
      const slot = this.order.tail(WINDOW);
      if (slot < 0 || this.bytes[slot]! > quota) break;
      quota -= this.bytes[slot]!;
      this.#move(slot, PROBATION);
    }
  }

  #move(slot: number, region: number): void {
    this.leave(slot);
    this.enter(region, slot);
  }
}
