import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND } from './balancer.ts';
import { weights } from './weights.ts';

/** Ties go to the next in turn, so that idle backends share the load. */
class LeastConnections implements Balancer {
  readonly weights: readonly number[];
  #start = 0;

  constructor(given: readonly number[]) {
    this.weights = given;
  }

  pick({ count, inFlight, up, weight }: Backends): number {
    let best = NO_BACKEND;
    for (let tried = 0; tried < count; tried += 1) {
      const backend = (this.#start + tried) % count;
      if (up[backend] === 0 || weight[backend] === 0) continue;
      // Of fractions without a division: in flight to weight, as of the best so far.
      if (
        best === NO_BACKEND ||
        inFlight[backend]! * weight[best]! < inFlight[best]! * weight[backend]!
      ) {
        best = backend;
      }
    }
    this.#start = best + 1;
    return best;
  }
}

export const leastConnections = balancer({
  name: 'least-connections',
  summary: 'takes the backend with the fewest requests in flight for its weight',
  source: 'nginx, ngx_http_upstream_module: least_conn',
  params: { weights },
  make: (params) => new LeastConnections(params.weights),
});
