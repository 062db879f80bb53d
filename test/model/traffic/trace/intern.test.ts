import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdTable } from '../../../../sim/model/traffic/trace/intern.ts';
import { KeyTable } from '../../../../sim/model/traffic/trace/key-table.ts';
import { utf8 } from './fixtures.ts';

const word = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 0xffffffff }));

// Authority: a Map of the whole ids.
describe('a table of 64-bit ids', () => {
  it('numbers ids by first appearance, whichever word they differ in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 200 }), (ids) => {
        const table = new IdTable();
        const seen = new Map<string, number>();
        for (const [low, high] of ids) {
          const id = String((BigInt(high) << 32n) | BigInt(low));
          if (!seen.has(id)) seen.set(id, seen.size);
          expect(table.intern(low, high)).toBe(seen.get(id));
        }
        expect(table.size).toBe(seen.size);
        for (const [id, object] of seen) expect(table.idOf(object)).toBe(id);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('keeps its numbers while it grows', () => {
    const table = new IdTable();
    // Counting up in the low word, in the high word, and in steps of a table's size.
    const ids = Array.from(
      { length: 30_000 },
      (_, n) =>
        [
          [n, 0],
          [0, n + 1],
          [n, 4096 * n + 1],
        ][n % 3]!,
    );
    const numbers = ids.map(([low, high]) => table.intern(low!, high!));
    expect(numbers).toEqual(ids.map((_, index) => index));
    expect(ids.map(([low, high]) => table.intern(low!, high!))).toEqual(numbers);
  });
});

describe('a table of keys', () => {
  it('numbers keys by first appearance and gives their text back, while it grows', () => {
    const table = new KeyTable();
    const keys = Array.from({ length: 20_000 }, (_, n) => `/${'x'.repeat(n % 11)}/${n}/é`);
    const intern = (key: string) => table.intern(utf8(key), 0, utf8(key).length);
    expect(keys.map(intern)).toEqual(keys.map((_, index) => index));
    expect(keys.map(intern)).toEqual(keys.map((_, index) => index));
    expect(keys.map((_, index) => table.keyOf(index))).toEqual(keys);
  });

  // "costarring" and "liquid" have the same FNV-1a hash of 32 bits, which the first test line shows.
  it('keeps keys apart that have the same hash', () => {
    const fnv = (text: string) =>
      utf8(text).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);
    expect(fnv('costarring')).toBe(fnv('liquid'));
    const table = new KeyTable();
    const numbers = ['costarring', 'liquid', 'costarring'].map((key) =>
      table.intern(utf8(key), 0, key.length),
    );
    expect(numbers).toEqual([0, 1, 0]);
  });

  // Authority: a Map of the texts. Among them 2^64 − 1 and its neighbours, which as doubles are one number.
  it('keeps numbers of all sizes and ways of writing apart, and gives them back as written', () => {
    const key = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 65n }).map(String),
      fc.integer({ min: -3, max: 3 }).map((more) => String(2n ** 64n + BigInt(more))),
      fc.stringMatching(/^0{0,3}[0-9]{0,20}$/),
      fc.stringMatching(/^(0x|0X)?([0-9a-f]{0,17}|[0-9A-F]{0,17}|[0-9a-fA-F]{0,8})$/),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 100 }), (keys) => {
        const table = new KeyTable();
        const seen = new Map<string, number>();
        for (const text of [...keys, ...keys]) {
          if (!seen.has(text)) seen.set(text, seen.size);
          expect(table.intern(utf8(text), 0, text.length)).toBe(seen.get(text));
        }
        for (const [text, object] of seen) expect(table.keyOf(object)).toBe(text);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('has room for the empty key', () => {
    const table = new KeyTable();
    expect(table.intern(utf8('abc'), 1, 1)).toBe(0);
    expect(table.intern(utf8(''), 0, 0)).toBe(0);
    expect(table.keyOf(0)).toBe('');
  });
});
