import { log } from '../../engine/math/index.ts';
import { affinityOf, on } from './affinity.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND, type Request } from './balancer.ts';
import { hashText, mix32 } from './hash.ts';
import { weights } from './weights.ts';

const WORD = 4_294_967_296;

/** Every backend draws a number for every key, by a hash of both; the highest has the key. */
class Rendezvous implements Balancer {
  readonly weights: readonly number[];
  readonly #on: 'object' | 'client';
  #seeds = new Uint32Array(0);

  constructor(given: readonly number[], kept: 'object' | 'client') {
    this.weights = given;
    this.#on = kept;
  }

  pick({ names, count, up, weight }: Backends, request: Request): number {
    if (this.#seeds.length === 0) this.#seeds = Uint32Array.from(names, hashText);
    const key = affinityOf(request, this.#on);
    let best = NO_BACKEND;
    let highest = Number.NEGATIVE_INFINITY;
    for (let backend = 0; backend < count; backend += 1) {
      if (up[backend] === 0 || weight[backend] === 0) continue;
      const uniform = (mix32(key ^ this.#seeds[backend]!) + 0.5) / WORD;
      // The highest of numbers that are exponential with the weight as their mean wins as often.
      const drawn = -weight[backend]! / log(uniform);
      if (drawn > highest) [best, highest] = [backend, drawn];
    }
    return best;
  }
}

export const rendezvous = balancer({
  name: 'rendezvous',
  summary: 'keeps each object on the backend that draws the highest number for it (HRW)',
  source:
    'Thaler & Ravishankar, IEEE/ACM ToN 6(1), 1998; weights: Schindelhauer & Schomaker, SPAA 2005',
  params: { weights, on },
  main: 'on',
  make: (params) => new Rendezvous(params.weights, params.on),
});
