/** The contract of redundancy: into which fragments an object is cut, and which of them give it back. */
import { partOf } from '../../../../part/part.ts';

/** Which of the fragments that would do are read. */
export const READ_ORDERS = ['first', 'random', 'least-busy'] as const;
export type ReadOrder = (typeof READ_ORDERS)[number];

/** Most fragments of one object: wider codes are not in use. */
export const MOST_FRAGMENTS = 64;

export interface Redundancy {
  /** One phrase for people: `3 copies`. */
  readonly text: string;
  /** Fragments of an object, each on a disk of its own. */
  readonly fragments: number;
  /** As many as are read to have an object; each has one part of so many of its bytes. */
  readonly needed: number;
  /** The first so many are the object's own bytes; with another one something must be decoded. */
  readonly plain: number;
  /** Any so many of them may be lost. */
  readonly survives: number;
  /** What is read unless the scenario says otherwise. */
  readonly order: ReadOrder;
  /**
   * Chooses the fragments to read.
   *
   * @param there those that can be read, the preferred ones first: the first `count` of the array.
   * @param extra how many more than needed are to be asked.
   * @returns how many it put into `into`; 0 when the object cannot be had.
   */
  sources(there: Int32Array, count: number, extra: number, into: Int32Array): number;
  /** As `sources`, to rebuild one fragment that is lost. */
  repairSources(lost: number, there: Int32Array, count: number, into: Int32Array): number;
}

export const redundancy = partOf<Redundancy>();

/** Takes the first `wanted` of those that are there, or as many as there are from `needed` on. */
export function firstOf(
  there: Int32Array,
  count: number,
  needed: number,
  wanted: number,
  into: Int32Array,
): number {
  if (count < needed) return 0;
  const taken = Math.min(count, wanted);
  for (let place = 0; place < taken; place += 1) into[place] = there[place]!;
  return taken;
}
