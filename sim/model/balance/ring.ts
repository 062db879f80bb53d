/** Backends at many points of a ring of 32-bit hashes. */
import { hashText } from './hash.ts';

export class Ring {
  readonly #points: Uint32Array;
  readonly #owners: Uint16Array;

  constructor(names: readonly string[], virtualNodes: number) {
    const points = names.flatMap((name, owner) =>
      Array.from({ length: virtualNodes }, (_, copy) => ({
        at: hashText(`${name}#${copy}`),
        owner,
      })),
    );
    points.sort((one, other) => one.at - other.at || one.owner - other.owner);
    this.#points = Uint32Array.from(points, (point) => point.at);
    this.#owners = Uint16Array.from(points, (point) => point.owner);
  }

  get size(): number {
    return this.#points.length;
  }

  /** @returns the number of the first point at or after a hash. */
  pointAt(hash: number): number {
    let low = 0;
    let high = this.#points.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#points[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    return low % this.#points.length;
  }

  /** @returns the backend at the point that comes so many steps after one. */
  owner(point: number, steps: number): number {
    return this.#owners[(point + steps) % this.#owners.length]!;
  }
}
