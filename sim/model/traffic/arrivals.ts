/** The contract of arrivals: how requests follow each other at a given load. */
import type { Random } from '../../engine/random.ts';
import { partOf, registry } from '../../part/part.ts';
import { rate } from '../../part/units.ts';

export interface Arrivals {
  /** Load at the start, per second, over all places. */
  readonly perSecond: number;
  /** Distance to the next arrival, in expected arrivals: 1 in the mean. */
  gap(random: Random): number;
}

const arrivals = partOf<Arrivals>();

const poisson = arrivals({
  name: 'poisson',
  summary: 'comes from many independent people: exponential gaps',
  source: 'definition of the Poisson process',
  params: { rate: rate().describe('arrivals per second, the total over all places') },
  main: 'rate',
  make: ({ rate: perSecond }) => ({ perSecond, gap: (random) => random.exponential(1) }),
});

const steady = arrivals({
  name: 'steady',
  summary: 'comes at equal distances',
  source: 'definition; as in a load generator with a constant arrival rate',
  params: { rate: rate().describe('arrivals per second, the total over all places') },
  main: 'rate',
  make: ({ rate: perSecond }) => ({ perSecond, gap: () => 1 }),
});

export const arrivalProcesses = registry('arrival process', [poisson, steady]);
