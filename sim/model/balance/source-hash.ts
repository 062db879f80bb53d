import { balancer, NO_BACKEND } from './balancer.ts';
import { mix32 } from './hash.ts';

export const sourceHash = balancer({
  name: 'source-hash',
  summary: 'keeps each client on one backend; nearly all move when a backend comes or goes',
  source: 'HAProxy, balance source with hash-type map-based: the remainder by those that are up',
  params: {},
  make: () => ({
    pick({ count, up }, { client }) {
      let alive = 0;
      for (let backend = 0; backend < count; backend += 1) alive += up[backend]!;
      if (alive === 0) return NO_BACKEND;
      let left = mix32(client) % alive;
      for (let backend = 0; ; backend += 1) {
        if (up[backend] === 0) continue;
        if (left === 0) return backend;
        left -= 1;
      }
    },
  }),
});
