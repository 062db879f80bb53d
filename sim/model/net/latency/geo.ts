import { z } from 'zod';
import { distanceKm } from '../place.ts';
import { FLOOR_MS_PER_KM, roundTripMs, SAME_PLACE_ROUND_TRIP_MS, SPREAD } from './distance-rule.ts';
import { latencyModel } from './latency.ts';

export const geo = latencyModel({
  name: 'geo',
  summary: 'follows from the distance, by a rule fitted to measured cloud regions',
  source: 'own fit to 992 pairs of AWS regions, medians over a year, 2025–2026',
  params: {
    detour: z
      .enum(['typical', 'drawn'])
      .default('typical')
      .describe(
        'every pair as the rule has it, or drawn once for each pair with the spread of those measured',
      ),
  },
  make: ({ detour }) => ({
    oneWayMs(from, to, pair) {
      const km = distanceKm(from, to);
      if (km === 0) return SAME_PLACE_ROUND_TRIP_MS / 2;
      const factor = detour === 'drawn' ? pair.lognormal(0, SPREAD) : 1;
      return Math.max(FLOOR_MS_PER_KM * km, factor * roundTripMs(km)) / 2;
    },
  }),
});
