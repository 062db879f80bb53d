import { describe, expect, it } from 'vitest';
import { distanceKm, findPlace, placeNames } from '../../../sim/model/net/place.ts';

const km = (from: string, to: string) => distanceKm(findPlace(from)!, findPlace(to)!);

describe('gazetteer', () => {
  it('has at least 300 cities, each under an English and a Chinese name of its own', () => {
    const cities = new Set(placeNames.map((name) => findPlace(name)!));
    expect(new Set([...cities].map(({ chineseName }) => chineseName)).size).toBe(cities.size);
    for (const city of cities) expect(findPlace(city.chineseName)).toBe(city);
    expect(cities.size).toBeGreaterThanOrEqual(300);
  });

  it('has places on Earth, and countries as ISO 3166-1 writes them', () => {
    for (const name of placeNames) {
      const { latDeg, lonDeg, country, inhabitants } = findPlace(name)!;
      expect(Math.abs(latDeg), name).toBeLessThan(90);
      expect(Math.abs(lonDeg), name).toBeLessThanOrEqual(180);
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect(inhabitants).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('distance', () => {
  // Great-circle distances as published for these city pairs (±0.5 %: city centres differ).
  it.each([
    ['london', 'new-york', 5570],
    ['sydney', 'singapore', 6300],
    ['frankfurt', 'virginia', 6550],
    ['tokyo', 'sao-paulo', 18530],
  ])('from %s to %s is about %i km', (from, to, expected) => {
    expect(km(from, to)).toBeGreaterThan(expected * 0.99);
    expect(km(from, to)).toBeLessThan(expected * 1.01);
  });

  it('is nothing to the same place, half the circumference to its antipode', () => {
    expect(km('paris', 'paris')).toBe(0);
    const antipode = distanceKm({ latDeg: 0, lonDeg: 0 }, { latDeg: 0, lonDeg: 180 });
    expect(antipode).toBeCloseTo(Math.PI * 6371.0088, 3);
  });
});
