import { count, duration } from '../../../part/units.ts';
import { arrivals, NO_STREAM } from './process.ts';

export const once = arrivals({
  name: 'once',
  summary:
    'is a number of people each of whom comes once, soon after an instant: a bell, a release',
  source:
    'half within 2 to 5 minutes of a live start, 3 of a bell: reference/domain.md §3.2 and §3.3, from memory; exponential: an assumption',
  params: {
    people: count({ min: 1 }).describe('people over all places; a ramp does not change them'),
    at: duration().prefault('0s').describe('the instant'),
    half: duration().prefault('3m').describe('half of the people have come after this'),
  },
  main: 'people',
  make: ({ people, at, half }) => ({
    ...NO_STREAM,
    people: { count: people, firstMs: (random) => at + random.exponential(half / Math.LN2) },
  }),
});
