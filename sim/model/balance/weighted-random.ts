import { balancer, NO_BACKEND } from './balancer.ts';
import { weights } from './weights.ts';

export const weightedRandom = balancer({
  name: 'weighted-random',
  summary: 'takes any backend, a heavier one more often',
  source: 'definition; as weighted clusters of Envoy',
  params: { weights },
  main: 'weights',
  make: (params) => ({
    weights: params.weights,
    pick({ count, up, weight }, _request, stream) {
      let total = 0;
      for (let backend = 0; backend < count; backend += 1) total += up[backend]! * weight[backend]!;
      if (total === 0) return NO_BACKEND;
      let left = stream.uniform() * total;
      let last = NO_BACKEND;
      for (let backend = 0; backend < count; backend += 1) {
        const share = up[backend]! * weight[backend]!;
        if (share === 0) continue;
        last = backend;
        left -= share;
        if (left < 0) break;
      }
      return last;
    },
  }),
});
