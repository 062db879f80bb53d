import { grown } from '../../engine/grown.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND } from './balancer.ts';
import { weights } from './weights.ts';

/**
 * Everybody gains its weight each time, and the richest pays the sum of all: weights of 5, 1 and 1
 * give a a b a c a a, and not five in a row.
 */
class WeightedRoundRobin implements Balancer {
  readonly weights: readonly number[];
  #credit = new Float64Array(0);

  constructor(given: readonly number[]) {
    this.weights = given;
  }

  pick({ count, up, weight }: Backends): number {
    this.#credit = grown(this.#credit, count);
    let best = NO_BACKEND;
    let total = 0;
    for (let backend = 0; backend < count; backend += 1) {
      if (up[backend] === 0 || weight[backend] === 0) continue;
      this.#credit[backend]! += weight[backend]!;
      total += weight[backend]!;
      if (best === NO_BACKEND || this.#credit[backend]! > this.#credit[best]!) best = backend;
    }
    if (best !== NO_BACKEND) this.#credit[best]! -= total;
    return best;
  }
}

export const weightedRoundRobin = balancer({
  name: 'weighted-round-robin',
  summary: 'takes the backends in turn, the heavier ones more often and evenly spread',
  source: 'nginx 1.3.1, smooth weighted round-robin (ngx_http_upstream_round_robin)',
  params: { weights },
  main: 'weights',
  make: (params) => new WeightedRoundRobin(params.weights),
});
