import { describe, expect, it } from 'vitest';
import { roundTripMs } from '../../../sim/model/net/geography.ts';
import { distanceKm, findPlace, placeNames } from '../../../sim/model/net/place.ts';

const km = (from: string, to: string) => distanceKm(findPlace(from)!, findPlace(to)!);

describe('gazetteer', () => {
  it('has at least 300 cities, each under an English and a Chinese name of its own', () => {
    expect(placeNames.length).toBeGreaterThanOrEqual(300);
    const cities = placeNames.map((name) => findPlace(name)!);
    expect(new Set(cities.map(({ chineseName }) => chineseName)).size).toBe(cities.length);
    for (const city of cities) expect(findPlace(city.chineseName)).toBe(city);
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

describe('round trip', () => {
  it('of 10 000 km is 180 ms, never below light in fibre', () => {
    // 25.05 + 10 000 × 0.01551; domain oracle 19.
    expect(roundTripMs(10_000)).toBeCloseTo(180.15, 6);
    for (let far = 0; far <= 20_000; far += 500) {
      expect(roundTripMs(far)).toBeGreaterThanOrEqual(far * 0.01);
    }
  });
});
