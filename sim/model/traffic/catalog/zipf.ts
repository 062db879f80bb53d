import { Zipf } from '../../../engine/zipf.ts';
import { number } from '../../../part/units.ts';
import { popularity } from './popularity.ts';

export const zipf = popularity({
  name: 'zipf',
  summary: 'falls with the rank to the power of the exponent',
  source:
    'sampling: Hörmann & Derflinger, ACM TOMACS 6(3), 1996; exponents measured at Akamai: web 0.9–1.0, video 0.75–0.9, downloads 0.7–1.35',
  params: { exponent: number({ min: 0, max: 5 }).describe('0: all alike; 1: the classic') },
  main: 'exponent',
  make: ({ exponent }, { objects }) => {
    const ranks = new Zipf(objects, exponent);
    return { sample: (random) => ranks.sample(random) - 1 };
  },
});

export const uniform = popularity({
  name: 'uniform',
  summary: 'is the same for every object',
  source: 'definition',
  params: {},
  make: (_params, { objects }) => ({ sample: (random) => random.below(objects) }),
});
