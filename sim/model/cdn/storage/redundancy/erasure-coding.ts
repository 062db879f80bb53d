import { z } from 'zod';
import { count } from '../../../../part/units.ts';
import { firstOf, redundancy } from './redundancy.ts';

const MOST_DATA = 32;

export const erasureCoding = redundancy({
  name: 'erasure-coding',
  summary: 'cuts an object into k fragments and adds m; any k of them give it back',
  source:
    'Reed & Solomon, J. SIAM 8(2), 1960: maximum distance separable; (10, 4) as at Facebook: Sathiamoorthy et al., VLDB 2013',
  params: {
    k: count({ min: 1, max: MOST_DATA }).prefault(10).describe('fragments with its own bytes'),
    m: count({ max: MOST_DATA }).prefault(4).describe('fragments more, as many as may be lost'),
    systematic: z
      .boolean()
      .default(true)
      .describe('whether the first k are the object’s bytes, so that reading them decodes nothing'),
  },
  make: ({ k, m, systematic }) => ({
    text: `${k} + ${m} fragments`,
    fragments: k + m,
    needed: k,
    plain: systematic ? k : 0,
    survives: m,
    order: 'first',
    sources: (there, present, extra, into) => firstOf(there, present, k, k + extra, into),
    repairSources: (_, there, present, into) => firstOf(there, present, k, k, into),
  }),
});
