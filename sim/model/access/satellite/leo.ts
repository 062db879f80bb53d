import { duration, number } from '../../../part/units.ts';
import { lognormal, uniform, Z_95 } from '../../distribution/shapes.ts';
import { accessProfile } from '../profile.ts';
import { LeoLink, type LeoSettings } from './leo-link.ts';
import { bentPipeRoundTripMs, elevationAt } from './orbit.ts';

const MBPS = 1e6;

export const leo = accessProfile({
  name: 'leo',
  summary:
    'satellites in low orbit: 30 ms round trip, 50 to 250 Mbit/s down, another satellite every 15 s',
  source:
    'slots of 15 s: arXiv 2310.09242 (2023); distance: geometry over a shell at 550 km, 7.3 ms at the zenith; 15–25 ms of scheduling and backhaul, rates, 1 % loss and the outage are assumptions of 2024–2026',
  params: {
    altitude: number({ above: 100, max: 3000 }).prefault(550).describe('km above the ground'),
    elevation: number({ min: 5, max: 90 })
      .prefault(25)
      .describe('degrees above the horizon below which satellites are not used'),
    slot: duration({ above: 0 }).prefault('15s').describe('time between two reconfigurations'),
    outage: duration().prefault('100ms').describe('how long nothing passes after one (assumption)'),
    processing: duration({ above: 0 })
      .prefault('20ms')
      .describe(
        'median of a round trip beside the flight: turns on the channel, way to the Internet',
      ),
  },
  make: ({ altitude, elevation, slot, outage, processing }) => {
    const rest = lognormal(processing, 2 * processing, Z_95);
    const [least, most] = [50 * MBPS, 250 * MBPS];
    const down = uniform(least, most);
    const up = uniform(10 * MBPS, 20 * MBPS);
    const settings: LeoSettings = {
      slotMs: slot,
      outageMs: Math.min(outage, slot),
      flightMs: (random) =>
        bentPipeRoundTripMs(altitude, elevationAt(altitude, elevation, random.uniform())),
      restMs: (random) => rest.sample(random),
      downBitsPerSecond: (random) => down.sample(random),
      upBitsPerSecond: (random) => up.sample(random),
      meanDownBitsPerSecond: (least + most) / 2,
    };
    return {
      oneWayMs: (random) => (settings.flightMs(random) + settings.restMs(random)) / 2,
      downBitsPerSecond: settings.downBitsPerSecond,
      upBitsPerSecond: settings.upBitsPerSecond,
      lossRatio: 0.01,
      open: (context) => new LeoLink(settings, context),
    };
  },
});
