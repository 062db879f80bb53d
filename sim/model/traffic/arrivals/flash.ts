import { duration, number, rate } from '../../../part/units.ts';
import { arrivals } from './process.ts';

export const flash = arrivals({
  name: 'flash',
  summary: 'is a Poisson process with one flash crowd: up, held, and down again',
  source:
    'ten- to hundredfold within 1 to 10 minutes: reference/domain.md §3.2, from memory; the defaults are an assumption',
  params: {
    rate: rate().describe('arrivals per second before and afterwards, the total over all places'),
    at: duration().describe('when it begins'),
    times: number({ above: 0 }).prefault(20).describe('load of the crowd as a multiple'),
    over: duration().prefault('2m').describe('how long the way up takes'),
    holds: duration().prefault('5m').describe('how long it stays'),
    falls: duration().prefault('10m').describe('how long the way down takes'),
  },
  make: ({ rate: perSecond, at, times, over, holds, falls }) => ({
    perSecond,
    gap: (random) => random.exponential(1),
    swings: [
      { atMs: at, toPerSecond: perSecond * times, overMs: over },
      { atMs: at + over + holds, toPerSecond: perSecond, overMs: falls },
    ],
  }),
});
