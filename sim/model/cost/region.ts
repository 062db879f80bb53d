/**
 * The part of the world in which a place lies, as price lists cut it. By boxes of latitude and
 * longitude, since a Result knows no borders: an assumption that is right for cities, and rough between.
 */

export const REGIONS = [
  'north-america',
  'europe',
  'africa',
  'middle-east',
  'south-america',
  'japan',
  'oceania',
  'india',
  'china',
  'asia',
] as const;

export type Region = (typeof REGIONS)[number];

interface Box {
  readonly region: Region;
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

const box = (
  region: Region,
  [south, north]: readonly [number, number],
  [west, east]: readonly [number, number],
): Box => ({ region, south, north, west, east });

/** The first one that holds a place counts: small ones stand before those that surround them. */
const BOXES: readonly Box[] = [
  // Americas: Mexico and the Caribbean are sold with the north.
  box('north-america', [14.5, 84], [-170, -50]),
  box('south-america', [-60, 14.5], [-120, -30]),
  box('oceania', [-50, -10], [110, 180]),
  box('oceania', [-30, 30], [-180, -130]),
  // Hong Kong, Macau, Taiwan, Korea and the north of Indochina are not mainland China.
  box('asia', [22.05, 22.5], [113.5, 114.45]),
  box('asia', [21.8, 25.4], [119.9, 122.1]),
  box('asia', [33, 40], [124.5, 129.4]),
  box('asia', [-11, 21.9], [92, 109.4]),
  box('asia', [43, 60], [88, 112]),
  box('asia', [42.5, 60], [130, 139]),
  box('japan', [30, 45.6], [129.4, 146]),
  box('japan', [24, 30], [122.9, 132]),
  box('india', [5.5, 28], [68, 89]),
  box('india', [28, 33.5], [74, 81]),
  box('china', [18, 28], [97.5, 124]),
  box('china', [28, 54], [81, 135]),
  box('china', [36, 42], [73.5, 81]),
  // Israel and Turkey are sold with Europe, the coast south of the Mediterranean is Africa.
  box('europe', [29.4, 33.3], [34.2, 35.7]),
  box('africa', [-36, 37.4], [-19, 11.5]),
  box('africa', [-36, 33.2], [11.5, 26]),
  box('africa', [-36, 32.8], [26, 34]),
  box('africa', [-36, 11.9], [34, 58]),
  box('europe', [34.5, 72], [-25, 36.2]),
  box('europe', [36.8, 72], [36.2, 44.9]),
  box('europe', [41, 72], [44.9, 60]),
  box('middle-east', [11.9, 41], [34, 63.5]),
];

/** @returns `asia` for what no box holds. */
export function regionOf({ latDeg, lonDeg }: { latDeg: number; lonDeg: number }): Region {
  const holds = ({ south, north, west, east }: Box) =>
    latDeg >= south && latDeg < north && lonDeg >= west && lonDeg < east;
  // Spain lies in the box of Africa's coast: north of 36° and west of Algiers it is Europe.
  if (latDeg > 36 && latDeg < 44 && lonDeg > -10 && lonDeg < 0) return 'europe';
  return BOXES.find(holds)?.region ?? 'asia';
}
