import { bytes } from '../../../part/units.ts';
import { admissionPolicy } from './admission.ts';

export const sizeThreshold = admissionPolicy({
  name: 'size-threshold',
  summary: 'lets only objects up to a size enter',
  source: 'Abrams et al., Caching Proxies: Limitations and Potentials, WWW 1995 (LRU-THOLD)',
  main: 'max',
  params: {
    max: bytes({ above: 0 }).prefault('1MiB').describe('largest object that enters; assumption'),
  },
  make: ({ max }) => ({ requested() {}, admits: (_object, sizeBytes) => sizeBytes <= max }),
});
