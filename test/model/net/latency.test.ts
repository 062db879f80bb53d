import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { roundTripMs } from '../../../sim/model/net/latency/distance-rule.ts';
import { latencyModels } from '../../../sim/model/net/latency/index.ts';
import { distanceKm, findPlace } from '../../../sim/model/net/place.ts';
import { choose } from '../../../sim/part/choice.ts';
import { figure, runText } from '../../run-scenario.ts';

const spot = (name: string) => ({ ...findPlace(name)!, name, share: 0 });

/** Round trip between two known places, ms. */
function roundTrip(model: string, from: string, to: string, given = {}, seed = '1'): number {
  const part = latencyModels.find(model)!;
  const latency = choose(part, part.params.parse(given)).make(undefined);
  const pair = () => new Streams(seed, 0).stream('pair');
  const there = latency.oneWayMs(spot(from), spot(to), pair());
  return there + latency.oneWayMs(spot(to), spot(from), pair());
}

describe('the distance rule', () => {
  it('gives 180 ms for 10 000 km and never less than light in fibre', () => {
    // Domain oracle 19: 25.05 + 155.1 ms; light in fibre 0.01 ms a km.
    expect(Math.abs(roundTripMs(10_000) - 180)).toBeLessThan(0.5);
    for (let km = 0; km <= 20_000; km += 100) {
      expect(roundTripMs(km)).toBeGreaterThanOrEqual(km * 0.01);
    }
  });

  // IBM Cloud, mean over a month to 16 August 2026: not among the pairs that the rule was fitted to.
  it.each([
    ['tokyo', 'osaka', 9],
    ['dallas', 'washington', 32],
    ['frankfurt', 'mumbai', 118],
    ['dallas', 'tokyo', 145],
    ['sydney', 'tokyo', 101],
    ['sao-paulo', 'washington', 122],
  ])(
    'is within a factor of 1.64 of what IBM measures between %s and %s, %i ms',
    (from, to, measured) => {
      // 0.245, the rule's spread, in logarithms: two standard deviations.
      const expected = roundTripMs(distanceKm(spot(from), spot(to)));
      expect(Math.abs(Math.log(expected / measured))).toBeLessThan(2 * 0.245);
    },
  );
});

describe('latency by geography', () => {
  it('is the same in both directions, and 0.1 ms there and back in one place', () => {
    expect(roundTrip('geo', 'paris', 'tokyo')).toBe(roundTrip('geo', 'tokyo', 'paris'));
    expect(roundTrip('geo', 'paris', 'paris')).toBeCloseTo(0.1, 12);
  });

  it('is drawn around the rule with the measured spread when asked for', () => {
    const typical = roundTrip('geo', 'london', 'singapore');
    const logs = Array.from({ length: 400 }, (_, seed) => {
      const drawn = { detour: 'drawn' };
      return Math.log(roundTrip('geo', 'london', 'singapore', drawn, `${seed}`) / typical);
    });
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length;
    // Standard errors of 400 normal values: 0.012 of the mean, 3.5 % of the deviation; four of each.
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.abs(Math.sqrt(variance) / 0.245 - 1)).toBeLessThan(0.14);
  });
});

describe('latency by the matrix', () => {
  // The data set's own medians, ms: frankfurt–mumbai there and back, rounded to 0.1.
  it('is the measured median between two cloud regions', () => {
    expect(roundTrip('matrix', 'aws-eu-central-1', 'aws-us-east-1')).toBeGreaterThan(85);
    expect(roundTrip('matrix', 'frankfurt', 'virginia')).toBeLessThan(100);
  });

  it('violates the triangle inequality, as real networks do', () => {
    const regions = [
      'virginia',
      'sao-paulo',
      'cape-town',
      'frankfurt',
      'mumbai',
      'manama',
      'tel-aviv',
    ];
    const isShorter = regions.some((from) =>
      regions.some((to) =>
        regions.some((via) => {
          if (new Set([from, to, via]).size < 3) return false;
          const detour = roundTrip('matrix', from, via) + roundTrip('matrix', via, to);
          return detour < 0.99 * roundTrip('matrix', from, to);
        }),
      ),
    );
    expect(isShorter).toBe(true);
  });

  it('adds the way to the nearest region, and knows the way within one by distance', () => {
    const far = roundTrip('matrix', 'hamburg', 'virginia');
    expect(far).toBeGreaterThan(roundTrip('matrix', 'frankfurt', 'virginia'));
    expect(roundTrip('matrix', 'osaka', 'kobe')).toBeCloseTo(roundTrip('geo', 'osaka', 'kobe'), 9);
  });
});

const TWO_PLACES = `
version: 1
run: { seed: 3, duration: 30s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, at: paris, access: none }
  shop: { kind: origin, at: tokyo, service: 0ms, workers: 1000 }
traffic:
  page:
    kind: web
    from: people
    to: shop
    transport: open
    arrivals: { steady: 100rps }
    catalog: { objects: 1, popularity: uniform, size: 1000B }
`;

describe('network settings', () => {
  const expected = roundTrip('geo', 'paris', 'tokyo');

  it('leave every packet alone by default', () => {
    const result = runText(TWO_PLACES);
    for (const name of ['p50', 'max'] as const) {
      // Histogram buckets are 0.8 % wide.
      expect(figure(result, name, 'latency') / expected).toBeCloseTo(1, 2);
    }
  });

  it('let jitter add its mean to the delay, and take nothing away', () => {
    const result = runText(TWO_PLACES, ['network.jitter=10%']);
    // 3000 answers of two exponential delays each: the mean's standard error is 0.2 %.
    expect(Math.abs(figure(result, 'mean', 'latency') / (1.1 * expected) - 1)).toBeLessThan(0.01);
    expect(figure(result, 'min', 'latency')).toBeGreaterThan(0.992 * expected);
  });

  it('let asymmetry move delay from one direction to the other', () => {
    const result = runText(TWO_PLACES, ['network.asymmetry=20%']);
    expect(figure(result, 'p50', 'latency') / expected).toBeCloseTo(1, 2);
  });
});
