/** How far a satellite is: plain geometry over a round Earth. */
import { asin, cos, sin } from '../../../engine/math/index.ts';

const EARTH_KM = 6371;
/** Light in vacuum, km/ms. Source: SI definition of the metre. */
const LIGHT_KM_PER_MS = 299.792458;
const RADIANS = 0.017453292519943295;

/** Height of the geostationary orbit above the equator, km. */
export const GEOSTATIONARY_KM = 35_786;

/** Distance to a satellite that stands `elevationDeg` above the horizon, km. */
export function slantKm(altitudeKm: number, elevationDeg: number): number {
  const sine = sin(elevationDeg * RADIANS);
  const radius = EARTH_KM + altitudeKm;
  const flat = EARTH_KM * cos(elevationDeg * RADIANS);
  return Math.sqrt(radius * radius - flat * flat) - EARTH_KM * sine;
}

/** There and back between device and ground station, up and down both times, ms. */
export const bentPipeRoundTripMs = (altitudeKm: number, elevationDeg: number): number =>
  (4 * slantKm(altitudeKm, elevationDeg)) / LIGHT_KM_PER_MS;

/**
 * The elevation at which a satellite is met that is equally likely anywhere on the part of its
 * shell that a device can see, degrees.
 *
 * @param share 0 to 1: 0 gives the zenith, 1 the lowest elevation.
 */
export function elevationAt(altitudeKm: number, lowestDeg: number, share: number): number {
  const ratio = EARTH_KM / (EARTH_KM + altitudeKm);
  const low = lowestDeg * RADIANS;
  // Angle at the Earth's centre between device and satellite; areas on a shell go with 1 − cos.
  const widest = Math.PI / 2 - low - asin(ratio * cos(low));
  const cosine = 1 - share * (1 - cos(widest));
  const sine = Math.sqrt(Math.max(0, 1 - cosine * cosine));
  const x = (EARTH_KM + altitudeKm) * sine;
  const y = (EARTH_KM + altitudeKm) * cosine - EARTH_KM;
  return asin(y / Math.sqrt(x * x + y * y)) / RADIANS;
}
