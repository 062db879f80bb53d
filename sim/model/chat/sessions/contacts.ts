/** Who wants to know whether somebody is there. */
import type { Random } from '../../../engine/random.ts';

/** People in each other's lists: who has somebody in his list is in his. */
export interface ContactLists {
  /** Most contacts of anybody. */
  readonly most: number;
  count(person: number): number;
  /** @param index 0 to below `count`. */
  at(person: number, index: number): number;
}

/**
 * Lists that take no memory: everybody has those whose numbers are a few fixed distances away, in both
 * directions. Distances are drawn, so contacts are any people; all lists are equally long.
 */
export class EvenLists implements ContactLists {
  readonly most: number;
  readonly #people: number;
  readonly #distances: Int32Array;

  /** @param wanted contacts of each; what cannot be had, because there are too few people, is left out. */
  constructor(people: number, wanted: number, random: Random) {
    this.#people = people;
    const pairs = Math.min(Math.round(wanted / 2), Math.floor((people - 1) / 2));
    const chosen = new Set<number>();
    // Different distances from 1 to half of the people: Bentley & Floyd, CACM 30(9), 1987.
    const most = Math.floor((people - 1) / 2);
    for (let last = most - pairs; last < most; last += 1) {
      const drawn = random.below(last + 1) + 1;
      chosen.add(chosen.has(drawn) ? last + 1 : drawn);
    }
    this.#distances = Int32Array.from(chosen);
    this.most = 2 * this.#distances.length;
  }

  count(): number {
    return this.most;
  }

  at(person: number, index: number): number {
    const half = index >> 1;
    const distance = this.#distances[half]!;
    const there = index % 2 === 0 ? person + distance : person - distance;
    return there < 0 ? there + this.#people : there % this.#people;
  }
}
