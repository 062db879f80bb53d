import { duration } from '../../part/units.ts';
import { lognormal } from '../distribution/shapes.ts';
import { accessProfile } from './profile.ts';

/** Peak rates of one NB-IoT carrier, Release 13 (single HARQ process): 26 down, 62 up kbit/s. */
const DOWN_BITS_PER_SECOND = 26e3;
const UP_BITS_PER_SECOND = 62e3;

export const nbIot = accessProfile({
  name: 'nb-iot',
  summary: 'narrow-band IoT: seconds of delay, tens of kilobits a second',
  source:
    'peak rates: 3GPP Release 13 (2016); the delay is an assumption, its limit of 10 s is the exception report target of 3GPP TR 45.820 (2015)',
  params: {
    median: duration({ above: 0 }).prefault('1.6s').describe('median round trip (assumption)'),
    p99: duration({ above: 0 }).prefault('10s').describe('99 % of the round trips are below'),
  },
  make: ({ median, p99 }) => {
    const roundTrip = lognormal(median, p99);
    return {
      oneWayMs: (random) => roundTrip.sample(random) / 2,
      downBitsPerSecond: () => DOWN_BITS_PER_SECOND,
      upBitsPerSecond: () => UP_BITS_PER_SECOND,
    };
  },
});
