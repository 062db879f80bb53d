import { rate } from '../../../part/units.ts';
import { arrivals } from './process.ts';

export const poisson = arrivals({
  name: 'poisson',
  summary: 'comes from many independent people: exponential gaps',
  source: 'definition of the Poisson process',
  params: { rate: rate().describe('arrivals per second, the total over all places') },
  main: 'rate',
  make: ({ rate: perSecond }) => ({ perSecond, gap: (random) => random.exponential(1) }),
});

export const steady = arrivals({
  name: 'steady',
  summary: 'comes at equal distances',
  source: 'definition; as in a load generator with a constant arrival rate',
  params: { rate: rate().describe('arrivals per second, the total over all places') },
  main: 'rate',
  make: ({ rate: perSecond }) => ({ perSecond, gap: () => 1 }),
});
