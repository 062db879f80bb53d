import { describe, expect, it } from 'vitest';
import {
  BIT_RATE,
  BYTES,
  bitRate,
  bytes,
  COUNT,
  count,
  DURATION,
  duration,
  NUMBER,
  number,
  parseQuantity,
  RATE,
  RATIO,
  rate,
  ratio,
} from '../../sim/part/units.ts';

// Factors: SI and IEC 80000-13 prefixes; a minute has 60 s, an hour 3600 s, a day 86 400 s.

const read = (raw: unknown, quantity: typeof DURATION): number | string => {
  const parsed = parseQuantity(raw, quantity);
  return 'value' in parsed ? parsed.value : parsed.message;
};

describe('a duration in ms', () => {
  it.each([
    ['20ms', 20],
    ['1.5s', 1500],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['5ns', 5e-6],
    ['.5s', 500],
    ['1e3ms', 1000],
    [' 20 ms ', 20],
    ['+3s', 3000],
    ['0.1s', 100],
  ])('of %s is %d', (text, ms) => {
    expect(read(text, DURATION)).toBe(ms);
  });

  it.each(['ms', '', '1 2 ms', '1,5s', 'soon', '5 minutes', '0x1Fms', '1_000ms', '5MS', '５ms'])(
    'is not %j',
    (text) => {
      expect(read(text, DURATION)).toContain('expected a duration such as 20ms');
    },
  );

  it('is no unit that every object has', () => {
    expect(read('5constructor', DURATION)).toContain('unknown unit "constructor"');
  });
});

describe('a size in bytes', () => {
  it.each([
    ['300B', 300],
    ['1kB', 1000],
    ['1KiB', 1024],
    ['5MB', 5e6],
    ['4GiB', 4_294_967_296],
    ['1TiB', 1_099_511_627_776],
    ['1PiB', 1_125_899_906_842_624],
  ])('of %s is %d', (text, size) => {
    expect(read(text, BYTES)).toBe(size);
  });

  it.each(['4Gb', '4gib', '4G', '50Mbps'])('is not %s', (text) => {
    expect(read(text, BYTES)).toContain('unknown unit');
  });
});

describe('a bit rate', () => {
  it.each([
    ['250kbps', 250e3],
    ['10Gbps', 10e9],
    ['2MB/s', 16e6],
  ])('of %s is %d bits a second', (text, bits) => {
    expect(read(text, BIT_RATE)).toBe(bits);
  });
});

describe('a rate', () => {
  it.each([
    ['3rps', 3],
    ['2krps', 2000],
    ['90rpm', 1.5],
    ['40/day', 40 / 86_400],
  ])('of %s is %d a second', (text, perSecond) => {
    expect(read(text, RATE)).toBe(perSecond);
  });
});

describe('counts, shares and numbers', () => {
  it.each([
    ['200k', COUNT, 200_000],
    [64, COUNT, 64],
    ['1M', COUNT, 1e6],
    ['85%', RATIO, 0.85],
    ['0.1%', RATIO, 0.001],
    [0.9, NUMBER, 0.9],
    ['-2', NUMBER, -2],
  ])('%s is the nearest double', (raw, quantity, value) => {
    expect(read(raw, quantity)).toBe(value);
  });
});

describe('a quantity that is wrong', () => {
  const problemOf = (schema: ReturnType<typeof duration>, raw: unknown) => {
    const { params, message } = schema.safeParse(raw).error!.issues[0] as unknown as {
      params: { code: string; hint?: string };
      message: string;
    };
    return [params.code, message, params.hint];
  };

  it.each([
    [300, 'a bare number has no unit; write e.g. 300s'],
    ['300', 'units: ns us µs ms s m h d'],
  ])('without a unit says which there are: %j', (raw, hint) => {
    expect(problemOf(duration(), raw)).toEqual([
      'TW1201',
      '300 has no unit: expected a duration such as 20ms, 1.5s, 10m, 2h or 7d',
      hint,
    ]);
  });

  it.each([
    [duration(), '-5s', '-5s: expected 0 or more'],
    [duration({ min: 1000 }), '5ms', '5ms: expected 1s or more'],
    [duration({ above: 0 }), '0s', '0s: expected more than 0'],
    [bytes({ max: 1024 }), '2KiB', '2KiB: expected 1KiB or less'],
    [ratio(), '120%', '120%: expected 100% or less'],
    [count({ max: 2e6 }), '3M', '3M: expected 2M or less'],
    [count(), 1.5, '1.5: expected a whole number'],
    [bitRate(), '0bps', '0bps: expected more than 0'],
    [rate(), '1e999rps', '1e999rps: expected a finite number'],
    [number({ min: -90, max: 90 }), -91, '-91: expected -90 or more'],
  ])('in size says what is expected, in its unit: %#', (schema, raw, message) => {
    expect(problemOf(schema, raw).slice(0, 2)).toEqual(['TW1202', message]);
  });

  it.each([
    [null, 'empty'],
    [true, 'true'],
    [['5s'], 'a list'],
    [{ s: 5 }, 'a map'],
    [undefined, 'missing'],
  ])('in kind says what was found: %j', (raw, found) => {
    expect(problemOf(duration(), raw)[1]).toBe(
      `${found}: expected a duration such as 20ms, 1.5s, 10m, 2h or 7d`,
    );
  });

  it('is quoted in part when it is long', () => {
    expect(String(problemOf(duration(), 'x'.repeat(1e6))[1]).length).toBeLessThan(150);
  });
});
