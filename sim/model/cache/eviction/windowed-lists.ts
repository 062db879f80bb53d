import { grown } from '../../../engine/grown.ts';
import { NO_SLOT, SlotList } from './slot-list.ts';

/** Regions of a cache with a window: new objects, objects on probation, and protected ones. */
export const WINDOW = 0;
export const PROBATION = 1;
export const PROTECTED = 2;

/** Three LRU lists, how many bytes are in each, and how many may be: what W-TinyLFU moves about in. */
export class WindowedLists {
  windowBytes: number;
  protectedBytes: number;
  readonly #lists = [new SlotList(), new SlotList(), new SlotList()] as const;
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
    for (const list of this.#lists) list.grow(slots);
    this.object = grown(this.object, slots);
    this.bytes = grown(this.bytes, slots);
    this.region = grown(this.region, slots);
  }

  get length(): number {
    const [one, two, three] = this.#lists;
    return one.length + two.length + three.length;
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
    this.#lists[region]!.pushHead(slot);
  }

  leave(slot: number): void {
    const region = this.region[slot]!;
    this.#used[region]! -= this.bytes[slot]!;
    this.#lists[region]!.remove(slot);
  }

  /** To the head of its own list. */
  renew(slot: number): void {
    this.#lists[this.region[slot]!]!.moveToHead(slot);
  }

  /**
   * Moves the oldest of the window to probation until `entering` bytes have room in it.
   *
   * @returns the first that moved, or no slot.
   */
  trimWindow(entering: number): number {
    const window = this.#lists[WINDOW];
    const first = window.tail;
    if (this.#used[WINDOW]! + entering <= this.windowBytes || first === NO_SLOT) return NO_SLOT;
    do this.#move(window.tail, PROBATION);
    while (window.length > 0 && this.#used[WINDOW]! + entering > this.windowBytes);
    return first;
  }

  /** Moves the oldest protected objects to probation until the others have room. */
  trimProtected(): void {
    const list = this.#lists[PROTECTED];
    while (this.#used[PROTECTED]! > this.protectedBytes) this.#move(list.tail, PROBATION);
  }

  /** Who leaves first: the oldest on probation, without any the oldest protected, then of the window. */
  victim(): number {
    const [window, probation, protecteds] = this.#lists;
    if (probation.length > 0) return probation.tail;
    return protecteds.length > 0 ? protecteds.tail : window.tail;
  }

  /** Who leaves after `slot`, before anything else happens. */
  nextVictim(slot: number): number {
    const [window, , protecteds] = this.#lists;
    const region = this.region[slot]!;
    const newer = this.#lists[region]!.newer[slot]!;
    if (newer !== NO_SLOT || region === WINDOW) return newer;
    return region === PROBATION && protecteds.length > 0 ? protecteds.tail : window.tail;
  }

  newerInProbation(slot: number): number {
    return this.#lists[PROBATION].newer[slot]!;
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
    const [, probation, protecteds] = this.#lists;
    for (let quota = bytes; ; ) {
      let slot = probation.tail;
      if (slot === NO_SLOT || this.bytes[slot]! > quota) slot = protecteds.tail;
      if (slot === NO_SLOT || this.bytes[slot]! > quota) return;
      quota -= this.bytes[slot]!;
      this.#move(slot, WINDOW);
    }
  }

  #narrow(bytes: number): void {
    this.windowBytes -= bytes;
    this.protectedBytes += bytes;
    const window = this.#lists[WINDOW];
    for (let quota = bytes; ; ) {
      const slot = window.tail;
      if (slot === NO_SLOT || this.bytes[slot]! > quota) break;
      quota -= this.bytes[slot]!;
      this.#move(slot, PROBATION);
    }
  }

  #move(slot: number, region: number): void {
    this.leave(slot);
    this.enter(region, slot);
  }
}
