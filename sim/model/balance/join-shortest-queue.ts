import { balancer, NO_BACKEND } from './balancer.ts';

export const joinShortestQueue = balancer({
  name: 'join-shortest-queue',
  summary: 'takes the backend with the fewest requests from anybody, which it is assumed to know',
  source: 'Winston, J. Applied Probability 14(1), 1977',
  params: {},
  make: () => ({
    pick(backends, _request, random) {
      let best = NO_BACKEND;
      let [fewest, ties] = [0, 0];
      for (let backend = 0; backend < backends.count; backend += 1) {
        if (backends.up[backend] === 0) continue;
        const atWork = backends.atWork(backend);
        if (best === NO_BACKEND || atWork < fewest) [best, fewest, ties] = [backend, atWork, 1];
        else if (atWork === fewest) {
          // Each of those that tie is kept with the same chance.
          ties += 1;
          if (random.below(ties) === 0) best = backend;
        }
      }
      return best;
    },
  }),
});
