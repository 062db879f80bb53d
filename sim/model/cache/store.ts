/**
 * The objects that a cache holds: bytes, freshness and purges. Which object leaves is for the
 * eviction policy to say.
 */

import { grown, roomFor } from '../../engine/grown.ts';
import type { EvictionPolicy } from './eviction/policy.ts';
import { NO_SLOT } from './eviction/slot-lists.ts';
import { ageMs, type CoarseClock, type Freshness, type Lifetime, lifetimeMs } from './freshness.ts';
import { RareNumbers, SlotBooks } from './slot-books.ts';

export type Lookup = 'fresh' | 'stale' | 'expired' | 'absent';

const FIRST_SLOTS = 1024;
const UNKNOWN = -1;

/** Is told of what happens in the slots of a store. */
export interface StoreWatcher {
  grow(slots: number): void;
  /** The object in the slot was stored, or served. */
  used(slot: number): void;
  /** The object in the slot leaves for another, and is still there; not told of purges. */
  evicted(slot: number, object: number): void;
}

export class ObjectStore {
  readonly capacityBytes: number;
  /** Bytes each object takes beside its own. */
  readonly #overheadBytes: number;
  readonly #policy: EvictionPolicy;
  readonly #watcher: StoreWatcher | undefined;
  readonly #clock: CoarseClock | undefined;
  usedBytes = 0;
  evictions = 0;
  /** Slot of each object, plus one: 0 means that the object is not here. */
  #slotOf = new Int32Array(FIRST_SLOTS);
  readonly #books: SlotBooks;
  /** When the origin gave the copy, and which purge came last before it was stored. */
  #generatedAtMs = new Float64Array(0);
  readonly #purge = new RareNumbers();
  readonly #version = new RareNumbers();
  /** Since when copies that a soft purge has met are stale, by slot; few have been. */
  readonly #outdatedMs = new Map<number, number>();
  readonly #free: number[] = [];
  #slots = 0;

  /** @param clock by which copies grow old; undefined: exact. */
  constructor(
    capacityBytes: number,
    overheadBytes: number,
    policy: EvictionPolicy,
    watcher?: StoreWatcher,
    clock?: CoarseClock,
  ) {
    this.#clock = clock;
    this.capacityBytes = capacityBytes;
    this.#overheadBytes = overheadBytes;
    this.#policy = policy;
    this.#books = policy.books ?? new SlotBooks();
    this.#watcher = watcher;
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
    lifetime: Lifetime & Pick<Freshness, 'staleMs'>,
    lastPurge: number,
    askedBytes = UNKNOWN,
  ): Lookup {
    const slot = this.#find(object);
    if (slot === NO_SLOT) return 'absent';
    if (this.#purge.at(slot) < lastPurge) {
      this.#policy.removed(slot);
      this.#release(slot);
      return 'absent';
    }
    const staleForMs = this.#staleForMs(slot, nowMs, lifetime);
    // RFC 9111 §4.2: fresh while the lifetime is greater than the age.
    const wholeBytes = this.#books.bytes.at(slot);
    this.#watcher?.used(slot);
    this.#policy.touched(
      slot,
      askedBytes === UNKNOWN ? wholeBytes : askedBytes + this.#overheadBytes,
    );
    while (this.#policy.lacksRoom?.(0) === true) this.#evict();
    if (staleForMs >= 0 && staleForMs >= lifetime.staleMs) return 'expired';
    return staleForMs < 0 ? 'fresh' : 'stale';
  }

  /** Whether there is a copy, of whatever worth; nothing counts as served. */
  holds(object: number): boolean {
    return this.#find(object) !== NO_SLOT;
  }

  generatedAtMs(object: number): number {
    return this.#generatedAtMs[this.#find(object)]!;
  }

  /** Which version the copy is; NaN when there is none. */
  versionOf(object: number): number {
    const slot = this.#find(object);
    return slot === NO_SLOT ? Number.NaN : this.#version.at(slot);
  }

  /** Bytes of a copy, without what each object takes beside its own. */
  sizeBytes(object: number): number {
    return this.#books.bytes.at(this.#find(object)) - this.#overheadBytes;
  }

  /** Whether no purge has met a copy, the one with this number included. */
  isIntact(object: number, lastPurge: number): boolean {
    const slot = this.#find(object);
    return this.#purge.at(slot) >= lastPurge && !this.#outdatedMs.has(slot);
  }

  /** Whether there is a copy that may be served as it is; nothing counts as served. */
  isFresh(object: number, nowMs: number, lifetime: Lifetime, lastPurge: number): boolean {
    const slot = this.#find(object);
    if (slot === NO_SLOT || this.#purge.at(slot) < lastPurge) return false;
    return this.#staleForMs(slot, nowMs, lifetime) < 0;
  }

  /** How long a copy has been past its lifetime, ms; negative while it is fresh. */
  staleForMs(object: number, nowMs: number, lifetime: Lifetime): number {
    return this.#staleForMs(this.#find(object), nowMs, lifetime);
  }

  /**
   * A soft purge: a copy that was asked for before it is stale from then on. One that a soft purge has
   * met already stays stale since that one: its window for stale answers does not begin again.
   *
   * @param purge number of the purge.
   */
  outdate(object: number, purge: number, atMs: number): void {
    const slot = this.#find(object);
    if (slot === NO_SLOT || this.#purge.at(slot) >= purge) return;
    this.#purge.set(slot, purge);
    if (!this.#outdatedMs.has(slot)) this.#outdatedMs.set(slot, atMs);
  }

  /**
   * The origin says that the copy is what it has now.
   *
   * @returns false when the copy is gone, or is another version.
   */
  renew(object: number, generatedAtMs: number, purge: number, version: number): boolean {
    const slot = this.#find(object);
    if (slot === NO_SLOT || this.#version.at(slot) !== version) return false;
    this.#generatedAtMs[slot] = Math.max(generatedAtMs, this.#generatedAtMs[slot]!);
    this.#purge.set(slot, Math.max(purge, this.#purge.at(slot)));
    this.#outdatedMs.delete(slot);
    return true;
  }

  /** Tells of all objects that are here, of whatever worth. */
  list(each: (object: number) => void): void {
    for (let slot = 0; slot < this.#slots; slot += 1) {
      const object = this.#books.object[slot]!;
      if (this.#find(object) === slot) each(object);
    }
  }

  /** Takes a copy away, if there is one, which counts as no eviction. */
  drop(object: number): void {
    const slot = this.#find(object);
    if (slot === NO_SLOT) return;
    this.#policy.removed(slot);
    this.#release(slot);
  }

  #staleForMs(slot: number, nowMs: number, lifetime: Lifetime): number {
    const generatedAtMs = this.#generatedAtMs[slot]!;
    const freshMs = lifetimeMs(lifetime, generatedAtMs, this.#version.at(slot));
    const byAgeMs = ageMs(generatedAtMs, nowMs, this.#clock) - freshMs;
    if (this.#outdatedMs.size === 0) return byAgeMs;
    return Math.max(byAgeMs, nowMs - (this.#outdatedMs.get(slot) ?? Number.POSITIVE_INFINITY));
  }

  /**
   * Stores an object, or renews the copy that is here, unless that one is newer.
   *
   * @returns whether the object is here afterwards; one that is too large is not stored.
   */
  put(
    object: number,
    sizeBytes: number,
    generatedAtMs: number,
    purge: number,
    version = 0,
  ): boolean {
    const wholeBytes = sizeBytes + this.#overheadBytes;
    let slot = this.#find(object);
    if (slot !== NO_SLOT && this.#isNewer(slot, generatedAtMs, purge)) return true;
    if (slot !== NO_SLOT && this.#books.bytes.at(slot) !== wholeBytes) {
      this.#policy.removed(slot);
      this.#release(slot);
      slot = NO_SLOT;
    }
    if (slot === NO_SLOT) slot = this.#admit(object, wholeBytes);
    if (slot === NO_SLOT) return false;
    this.#generatedAtMs[slot] = generatedAtMs;
    this.#purge.set(slot, purge);
    this.#version.set(slot, version);
    this.#outdatedMs.delete(slot);
    return true;
  }

  /** Whether the copy in a slot was asked for after a later purge, or made later by the origin. */
  #isNewer(slot: number, generatedAtMs: number, purge: number): boolean {
    const own = this.#purge.at(slot);
    return own > purge || (own === purge && this.#generatedAtMs[slot]! > generatedAtMs);
  }

  /** Makes room for an object. @returns its slot, or none when it may not enter. */
  #admit(object: number, wholeBytes: number): number {
    const policy = this.#policy;
    if (!policy.admit(object, wholeBytes) || wholeBytes > this.capacityBytes) return NO_SLOT;
    while (this.#lacksRoom(wholeBytes)) this.#evict();
    if (policy.turnsAway?.(object, wholeBytes) === true) return NO_SLOT;
    const slot = this.#take(object, wholeBytes);
    this.#watcher?.used(slot);
    policy.added(slot, object, wholeBytes);
    return slot;
  }

  #lacksRoom(wholeBytes: number): boolean {
    const isFull = this.usedBytes + wholeBytes > this.capacityBytes;
    if (isFull && this.#policy.decidesRoom !== true) return true;
    return this.#policy.lacksRoom?.(wholeBytes) === true;
  }

  #find(object: number): number {
    return object < this.#slotOf.length ? this.#slotOf[object]! - 1 : NO_SLOT;
  }

  #evict(): void {
    this.evictions += 1;
    const slot = this.#policy.evict();
    this.#watcher?.evicted(slot, this.#books.object[slot]!);
    this.#release(slot);
  }

  #release(slot: number): void {
    this.usedBytes -= this.#books.bytes.at(slot);
    this.#slotOf[this.#books.object[slot]!] = 0;
    this.#free.push(slot);
    if (this.#outdatedMs.size > 0) this.#outdatedMs.delete(slot);
  }

  #take(object: number, wholeBytes: number): number {
    const slot = this.#free.pop() ?? this.#newSlot();
    if (object >= this.#slotOf.length) {
      this.#slotOf = grown(this.#slotOf, roomFor(object, this.#slotOf.length));
    }
    this.#slotOf[object] = slot + 1;
    this.#books.enter(slot, object, wholeBytes);
    this.usedBytes += wholeBytes;
    return slot;
  }

  #newSlot(): number {
    if (this.#slots === this.#generatedAtMs.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.#books.grow(slots);
      this.#generatedAtMs = grown(this.#generatedAtMs, slots);
      this.#purge.grow(slots);
      this.#version.grow(slots);
      this.#policy.grow(slots);
      this.#watcher?.grow(slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}
