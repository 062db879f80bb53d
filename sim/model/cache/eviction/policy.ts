/**
 * The contract of an eviction policy. Bytes, freshness, counting and collapsing belong to the
 * cache; a policy only orders slots. `test/model/cache/eviction/eviction.laws.test.ts` holds what
 * must be true of every policy.
 *
 * For each request a cache calls either `touched` (the object is here), or `admit` and, when that
 * agrees, `evict` as often as room is needed, and `added`.
 */

import type { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import type { Choice } from '../../../part/choice.ts';
import { type Part, type PartDefinition, partOf } from '../../../part/part.ts';
import type { SlotBooks } from '../slot-books.ts';

export interface EvictionPolicy {
  /**
   * Whether the policy alone says, by `lacksRoom`, when something has to leave: it counts bytes, and
   * keeps to the capacity, itself.
   */
  readonly decidesRoom?: boolean;
  /** What the policy keeps of each slot, for the cache to share. */
  readonly books?: SlotBooks;
  /** Room for this many slots is needed from now on; called before a slot number is first used. */
  grow(slots: number): void;
  /** An object asks to enter, before room is made for it. @returns whether it may. */
  admit(object: number, sizeBytes: number): boolean;
  /** The object was stored in a free slot. */
  added(slot: number, object: number, sizeBytes: number): void;
  /** The object in the slot was served. @param sizeBytes of the request, when that is known to differ. */
  touched(slot: number, sizeBytes: number): void;
  /** Chooses the slot whose object leaves, and forgets it. At least one slot is in use. */
  evict(): number;
  /** The object left for another reason: it was purged. */
  removed(slot: number): void;
  /**
   * Whether something has to leave although the cache as a whole has room: policies that divide the
   * cache know how full the part is into which the object comes. Asked after each eviction, and
   * with 0 bytes after an object was served, which may push others out.
   */
  lacksRoom?(sizeBytes: number): boolean;
  /** Whether the object may not enter after all, now that there is room for it. */
  turnsAway?(object: number, sizeBytes: number): boolean;
  /**
   * A fetch of the object has come back; told before `admit`, and only where fetches take time.
   *
   * @param totalMs how long all requests that this fetch answers waited for it, added up.
   */
  waited?(object: number, totalMs: number): void;
  /**
   * How often a learned policy has trained its model. At 0 it still is what it falls back on: the
   * requests were too few to tell it from that. Absent from policies that learn nothing.
   */
  readonly trainings?: number;
}

/** Requests to come, where they are known: in a trace that is replayed to a cache of its own. */
export interface Future {
  /**
   * When the object of the current request is asked for next, as a number that grows with every
   * request; Infinity: never again.
   */
  nextUse(): number;
  /** Number of the current request, in the same count. */
  readonly request: number;
}

export interface EvictionContext {
  readonly capacityBytes: number;
  /** The policy's own chance. */
  readonly random: Random;
  /** Undefined where nobody knows what will be asked for; only a bound may look. */
  readonly future: Future | undefined;
}

/** What is true of some policies only, whatever their parameters. */
export interface EvictionTraits {
  /** Looks at `future`, without which it cannot be made. */
  readonly needsFuture?: boolean;
  /** Never evicts: the cache it is made for has no end. */
  readonly unbounded?: boolean;
  /** A larger cache holds all that a smaller one does, of objects of one size. */
  readonly stack?: boolean;
  /** Refuses objects for what it knows of them, not only for their size: it can miss less than Belady. */
  readonly selective?: boolean;
}

/**
 * A whole cache of a policy for one purpose: a trace in which every object counts 1. Its slots are the
 * objects, nothing is purged, and what a request costs is one loop with nothing in it that only sizes
 * need. The laws hold it to the misses of the policy that `make` makes.
 */
export interface UnitCache {
  /**
   * Makes the requests at indices `from` to `to` (without that one) of a part of the trace, which come
   * after those that were made before.
   *
   * @returns how many missed.
   */
  replay(object: Int32Array, from: number, to: number): number;
  /** All so many requests of the part were made, and it will be there no more. */
  leave?(object: Int32Array, requests: number): void;
}

export interface UnitContext {
  /** Objects that the cache holds; 1 or more. */
  readonly capacity: number;
  /** Objects have numbers below this. */
  readonly objects: number;
  /** The policy's own chance. */
  readonly random: Random;
}

export interface EvictionPart extends Part<EvictionPolicy, EvictionContext>, EvictionTraits {
  /** Undefined where `make` has to do; so may be what it returns. */
  readonly units?: (params: never, context: UnitContext) => UnitCache | undefined;
}

interface UnitDefinition<Shape extends z.ZodRawShape> {
  readonly units?: (
    params: z.output<z.ZodObject<Shape>>,
    context: UnitContext,
  ) => UnitCache | undefined;
}

const plain = partOf<EvictionPolicy, EvictionContext>();

export function evictionPolicy<const Shape extends z.ZodRawShape>(
  definition: PartDefinition<Shape, EvictionPolicy, EvictionContext> &
    EvictionTraits &
    UnitDefinition<Shape>,
): EvictionPart {
  return plain(definition) as EvictionPart;
}

/** The traits of whatever policy a choice holds. */
export const evictionTraits = (choice: { readonly part: object }): EvictionTraits => choice.part;

/** The cache of a choice for objects that count 1, where its policy has one. */
export function unitCache(
  choice: Choice<EvictionPolicy, EvictionContext>,
  context: UnitContext,
): UnitCache | undefined {
  const { units } = choice.part as EvictionPart;
  return units?.(choice.params as never, context);
}

/** Bytes of a cache that was given this many and has the policy of a choice. */
export function capacityWith(choice: { readonly part: object }, capacityBytes: number): number {
  return evictionTraits(choice).unbounded === true ? Number.POSITIVE_INFINITY : capacityBytes;
}

/** @throws RangeError where the future is not known; what reads scenarios asks for `needsFuture` first. */
export function knownFuture(future: Future | undefined): Future {
  if (future === undefined) throw new RangeError('only a trace replayed to one cache has a future');
  return future;
}
