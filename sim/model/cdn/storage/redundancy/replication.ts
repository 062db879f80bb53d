import { count } from '../../../../part/units.ts';
import { firstOf, MOST_FRAGMENTS, redundancy } from './redundancy.ts';

export const replication = redundancy({
  name: 'replication',
  summary: 'keeps whole copies on disks of their own; any one of them will do',
  source: 'Ghemawat, Gobioff & Leung, The Google File System, SOSP 2003, §4.2: three copies',
  params: {
    copies: count({ min: 1, max: MOST_FRAGMENTS }).prefault(3).describe('copies of each object'),
  },
  main: 'copies',
  make: ({ copies }) => ({
    text: copies === 1 ? 'one copy' : `${copies} copies`,
    fragments: copies,
    needed: 1,
    plain: copies,
    survives: copies - 1,
    order: 'random',
    sources: (there, present, extra, into) => firstOf(there, present, 1, 1 + extra, into),
    repairSources: (_, there, present, into) => firstOf(there, present, 1, 1, into),
  }),
});
