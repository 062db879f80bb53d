import { count } from '../../part/units.ts';
import { balancer, NO_BACKEND } from './balancer.ts';

export const powerOfChoices = balancer({
  name: 'power-of-choices',
  summary: 'looks at a few backends at random and takes the least busy of them',
  source: 'Mitzenmacher, IEEE TPDS 12(10), 2001',
  params: {
    choices: count({ min: 1, max: 64 }).prefault(2).describe('how many backends to look at'),
  },
  main: 'choices',
  make: ({ choices }) => ({
    pick(backends, _request, random) {
      let best = NO_BACKEND;
      for (let looked = 0; looked < choices; looked += 1) {
        const other = backends.randomUp(random);
        if (other === NO_BACKEND) return NO_BACKEND;
        if (best === NO_BACKEND || backends.inFlight[other]! < backends.inFlight[best]!) {
          best = other;
        }
      }
      return best;
    },
  }),
});
