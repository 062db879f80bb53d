/** Reads `places`: known cities, or places of one's own. */
import type { z } from 'zod';
import type { Place } from '../model/net/place.ts';
import { quote } from '../part/issue.ts';
import { placeParams } from './grammar.ts';
import { isMap } from './inline.ts';
import { CODE, type Path } from './problem.ts';
import { checkName, checkPresent, itemsOf, type Reading } from './reading.ts';

/** A place whose share may follow from the others'. */
type Draft = Omit<Place, 'share'> & { readonly share: number | undefined };

export interface Places {
  /** In the order of the file. */
  readonly places: readonly Place[];
  /** Whether all are right; if not, a name that is not among them may still be one. */
  readonly areAll: boolean;
}

export function readPlaces(reading: Reading): Places {
  const before = reading.findings.problems.length;
  checkPresent(reading, 'places', 'at least one city, or { name, lat, lon }');
  const drafts: Draft[] = [];
  for (const [index, raw] of itemsOf(reading, 'places').entries()) {
    const path = ['places', index];
    const draft = readPlace(reading, path, raw);
    if (draft === undefined) continue;
    if (drafts.some(({ name }) => name === draft.name)) {
      const message = `${quote(draft.name)} a second time: expected each place once`;
      reading.findings.add(CODE.repeated, path, message);
    } else {
      drafts.push(draft);
    }
  }
  const places = withShares(reading, drafts);
  return { places, areAll: reading.findings.problems.length === before };
}

function readPlace(reading: Reading, path: Path, raw: unknown): Draft | undefined {
  if (typeof raw === 'string') return knownCity(reading, path, raw);
  if (!isMap(raw)) {
    reading.findings.wrongType(path, raw, 'a city, or { name, lat, lon }');
    return undefined;
  }
  const place = reading.findings.parse(placeParams, raw, path);
  return place && located(reading, path, place);
}

/** Coordinates are given, or those of a known city. */
function located(
  reading: Reading,
  path: Path,
  { name, lat, lon, share, sites }: z.output<typeof placeParams>,
): Draft | undefined {
  checkName(reading, [...path, 'name'], name);
  const some = sites === undefined ? {} : { sites };
  if (lat !== undefined && lon !== undefined)
    return { name, latDeg: lat, lonDeg: lon, share, ...some };
  if (lat === undefined && lon === undefined) {
    const city = knownCity(reading, [...path, 'name'], name);
    return city && { ...city, share, ...some };
  }
  const absent = lat === undefined ? 'lat' : 'lon';
  reading.findings.missing([...path, absent], 'both lat and lon, in degrees');
  return undefined;
}

function knownCity({ kinds, findings }: Reading, path: Path, name: string): Draft | undefined {
  const city = kinds.findPlace(name);
  // Under the name by which the file calls it, since other entries do so too.
  if (city !== undefined) {
    return { name, latDeg: city.latDeg, lonDeg: city.lonDeg, share: undefined };
  }
  const message = `unknown city ${quote(name)}: expected a known one, or { name, lat, lon }`;
  const meant = { word: name, known: kinds.placeNames };
  findings.add(CODE.unknownName, path, message, { meant });
  return undefined;
}

/** Shares add up to 1: places without one get equal parts of what the others leave. */
function withShares({ findings }: Reading, drafts: readonly Draft[]): Place[] {
  const given = drafts.reduce((sum, { share }) => sum + (share ?? 0), 0);
  const open = drafts.filter(({ share }) => share === undefined).length;
  if (drafts.length > 0 && (open === 0 ? given <= 0 : given >= 1 && open < drafts.length)) {
    const expected = open === 0 ? 'more than 0 %' : 'less than 100 %, some places have no share';
    const percent = Math.round(given * 100);
    findings.add(CODE.range, ['places'], `shares of ${percent} %: expected ${expected}`);
  }
  const total = open === 0 ? given : 1;
  const rest = open === 0 ? 0 : (1 - given) / open;
  return drafts.map((draft) => ({ ...draft, share: (draft.share ?? rest) / total }));
}
