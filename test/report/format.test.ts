import { describe, expect, it } from 'vitest';
import { formatSpan, formatValue, formatWithMargin } from '../../sim/report/format.ts';
import type { Unit } from '../../sim/result/result.ts';

// Expected texts are the definition of the format: three digits, the unit people use at that size.
describe('a value', () => {
  it.each<[number, Unit, string]>([
    [23.4, 'ms', '23.4 ms'],
    [0.25, 'ms', '0.25 ms'],
    [0.05, 'ms', '50.0 µs'],
    [999, 'ms', '999 ms'],
    [1234, 'ms', '1.23 s'],
    [83_200, 'ms', '83.2 s'],
    [0, 'ms', '0 ms'],
    [863_000_000, 'ms', '863000 s'],
    [864_000_000, 'ms', '10.0 d'],
    [707_000_000_000, 'ms', '8183 d'],
    [300, 'bytes', '300 B'],
    [0, 'bytes', '0 B'],
    [1536, 'bytes', '1.50 KiB'],
    [1.25 * 2 ** 30, 'bytes', '1.25 GiB'],
    [2 ** 50, 'bytes', '1.00 PiB'],
    [9876, 'count', '9876'],
    [12_345, 'count', '12.3 k'],
    [1_040_000, 'count', '1.04 M'],
    [2.5e9, 'count', '2.50 G'],
    [3.5615e15, 'count', '3.56 P'],
    [0.853, 'ratio', '85.3 %'],
    [800, 'per second', '800 /s'],
    [18.518, 'per second', '18.5 /s'],
    [50e6, 'bits per second', '50.0 Mbps'],
  ])('%d %s reads %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it('reads – when there is none', () => {
    expect(formatValue(undefined, 'ms')).toBe('–');
  });

  it('never says 0 % or 100 % of a share that is neither', () => {
    const shares = [0, 0.0002, 0.00001, 0.99997, 1];
    const texts = shares.map((share) => formatValue(share, 'ratio'));
    expect(texts).toEqual(['0 %', '0.02 %', '0.001 %', '99.997 %', '100 %']);
  });
});

describe('a value with its margin', () => {
  it.each<[number, number, Unit, string]>([
    [21.34, 0.12, 'ms', '21.3 ±0.1 ms'],
    [21.34, 0.004, 'ms', '21.3 ±0.004 ms'],
    [1004, 57, 'ms', '1.00 ±0.06 s'],
    [0.884, 0.003, 'ratio', '88.4 ±0.3 %'],
    [0.95, 0, 'ratio', '95.0 ±0 %'],
    [20_000, 150, 'count', '20.0 ±0.1 k'],
    [300, 12, 'count', '300 ±12'],
  ])('%d ± %d %s reads %s', (value, margin, unit, text) => {
    expect(formatWithMargin(value, margin, unit)).toBe(text);
  });
});

describe('a span of virtual time', () => {
  it.each<[number, string]>([
    [0, '0s'],
    [250, '250ms'],
    [1500, '1.5s'],
    [60_000, '1m'],
    [90_000, '1m 30s'],
    [540_000, '9m'],
    [3_600_000, '1h'],
    [90_061_000, '1d 1h 1m 1s'],
    [Number.POSITIVE_INFINITY, 'the end'],
  ])('%d ms reads %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });
});
