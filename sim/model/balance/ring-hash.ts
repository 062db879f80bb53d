import { count } from '../../part/units.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND } from './balancer.ts';
import { hashText, mix32 } from './hash.ts';

/**
 * Backends stand at many points of a ring; a key belongs to the first point at or after its own
 * hash. When a backend is down its keys go on to the next point, and only its keys move.
 */
class RingHash implements Balancer {
  readonly #virtualNodes: number;
  #points = new Uint32Array(0);
  #owners = new Uint16Array(0);

  constructor(virtualNodes: number) {
    this.#virtualNodes = virtualNodes;
  }

  pick(backends: Backends, key: number): number {
    if (this.#points.length === 0) this.#build(backends.names);
    const start = this.#firstPoint(mix32(key));
    for (let step = 0; step < this.#points.length; step += 1) {
      const owner = this.#owners[(start + step) % this.#points.length]!;
      if (backends.up[owner] === 1) return owner;
    }
    return NO_BACKEND;
  }

  #build(names: readonly string[]): void {
    const points = names.flatMap((name, owner) =>
      Array.from({ length: this.#virtualNodes }, (_, copy) => ({
        at: hashText(`${name}#${copy}`),
        owner,
      })),
    );
    points.sort((one, other) => one.at - other.at || one.owner - other.owner);
    this.#points = Uint32Array.from(points, (point) => point.at);
    this.#owners = Uint16Array.from(points, (point) => point.owner);
  }

  #firstPoint(hash: number): number {
    let low = 0;
    let high = this.#points.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#points[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    return low % this.#points.length;
  }
}

export const ringHash = balancer({
  name: 'ring-hash',
  summary: 'keeps each object on one backend; few objects move when backends come and go',
  source: 'Karger et al., Consistent Hashing and Random Trees, STOC 1997',
  params: {
    'virtual-nodes': count({ min: 1, max: 10_000 })
      .prefault(160)
      .describe('points of each backend on the ring; 160 as in libketama'),
  },
  make: ({ 'virtual-nodes': virtualNodes }) => new RingHash(virtualNodes),
});
