import { lognormal, uniform, Z_95 } from '../distribution/shapes.ts';
import { accessProfile } from './profile.ts';

const MBPS = 1e6;

export const fibre = accessProfile({
  name: 'fibre',
  summary: 'fibre to the home: 7 ms round trip, 300 to 940 Mbit/s both ways',
  source:
    'assumption of 2026: last-mile round trip 4–10 ms (95 % below 20 ms) and rates 300–940 Mbit/s as commonly sold',
  params: {},
  make: () => {
    const roundTrip = lognormal(7, 20, Z_95);
    const rate = uniform(300 * MBPS, 940 * MBPS);
    return {
      oneWayMs: (random) => roundTrip.sample(random) / 2,
      downBitsPerSecond: (random) => rate.sample(random),
      upBitsPerSecond: (random) => rate.sample(random),
    };
  },
});
