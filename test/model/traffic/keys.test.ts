import { describe, expect, it } from 'vitest';
import { matchLogged, matchNumbered } from '../../../sim/model/traffic/keys.ts';

describe('keys of a catalog', () => {
  const match = matchNumbered('images', 250, (local) => local * 2 + 1);

  it('are all meant by *, by the beginning of the prefix and by the prefix', () => {
    for (const pattern of ['*', '/*', '/im*', '/images/*']) expect(match(pattern)).toBe('all');
  });

  it('are found by their number', () => {
    expect(match('/images/17')).toEqual([35]);
    expect(match('/images/250')).toEqual([]);
    expect(match('/videos/17')).toEqual([]);
    expect(match('/images/x')).toEqual([]);
  });

  it('are found by the first digits of their number', () => {
    const numbers = Array.from({ length: 250 }, (_, local) => local);
    const expected = numbers.filter((local) => String(local).startsWith('2'));
    expect(match('/images/2*')).toEqual(expected.map((local) => local * 2 + 1));
    expect(match('/images/0*')).toEqual([1]);
  });
});

describe('keys of a log', () => {
  const logged = ['/a/1.png', '/a/2.png', '/b/1.png'];
  const keys = { count: logged.length, keyOf: (object: number) => logged[object]! };

  it('are found whole or by their beginning', () => {
    const match = matchLogged(
      () => keys,
      (local) => local,
    );
    expect(match('/a/*')).toEqual([0, 1]);
    expect(match('/b/1.png')).toEqual([2]);
    expect(match('*')).toBe('all');
  });

  it('are unknown when the log has numbers only', () => {
    const match = matchLogged(
      () => undefined,
      (local) => local,
    );
    expect(match('/a/*')).toEqual([]);
  });
});
