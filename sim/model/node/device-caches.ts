/**
 * The private caches of many devices: one pool of slots for all of them, so that a device that holds
 * nothing costs 16 bytes and a copy 48. Each evicts what it used longest ago (LRU).
 */
import { grown } from '../../engine/grown.ts';
import { NO_SLOT, SlotLists } from '../cache/eviction/slot-lists.ts';
import { scatter } from '../cache/sketch/scatter.ts';

export { NO_SLOT };

const FIRST_SLOTS = 1024;

export class DeviceCaches {
  readonly capacityBytes: number;
  /** Copies that left for others so far. */
  evictions = 0;
  /** The slots of each device, last used first. */
  readonly #used: SlotLists;
  readonly #usedBytes: Float64Array;
  /** Chains of slots by a hash of device and object; a slot plus one, 0 is the end. */
  #heads = new Int32Array(FIRST_SLOTS);
  #next = new Int32Array(0);
  #device = new Int32Array(0);
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);
  readonly #free: number[] = [];
  #slots = 0;
  /** By slot: when the origin gave the copy, ms, and which version it is. */
  generatedAtMs = new Float64Array(0);
  version = new Float64Array(0);

  /** @param capacityBytes of each device. */
  constructor(devices: number, capacityBytes: number) {
    this.capacityBytes = capacityBytes;
    this.#used = new SlotLists(devices);
    this.#usedBytes = new Float64Array(devices);
  }

  /** @returns the slot of a device's copy, or `NO_SLOT`. */
  find(device: number, object: number): number {
    let link = this.#heads[this.#chainOf(device, object)]!;
    while (link !== 0) {
      const slot = link - 1;
      if (this.#object[slot] === object && this.#device[slot] === device) return slot;
      link = this.#next[slot]!;
    }
    return NO_SLOT;
  }

  /** The copy in a slot was used. */
  touch(slot: number): void {
    this.#used.moveToHead(slot, this.#device[slot]!);
  }

  /**
   * Keeps a copy, or renews the one that is here, unless that one is newer; one that is too large is not kept.
   *
   * @returns whether there was no copy before and is one now.
   */
  put(device: number, object: number, sizeBytes: number, generatedAtMs: number, version: number) {
    const old = this.find(device, object);
    if (old !== NO_SLOT && this.generatedAtMs[old]! > generatedAtMs) return false;
    if (old !== NO_SLOT && this.#bytes[old] === sizeBytes) {
      this.generatedAtMs[old] = generatedAtMs;
      this.version[old] = version;
      return false;
    }
    if (old !== NO_SLOT) this.#remove(old);
    if (sizeBytes > this.capacityBytes) return false;
    while (this.#usedBytes[device]! + sizeBytes > this.capacityBytes) {
      this.evictions += 1;
      this.#remove(this.#used.tail(device));
    }
    const slot = this.#take(device, object, sizeBytes);
    this.generatedAtMs[slot] = generatedAtMs;
    this.version[slot] = version;
    return old === NO_SLOT;
  }

  #take(device: number, object: number, sizeBytes: number): number {
    const slot = this.#free.pop() ?? this.#newSlot();
    this.#device[slot] = device;
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
    this.#usedBytes[device]! += sizeBytes;
    this.#used.pushHead(slot, device);
    this.#link(slot);
    return slot;
  }

  #remove(slot: number): void {
    const device = this.#device[slot]!;
    this.#usedBytes[device]! -= this.#bytes[slot]!;
    this.#used.remove(slot);
    const chain = this.#chainOf(device, this.#object[slot]!);
    if (this.#heads[chain] === slot + 1) {
      this.#heads[chain] = this.#next[slot]!;
    } else {
      let before = this.#heads[chain]! - 1;
      while (this.#next[before] !== slot + 1) before = this.#next[before]! - 1;
      this.#next[before] = this.#next[slot]!;
    }
    this.#free.push(slot);
  }

  #chainOf(device: number, object: number): number {
    return scatter(object, scatter(device, 0)) & (this.#heads.length - 1);
  }

  #link(slot: number): void {
    const chain = this.#chainOf(this.#device[slot]!, this.#object[slot]!);
    this.#next[slot] = this.#heads[chain]!;
    this.#heads[chain] = slot + 1;
  }

  #newSlot(): number {
    if (this.#slots === this.#object.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  /** Chains stay as short as they were: there are as many as slots. All slots are in use. */
  #grow(slots: number): void {
    this.#used.grow(slots);
    this.#next = grown(this.#next, slots);
    this.#device = grown(this.#device, slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
    this.generatedAtMs = grown(this.generatedAtMs, slots);
    this.version = grown(this.version, slots);
    this.#heads = new Int32Array(slots);
    for (let slot = 0; slot < this.#slots; slot += 1) this.#link(slot);
  }
}
