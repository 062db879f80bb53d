import { duration, number } from '../../../part/units.ts';
import { lognormal, uniform, Z_95 } from '../../distribution/shapes.ts';
import { accessProfile } from '../profile.ts';
import { bentPipeRoundTripMs, GEOSTATIONARY_KM } from './orbit.ts';

const MBPS = 1e6;
const UP_BITS_PER_SECOND = 3 * MBPS;

export const geo = accessProfile({
  name: 'geo',
  summary: 'geostationary satellite: 600 ms round trip, 25 to 150 Mbit/s down, 3 up',
  source:
    'distance: geometry, 477.5 ms at the zenith; that 550–650 ms are observed, rates and 0.5 % loss are assumptions of 2026',
  params: {
    elevation: number({ min: 5, max: 90 })
      .prefault(40)
      .describe('degrees of the satellite above the horizon; 40 is as in the middle latitudes'),
    processing: duration()
      .prefault('100ms')
      .describe('median of a round trip beside the distance: turns on the shared channel, coding'),
  },
  make: ({ elevation, processing }) => {
    const flightMs = bentPipeRoundTripMs(GEOSTATIONARY_KM, elevation);
    const rest = lognormal(Math.max(processing, 1e-6), Math.max(2 * processing, 1e-6), Z_95);
    const down = uniform(25 * MBPS, 150 * MBPS);
    return {
      oneWayMs: (random) => (flightMs + rest.sample(random)) / 2,
      downBitsPerSecond: (random) => down.sample(random),
      upBitsPerSecond: () => UP_BITS_PER_SECOND,
      lossRatio: 0.005,
    };
  },
});
