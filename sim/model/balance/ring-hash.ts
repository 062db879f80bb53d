import { count } from '../../part/units.ts';
import { affinityOf, on } from './affinity.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND, type Request } from './balancer.ts';
import { Ring } from './ring.ts';

export const virtualNodes = count({ min: 1, max: 10_000 })
  .prefault(160)
  .describe('points of each backend on the ring; 160 as in libketama');

/**
 * A key belongs to the first point of the ring at or after its own hash. When a backend is down its
 * keys go on to the next point, and only its keys move.
 */
class RingHash implements Balancer {
  readonly #virtualNodes: number;
  readonly #on: 'object' | 'client';
  #ring: Ring | undefined;

  constructor(points: number, kept: 'object' | 'client') {
    this.#virtualNodes = points;
    this.#on = kept;
  }

  pick({ names, up }: Backends, request: Request): number {
    this.#ring ??= new Ring(names, this.#virtualNodes);
    const start = this.#ring.pointAt(affinityOf(request, this.#on));
    for (let step = 0; step < this.#ring.size; step += 1) {
      const owner = this.#ring.owner(start, step);
      if (up[owner] === 1) return owner;
    }
    return NO_BACKEND;
  }
}

export const ringHash = balancer({
  name: 'ring-hash',
  summary: 'keeps each object on one backend; few objects move when backends come and go',
  source: 'Karger et al., Consistent Hashing and Random Trees, STOC 1997',
  params: { 'virtual-nodes': virtualNodes, on },
  make: (params) => new RingHash(params['virtual-nodes'], params.on),
});
