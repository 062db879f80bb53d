import type { UnitCache, UnitContext } from '../policy.ts';

const ABSENT = 0;
const HERE = 1;
const VISITED = 2;

/** SIEVE with all it knows of an object in one byte, beside the list. */
export class SieveUnits implements UnitCache {
  readonly #capacity: number;
  /** By object: absent, here, or here and served since the hand came by. */
  readonly #mark: Uint8Array;
  /** By node, which is twice an object: the neighbours towards head and tail. The last one closes the ring. */
  readonly #links: Int32Array;
  readonly #end: number;
  #used = 0;
  /** The node where it stands; the end of the ring: the oldest. */
  #hand: number;

  constructor({ capacity, objects }: UnitContext) {
    this.#capacity = capacity;
    this.#mark = new Uint8Array(objects);
    this.#links = new Int32Array(2 * objects + 2);
    this.#end = 2 * objects;
    this.#links.fill(this.#end, this.#end);
    this.#hand = this.#end;
  }

  replay(object: Int32Array, from: number, to: number): number {
    const [mark, links, end, capacity] = [this.#mark, this.#links, this.#end, this.#capacity];
    let [used, hand, misses] = [this.#used, this.#hand, 0];
    for (let request = from; request < to; request += 1) {
      const id = object[request]!;
      if (mark[id] !== ABSENT) {
        mark[id] = VISITED;
        continue;
      }
      misses += 1;
      if (used < capacity) used += 1;
      else {
        let node = hand === end ? links[end]! : hand;
        while (mark[node >> 1] === VISITED) {
          mark[node >> 1] = HERE;
          node = links[node]!;
          if (node === end) node = links[end]!;
        }
        mark[node >> 1] = ABSENT;
        hand = links[node]!;
        const older = links[node + 1]!;
        links[hand + 1] = older;
        links[older] = hand;
      }
      mark[id] = HERE;
      const newest = links[end + 1]!;
      links[2 * id] = end;
      links[2 * id + 1] = newest;
      links[newest] = 2 * id;
      links[end + 1] = 2 * id;
    }
    this.#used = used;
    this.#hand = hand;
    return misses;
  }
}
