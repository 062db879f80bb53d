import { number } from '../../part/units.ts';
import { affinityOf, on } from './affinity.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND, type Request } from './balancer.ts';
import { Ring } from './ring.ts';
import { virtualNodes } from './ring-hash.ts';

interface Settings {
  readonly factor: number;
  readonly points: number;
  readonly kept: 'object' | 'client';
}

/** A ring on which a backend that has more than its share passes on to the next point. */
class BoundedLoadRing implements Balancer {
  readonly #settings: Settings;
  #ring: Ring | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  pick({ names, up, inFlight, count }: Backends, request: Request): number {
    const { factor, points, kept } = this.#settings;
    this.#ring ??= new Ring(names, points);
    let [alive, load] = [0, 1];
    for (let backend = 0; backend < count; backend += 1) {
      alive += up[backend]!;
      load += up[backend]! * inFlight[backend]!;
    }
    const most = Math.ceil((factor * load) / alive);
    const start = this.#ring.pointAt(affinityOf(request, kept));
    for (let step = 0; step < this.#ring.size; step += 1) {
      const owner = this.#ring.owner(start, step);
      if (up[owner] === 1 && inFlight[owner]! < most) return owner;
    }
    return NO_BACKEND;
  }
}

export const boundedLoadRing = balancer({
  name: 'bounded-load-ring',
  summary: 'is a ring on which no backend has more than a factor of its share in flight',
  source: 'Mirrokni, Thorup & Zadimoghaddam, Consistent Hashing with Bounded Loads, SODA 2018',
  params: {
    factor: number({ above: 1, max: 100 })
      .prefault(1.25)
      .describe(
        'most of the mean load that a backend may have; 1.25 as in the HAProxy manual’s 125',
      ),
    'virtual-nodes': virtualNodes,
    on,
  },
  main: 'factor',
  make: (params) =>
    new BoundedLoadRing({
      factor: params.factor,
      points: params['virtual-nodes'],
      kept: params.on,
    }),
});
