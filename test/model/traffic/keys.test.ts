import { describe, expect, it } from 'vitest';
import { matchLogged, matchNumbered } from '../../../sim/model/traffic/keys.ts';

describe('keys of a catalog', () => {
  const match = matchNumbered('images', 250);

  it('are all meant by *, by the beginning of the prefix and by the prefix', () => {
    for (const pattern of ['*', '/*', '/im*', '/images/*']) expect(match(pattern)).toBe('all');
  });

  it('are found by their number', () => {
    expect(match('/images/17')).toEqual([17]);
    expect(match('/images/250')).toEqual([]);
    expect(match('/videos/17')).toEqual([]);
    expect(match('/images/x')).toEqual([]);
  });

  it('are found by the first digits of their number', () => {
    const numbers = Array.from({ length: 250 }, (_, number) => number);
    for (const digits of ['0', '1', '2', '17', '24', '249']) {
      const found = match(`/images/${digits}*`);
      const expected = numbers.filter((number) => String(number).startsWith(digits));
      expect(numbers.filter(found as (number: number) => boolean)).toEqual(expected);
    }
    for (const digits of ['250', '01', '-1']) expect(match(`/images/${digits}*`)).toEqual([]);
  });
});

describe('keys of a log', () => {
  const logged = ['/a/1.png', '/a/2.png', '/b/1.png'];
  const keys = { count: logged.length, keyOf: (object: number) => logged[object]! };

  it('are found whole or by their beginning', () => {
    const match = matchLogged(() => keys);
    expect(match('/a/*')).toEqual([0, 1]);
    expect(match('/b/1.png')).toEqual([2]);
    expect(match('*')).toBe('all');
  });

  it('are unknown when the log has numbers only', () => {
    const match = matchLogged(() => undefined);
    expect(match('/a/*')).toEqual([]);
  });
});
