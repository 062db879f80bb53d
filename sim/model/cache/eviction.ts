/**
 * The contract of an eviction policy. Bytes, freshness, counting and collapsing belong to the
 * cache; a policy only orders slots. `test/model/cache/eviction.laws.test.ts` holds what must be
 * true of every policy.
 */
import { partOf } from '../../part/part.ts';

export interface EvictionPolicy {
  /** Room for this many slots is needed from now on; called before a slot number is first used. */
  grow(slots: number): void;
  /** An object asks to enter, before room is made for it. @returns whether it may. */
  admit(object: number, sizeBytes: number): boolean;
  /** The object was stored in a free slot. */
  added(slot: number, object: number, sizeBytes: number): void;
  /** The object in the slot was served. */
  touched(slot: number): void;
  /** Chooses the slot whose object leaves, and forgets it. At least one slot is in use. */
  evict(): number;
  /** The object left for another reason: it was purged. */
  removed(slot: number): void;
}

export interface EvictionContext {
  readonly capacityBytes: number;
}

export const evictionPolicy = partOf<EvictionPolicy, EvictionContext>();
