import type { Twin } from './twin.ts';

export interface RankedEntry {
  readonly object: number;
  readonly size: number;
  /** Requests for it since it entered, the one with which it did among them. */
  served: number;
  /** Numbers of the requests for it, as long as it is known, last one first. */
  references: number[];
  /** The least leaves first; of equals, the one served longest ago. */
  rank: number;
}

export type Rank = (entry: RankedEntry, floor: number, request: number) => number;

/** All policies that give each object a number whenever it is served, and evict the least. */
export class RankedTwin implements Twin {
  readonly #capacity: number;
  readonly #rank: Rank;
  readonly #here = new Map<number, RankedEntry>();
  /** The number of what was evicted last. */
  #floor = 0;
  #request = 0;

  constructor(capacity: number, rank: Rank) {
    this.#capacity = capacity;
    this.#rank = rank;
  }

  request(object: number, size: number): boolean {
    this.#request += 1;
    const found = this.#here.get(object);
    if (found === undefined && size > this.#capacity) return false;
    if (found === undefined) this.#makeRoom(size);
    const entry = found ?? { object, size, served: 0, references: [], rank: 0 };
    entry.served += 1;
    entry.references.unshift(this.#request);
    entry.rank = this.#rank(entry, this.#floor, this.#request);
    this.#here.set(object, entry);
    return found !== undefined;
  }

  purge(object: number): void {
    this.#here.delete(object);
  }

  #makeRoom(size: number): void {
    const used = () => [...this.#here.values()].reduce((sum, entry) => sum + entry.size, 0);
    while (used() + size > this.#capacity) {
      const [least] = [...this.#here.values()].sort(
        (one, other) => one.rank - other.rank || one.references[0]! - other.references[0]!,
      );
      this.#floor = least!.rank;
      this.#here.delete(least!.object);
    }
  }
}
