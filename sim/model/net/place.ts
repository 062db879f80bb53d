/** Where things stand on Earth, and how far apart they are. */
import { asin, cos, sin } from '../../engine/math/index.ts';
import { CITIES } from './cities.data.ts';
import { CLOUD_REGIONS } from './cloud-regions.data.ts';

export interface Place {
  readonly name: string;
  /** Degrees, north and east positive. */
  readonly latDeg: number;
  readonly lonDeg: number;
  /** Part of all clients, 0 to 1; the shares of a scenario's places add up to 1. */
  readonly share: number;
  /** Radio sites, over which its devices are spread evenly; default 1. */
  readonly sites?: number;
}

/** Where in its place a node stands: a radio site by its number, 0 and up; or one of these. */
export const METRO = -1;
/** Devices, which are at all radio sites; their ways there belong to the access network. */
export const AT_ALL_SITES = -2;

const DEGREE = Math.PI / 180;

/** Mean radius of the Earth. Source: IUGG, 6371.0088 km. */
const EARTH_RADIUS_KM = 6371.0088;

/** Great-circle distance by the haversine formula, km. */
export function distanceKm(
  from: Pick<Place, 'latDeg' | 'lonDeg'>,
  to: Pick<Place, 'latDeg' | 'lonDeg'>,
): number {
  const sinLat = sin(((to.latDeg - from.latDeg) * DEGREE) / 2);
  const sinLon = sin(((to.lonDeg - from.lonDeg) * DEGREE) / 2);
  const alike = cos(from.latDeg * DEGREE) * cos(to.latDeg * DEGREE);
  const half = Math.min(1, sinLat * sinLat + alike * sinLon * sinLon);
  return 2 * EARTH_RADIUS_KM * asin(Math.sqrt(half));
}

/** A city that a scenario can name. */
export interface City {
  readonly name: string;
  readonly chineseName: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly latDeg: number;
  readonly lonDeg: number;
  /** Of the city proper; 0 for the place of a cloud region that is no city. */
  readonly inhabitants: number;
}

const THOUSAND = 1000;

const cities: readonly City[] = CITIES.map(
  ([name, chineseName, country, latDeg, lonDeg, thousands]) => {
    return { name, chineseName, country, latDeg, lonDeg, inhabitants: thousands * THOUSAND };
  },
);

/** By either name. */
const byName = new Map(
  cities.flatMap((city) => [[city.name, city] as const, [city.chineseName, city] as const]),
);

/** The city at which a cloud region is, by the region's name. */
for (const [region, city] of CLOUD_REGIONS) byName.set(region, byName.get(city)!);

/** The names that schemas and suggestions show. */
export const placeNames: readonly string[] = [
  ...cities.map(({ name }) => name),
  ...CLOUD_REGIONS.map(([region]) => region),
];

/** @param name of a city in English as in `placeNames` or in Chinese, or of a cloud region. */
export const findPlace = (name: string): City | undefined => byName.get(name);
