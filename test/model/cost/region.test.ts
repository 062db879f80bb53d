import { describe, expect, it } from 'vitest';
import { type Region, regionOf } from '../../../sim/model/cost/region.ts';
import { findPlace, placeNames } from '../../../sim/model/net/place.ts';

/** Authority: ISO 3166 of the cities, and the columns in which CloudFront sells their countries. */
const COUNTRIES: Readonly<Record<Region, string>> = {
  'north-america': 'US CA MX CU JM PR DO',
  europe: 'GB DE FR ES IT NL BE PL SE NO FI DK IE PT AT CH CZ GR RO HU UA TR IL IS',
  africa: 'ZA KE NG EG MA GH ET TZ SN TN DZ LY UG MU',
  'middle-east': 'AE SA QA KW OM BH JO LB IR IQ',
  'south-america': 'BR AR CL CO PE EC UY PY BO VE',
  japan: 'JP',
  oceania: 'AU NZ FJ',
  india: 'IN LK NP',
  china: 'CN',
  asia: 'HK TW KR SG TH VN MY ID PH MO KH MM LA MN BD',
};

const byCountry = new Map(
  Object.entries(COUNTRIES).flatMap(([region, countries]) =>
    countries.split(' ').map((country) => [country, region]),
  ),
);

describe('the region of a place', () => {
  it('is that of its country, for each known city in the countries of the table', () => {
    const cities = placeNames.map((name) => findPlace(name)!);
    const known = cities.filter(({ country }) => byCountry.has(country));
    expect(known.length).toBeGreaterThan(330);
    const wrong = known.filter((city) => regionOf(city) !== byCountry.get(city.country));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});
