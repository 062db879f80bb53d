import { CLOUD_REGIONS, ROUND_TRIPS_MS } from '../cloud-regions.data.ts';
import { distanceKm, findPlace, type Place } from '../place.ts';
import { roundTripMs } from './distance-rule.ts';
import { latencyModel } from './latency.ts';

type Spot = Pick<Place, 'latDeg' | 'lonDeg'>;

const SPOTS: readonly Spot[] = CLOUD_REGIONS.map(([, city]) => findPlace(city)!);

/** @returns the nearest region, and how far it is. */
function nearestRegion(spot: Spot): { region: number; km: number } {
  let [region, km] = [0, Number.POSITIVE_INFINITY];
  for (const [candidate, there] of SPOTS.entries()) {
    const far = distanceKm(spot, there);
    if (far < km) [region, km] = [candidate, far];
  }
  return { region, km };
}

/**
 * What leads from a place to its region, and what leads on from there. Two places of one region
 * have no measured way between them.
 */
function measuredMs(from: Spot, to: Spot): number {
  const [start, end] = [nearestRegion(from), nearestRegion(to)];
  if (start.region === end.region) return roundTripMs(distanceKm(from, to));
  const legsMs = [start, end].map(({ km }) => (km === 0 ? 0 : roundTripMs(km)));
  return ROUND_TRIPS_MS[start.region]![end.region]! + legsMs[0]! + legsMs[1]!;
}

export const matrix = latencyModel({
  name: 'matrix',
  summary:
    'is what was measured between the nearest cloud regions; from a place to its region by distance',
  source: 'pings between 32 AWS regions, medians over a year, 2025–2026',
  params: {},
  make: () => ({ oneWayMs: (from, to) => measuredMs(from, to) / 2 }),
});
