/**
 * A whole cache with one eviction policy, written to be read: arrays that are searched from end to
 * end, and the words of the paper. Slow, and right at a glance; what is fast must agree with it.
 */
import type { Future } from '../../../../../sim/model/cache/eviction/policy.ts';

export interface Twin {
  /** @returns whether it was a hit. */
  request(object: number, sizeBytes: number): boolean;
  /** The object leaves if it is here. */
  purge(object: number): void;
}

/** Parameters as the part's schema gives them. */
export type MakeTwin = (capacityBytes: number, params: never, future: Future) => Twin;

/** An object in a cache or in a queue of one. */
export interface Entry {
  readonly object: number;
  readonly sizeBytes: number;
  /** Times it was served, or chances it has left, whatever its policy counts. */
  served: number;
}

export const bytesOf = (entries: readonly { readonly sizeBytes: number }[]): number =>
  entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** Takes the entry of an object out of a list. @returns it, if it was there. */
export function take(entries: Entry[], object: number): Entry | undefined {
  const index = entries.findIndex((entry) => entry.object === object);
  return index < 0 ? undefined : entries.splice(index, 1)[0];
}

export const find = (entries: readonly Entry[], object: number): Entry | undefined =>
  entries.find((entry) => entry.object === object);

/** Names of objects that were evicted, oldest first, as many as fill a number of bytes. */
export class Ghost {
  readonly #entries: Entry[] = [];
  readonly #capacityBytes: number;

  constructor(capacityBytes: number) {
    this.#capacityBytes = Math.trunc(capacityBytes);
  }

  add(entry: Entry): void {
    if (entry.sizeBytes > this.#capacityBytes || find(this.#entries, entry.object)) return;
    while (bytesOf(this.#entries) + entry.sizeBytes > this.#capacityBytes) this.#entries.shift();
    this.#entries.push(entry);
  }

  /** @returns whether the object's name was here; it no longer is. */
  remove(object: number): boolean {
    return take(this.#entries, object) !== undefined;
  }
}
