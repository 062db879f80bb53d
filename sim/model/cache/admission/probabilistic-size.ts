import { exp } from '../../../engine/math/index.ts';
import { bytes } from '../../../part/units.ts';
import { admissionPolicy } from './admission.ts';

export const probabilisticSize = admissionPolicy({
  name: 'probabilistic-size',
  summary: 'lets an object enter with probability e^(-size / scale)',
  source: 'Berger, Sitaraman and Harchol-Balter, AdaptSize, NSDI 2017, §3',
  main: 'scale',
  params: {
    scale: bytes({ above: 0 })
      .prefault('128KiB')
      .describe('size of which one object in e (2.7) enters; assumption'),
  },
  make: ({ scale }, { random }) => ({
    requested() {},
    admits: (_object, sizeBytes) => random.uniform() < exp(-sizeBytes / scale),
  }),
});
