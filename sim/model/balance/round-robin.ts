import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND } from './balancer.ts';

class RoundRobin implements Balancer {
  #next = 0;

  pick(backends: Backends): number {
    const backend = backends.firstUp(this.#next % backends.count);
    if (backend !== NO_BACKEND) this.#next = backend + 1;
    return backend;
  }
}

export const roundRobin = balancer({
  name: 'round-robin',
  summary: 'takes the backends in turn',
  source: 'nginx, ngx_http_upstream_module: the default method',
  params: {},
  make: () => new RoundRobin(),
});
