import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import {
  bentPipeRoundTripMs,
  elevationAt,
  GEOSTATIONARY_KM,
  slantKm,
} from '../../../sim/model/access/satellite/orbit.ts';
import { contextOf, linkOf, profileOf, quantileOf } from './fixtures.ts';

describe('geometry of satellites', () => {
  it('gives the floors of oracle 20: 477.5 ms for GEO and 7.34 ms for 550 km', () => {
    expect(bentPipeRoundTripMs(GEOSTATIONARY_KM, 90)).toBeCloseTo(477.48, 1);
    expect(bentPipeRoundTripMs(550, 90)).toBeCloseTo(7.338, 2);
  });

  it('gives 1123 km to a satellite at 550 km that stands 25° high', () => {
    // FCC filing SAT-MOD-20181108-00083 of SpaceX, Fig. A.3.1-1: 1123 km slant range at 25°.
    expect(slantKm(550, 25)).toBeCloseTo(1123, -1);
  });

  it('finds elevations between the zenith and the lowest', () => {
    expect(elevationAt(550, 25, 0)).toBeCloseTo(90, 6);
    expect(elevationAt(550, 25, 1)).toBeCloseTo(25, 6);
    // Most of a cap is at its rim.
    expect(elevationAt(550, 25, 0.5)).toBeLessThan(45);
  });
});

describe('geo', () => {
  it('never undercuts the distance, and has the 550–650 ms that are observed', () => {
    // reference/domain.md §1.4.
    const profile = profileOf('geo');
    const random = new Streams('geo', 0).stream('geo');
    const trips = Array.from({ length: 10_000 }, () => 2 * profile.oneWayMs(random));
    expect(Math.min(...trips)).toBeGreaterThan(bentPipeRoundTripMs(GEOSTATIONARY_KM, 40));
    expect(quantileOf(trips, 0.5)).toBeGreaterThan(550);
    expect(quantileOf(trips, 0.5)).toBeLessThan(650);
  });
});

describe('leo', () => {
  const profile = profileOf('leo', { processing: '20ms', outage: '100ms' });

  it('has round trips of 25 to 60 ms', () => {
    // reference/domain.md §1.4: Starlink 25–60 ms to the point of presence.
    const random = new Streams('leo', 0).stream('leo');
    const trips = Array.from({ length: 10_000 }, () => 2 * profile.oneWayMs(random));
    expect(Math.min(...trips)).toBeGreaterThan(7.338);
    expect(quantileOf(trips, 0.05)).toBeGreaterThan(18);
    expect(quantileOf(trips, 0.5)).toBeGreaterThan(25);
    expect(quantileOf(trips, 0.95)).toBeLessThan(60);
  });

  it('changes rate and distance every 15 s and at no other time', () => {
    const context = contextOf(1);
    const link = linkOf(profileOf('leo', { processing: '1ns' }), context);
    const random = context.stream('test');
    // 1 MB at 50 to 250 Mbit/s takes 32 to 160 ms: the next one finds the way down free again.
    const took = Array.from({ length: 120 }, (_, second) =>
      link.downMs(0, 1e6, second * 1000 + 500, random),
    );
    const changes = took.flatMap((ms, second) =>
      second > 0 && Math.abs(ms - took[second - 1]!) > 1e-3 ? [second] : [],
    );
    expect(changes).toEqual([15, 30, 45, 60, 75, 90, 105]);
  });

  it('lets nothing pass in the first 100 ms of a slot', () => {
    const link = linkOf(profile, contextOf(1));
    const random = new Streams('outage', 0).stream('outage');
    expect(link.upMs(0, 0, 15_000, random)).toBeGreaterThan(100 + 7.338 / 2);
    expect(link.upMs(0, 0, 15_100, random)).toBeLessThan(100);
  });
});
