import { lognormal, Z_95 } from '../distribution/shapes.ts';
import { NR_RADIO_MS } from './cellular/profiles.ts';
import { accessProfile } from './profile.ts';
import { legsOf } from './typical.ts';

const MBPS = 1e6;

export const embb5g = accessProfile({
  name: '5g-embb',
  summary: '5G mobile broadband (NSA, low band): 15 ms round trip, 78 Mbit/s down, 64 up',
  source:
    'Narayanan et al., SIGCOMM 2021 data set, Verizon NSA low band, servers within 50 km, USA 2021: round trip p50 15 ms p95 20 ms (46 tests), down p50 78 p95 224, up p50 64 p95 75 Mbit/s',
  params: {},
  make: () => {
    const roundTrip = lognormal(15, 20, Z_95);
    const down = lognormal(78 * MBPS, 224 * MBPS, Z_95);
    const up = lognormal(64 * MBPS, 75 * MBPS, Z_95);
    return {
      oneWayMs: (random) => roundTrip.sample(random) / 2,
      downBitsPerSecond: (random) => down.sample(random),
      upBitsPerSecond: (random) => up.sample(random),
      legs: legsOf(15, NR_RADIO_MS),
    };
  },
});
