import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND } from './balancer.ts';

/** Ties go to the next in turn, so that idle backends share the load. */
class LeastConnections implements Balancer {
  #start = 0;

  pick(backends: Backends): number {
    const { count, inFlight, up } = backends;
    let best = NO_BACKEND;
    for (let tried = 0; tried < count; tried += 1) {
      const backend = (this.#start + tried) % count;
      if (up[backend] === 0) continue;
      if (best === NO_BACKEND || inFlight[backend]! < inFlight[best]!) best = backend;
    }
    this.#start = best + 1;
    return best;
  }
}

export const leastConnections = balancer({
  name: 'least-connections',
  summary: 'takes the backend with the fewest requests in flight',
  source: 'nginx, ngx_http_upstream_module: least_conn',
  params: {},
  make: () => new LeastConnections(),
});
