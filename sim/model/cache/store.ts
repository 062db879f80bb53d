/**
 * The objects that a cache holds: bytes, freshness and purges. Which object leaves is for the
 * eviction policy to say.
 */

import { grown } from '../../engine/grown.ts';
import type { EvictionPolicy } from './eviction/policy.ts';
import { NO_SLOT } from './eviction/slot-lists.ts';

export type Lookup = 'fresh' | 'stale' | 'expired' | 'absent';

const FIRST_SLOTS = 1024;
const UNKNOWN = -1;

export interface Freshness {
  /** Lifetime from the moment the origin answered, ms. RFC 9111 §4.2.1; Infinity: never expires. */
  readonly maxAgeMs: number;
  /** How long after that a stale copy may be served while it is fetched anew. RFC 5861 §3. */
  readonly staleMs: number;
}

export class ObjectStore {
  readonly capacityBytes: number;
  /** Bytes each object takes beside its own. */
  readonly #overheadBytes: number;
  readonly #policy: EvictionPolicy;
  usedBytes = 0;
  evictions = 0;
  /** Slot of each object, plus one: 0 means that the object is not here. */
  #slotOf = new Int32Array(FIRST_SLOTS);
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);
  /** When the origin gave the copy, and which purge came last before it was stored. */
  #generatedAtMs = new Float64Array(0);
  #purge = new Uint32Array(0);
  readonly #free: number[] = [];
  #slots = 0;

  constructor(capacityBytes: number, overheadBytes: number, policy: EvictionPolicy) {
    this.capacityBytes = capacityBytes;
    this.#overheadBytes = overheadBytes;
    this.#policy = policy;
  }

  /**
   * Finds a copy and says what it is worth. One that is here counts as served, also when it has
   * expired: it will be renewed and served.
   *
   * @param lastPurge number of the last purge that met this object; copies stored before are gone.
   * @param askedBytes size that the asker believes it to have; default: that of the copy.
   */
  lookup(
    object: number,
    nowMs: number,
    freshness: Freshness,
    lastPurge: number,
    askedBytes = UNKNOWN,
  ): Lookup {
    const slot = this.#find(object);
    if (slot === NO_SLOT) return 'absent';
    if (this.#purge[slot]! < lastPurge) {
      this.#policy.removed(slot);
      this.#release(slot);
      return 'absent';
    }
    const staleForMs = nowMs - this.#generatedAtMs[slot]! - freshness.maxAgeMs;
    // RFC 9111 §4.2: fresh while the lifetime is greater than the age.
    const wholeBytes = this.#bytes[slot]!;
    this.#policy.touched(
      slot,
      askedBytes === UNKNOWN ? wholeBytes : askedBytes + this.#overheadBytes,
    );
    while (this.#policy.lacksRoom?.(0) === true) this.#evict();
    if (staleForMs >= 0 && staleForMs >= freshness.staleMs) return 'expired';
    return staleForMs < 0 ? 'fresh' : 'stale';
  }

  /** Whether there is a copy, of whatever worth; nothing counts as served. */
  holds(object: number): boolean {
    return this.#find(object) !== NO_SLOT;
  }

  generatedAtMs(object: number): number {
    return this.#generatedAtMs[this.#find(object)]!;
  }

  /**
   * Stores an object, or renews the copy that is here, unless that one is newer.
   *
   * @returns whether the object is here afterwards; one that is too large is not stored.
   */
  put(object: number, sizeBytes: number, generatedAtMs: number, purge: number): boolean {
    const wholeBytes = sizeBytes + this.#overheadBytes;
    let slot = this.#find(object);
    if (slot !== NO_SLOT && this.#isNewer(slot, generatedAtMs, purge)) return true;
    if (slot !== NO_SLOT && this.#bytes[slot] !== wholeBytes) {
      this.#policy.removed(slot);
      this.#release(slot);
      slot = NO_SLOT;
    }
    if (slot === NO_SLOT) slot = this.#admit(object, wholeBytes);
    if (slot === NO_SLOT) return false;
    this.#generatedAtMs[slot] = generatedAtMs;
    this.#purge[slot] = purge;
    return true;
  }

  /** Whether the copy in a slot was asked for after a later purge, or made later by the origin. */
  #isNewer(slot: number, generatedAtMs: number, purge: number): boolean {
    const own = this.#purge[slot]!;
    return own > purge || (own === purge && this.#generatedAtMs[slot]! > generatedAtMs);
  }

  /** Makes room for an object. @returns its slot, or none when it may not enter. */
  #admit(object: number, wholeBytes: number): number {
    const policy = this.#policy;
    if (!policy.admit(object, wholeBytes) || wholeBytes > this.capacityBytes) return NO_SLOT;
    while (this.#lacksRoom(wholeBytes)) this.#evict();
    if (policy.turnsAway?.(object, wholeBytes) === true) return NO_SLOT;
    const slot = this.#take(object, wholeBytes);
    policy.added(slot, object, wholeBytes);
    return slot;
  }

  #lacksRoom(wholeBytes: number): boolean {
    if (this.usedBytes + wholeBytes > this.capacityBytes) return true;
    return this.#policy.lacksRoom?.(wholeBytes) === true;
  }

  #find(object: number): number {
    return object < this.#slotOf.length ? this.#slotOf[object]! - 1 : NO_SLOT;
  }

  #evict(): void {
    this.evictions += 1;
    this.#release(this.#policy.evict());
  }

  #release(slot: number): void {
    this.usedBytes -= this.#bytes[slot]!;
    this.#slotOf[this.#object[slot]!] = 0;
    this.#free.push(slot);
  }

  #take(object: number, wholeBytes: number): number {
    const slot = this.#free.pop() ?? this.#newSlot();
    if (object >= this.#slotOf.length) {
      this.#slotOf = grown(this.#slotOf, Math.max(object + 1, this.#slotOf.length * 2));
    }
    this.#slotOf[object] = slot + 1;
    this.#object[slot] = object;
    this.#bytes[slot] = wholeBytes;
    this.usedBytes += wholeBytes;
    return slot;
  }

  #newSlot(): number {
    if (this.#slots === this.#object.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.#object = grown(this.#object, slots);
      this.#bytes = grown(this.#bytes, slots);
      this.#generatedAtMs = grown(this.#generatedAtMs, slots);
      this.#purge = grown(this.#purge, slots);
      this.#policy.grow(slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}
