import { describe, expect, it } from 'vitest';
import { GOOD, goodWith, hints, lines, readSmall } from './small-kinds.ts';

// «…» is the text that the problem's line, column and length mark.

describe('run', () => {
  it.each([
    ['seed: 42', 'seed: 0042', '0042'],
    ['seed: 42', 'seed: 12345678901234567890', '12345678901234567890'],
    ['seed: 42', 'seed: "a: b"', 'a: b'],
    ['seed: 42, ', '', '1'],
  ])('takes the seed as written: %s as %s', (piece, replacement, seed) => {
    expect(readSmall(goodWith(piece, replacement)).scenario?.run.seed).toBe(seed);
  });

  it('takes the seed of the caller before that of the file', () => {
    expect(readSmall(GOOD, { seed: 'mine' }).scenario?.run.seed).toBe('mine');
  });

  it('goes on for ever without a duration', () => {
    const text = goodWith('duration: 10m, ', '');
    expect(readSmall(text).scenario?.run.durationMs).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    [
      'duration: 10m',
      'duration: 10',
      '3 «10» TW1201 run.duration: 10 has no unit: expected a duration such as 20ms, 1.5s, 10m, 2h or 7d',
    ],
    ['duration: 10m', 'duration: -5s', '3 «-5s» TW1202 run.duration: -5s: expected more than 0'],
    ['duration: 10m', 'duration: 0s', '3 «0s» TW1202 run.duration: 0s: expected more than 0'],
    [
      'duration: 10m',
      'duration: 10min',
      '3 «10min» TW1201 run.duration: 10min has the unknown unit "min": expected a duration such as 20ms, 1.5s, 10m, 2h or 7d',
    ],
    [
      'warmup: 60s',
      'warmup: 10m',
      '3 «10m» TW1305 run.warmup: 10m: expected less than the duration of 10m',
    ],
    ['seed: 42', 'seed: [1]', '3 «seed» TW1102 run.seed: a list: expected text or a number'],
    ['warmup: 60s', 'replications: 0', '3 «0» TW1202 run.replications: 0: expected 1 or more'],
  ])('refuses %s as %s', (piece, replacement, problem) => {
    expect(lines(goodWith(piece, replacement))).toEqual([problem]);
  });
});

describe('places', () => {
  const shares = (places: string) =>
    readSmall(goodWith('[virginia, frankfurt]', places)).scenario?.places.map(({ share }) => share);

  it('have equal shares', () => {
    expect(shares('[virginia, frankfurt]')).toEqual([0.5, 0.5]);
  });

  it('have the shares that they say, made to add up to 1', () => {
    expect(shares('[{ name: virginia, share: 60% }, { name: frankfurt, share: 20% }]')).toEqual(
      [0.75, 0.25].map((share) => expect.closeTo(share, 15)),
    );
  });

  it('share equally what the others leave', () => {
    expect(shares('[virginia, frankfurt, { name: singapore, share: 50% }]')).toEqual([
      0.25, 0.25, 0.5,
    ]);
  });

  it('may be of the user’s own', () => {
    const text = goodWith('frankfurt]', '{ name: 火星, lat: -4.5, lon: 137.4 }]');
    expect(readSmall(text).scenario?.places[1]).toEqual({
      name: '火星',
      latDeg: -4.5,
      lonDeg: 137.4,
      share: 0.5,
    });
  });

  it.each([
    [
      '[virginia, frankfrt]',
      '4 «frankfrt» TW1203 places.1: unknown city "frankfrt": expected a known one, or { name, lat, lon }',
    ],
    [
      '[virginia, virginia]',
      '4 «virginia» TW1307 places.1: "virginia" a second time: expected each place once',
    ],
    [
      '[virginia, { name: x, lat: 91, lon: 0 }]',
      '4 «91» TW1202 places.1.lat: 91: expected 90 or less',
    ],
    [
      '[virginia, { name: x, lat: 9 }]',
      '4 «{ name: x, lat: 9 }» TW1103 places.1.lon: missing: expected both lat and lon, in degrees',
    ],
    [
      '[{ name: virginia, share: 100% }, frankfurt]',
      '4 «places» TW1202 places: shares of 100 %: expected less than 100 %, some places have no share',
    ],
    ['[]', '4 «places» TW1103 places: empty: expected at least one city, or { name, lat, lon }'],
  ])('refuses %s', (places, problem) => {
    expect(lines(goodWith('[virginia, frankfurt]', places))[0]).toBe(problem);
  });

  it('does not report names of places that depend on a wrong one', () => {
    const text = goodWith('places: [virginia, frankfurt]', 'places: [virgina, frankfurt]');
    expect(lines(text)).toHaveLength(1);
    expect(hints(text)).toEqual(['did you mean "virginia"?']);
  });
});
