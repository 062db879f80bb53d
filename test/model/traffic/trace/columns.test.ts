import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TraceBatch } from '../../../../sim/model/traffic/trace/batch.ts';
import { ColumnsEncoder, MAGIC } from '../../../../sim/model/traffic/trace/columns.ts';
import { ColumnsDecoder } from '../../../../sim/model/traffic/trace/columns-decoder.ts';
import { cut, decodeAll, type Request } from './fixtures.ts';

/** Columns of requests, in blocks of so many. */
function columnsOf(
  requests: readonly Request[],
  keyOf: (object: number) => string,
  perBlock: number,
) {
  const encoder = new ColumnsEncoder();
  const pieces: Uint8Array[] = [MAGIC];
  for (let from = 0; from < requests.length; from += perBlock) {
    const batch = new TraceBatch(perBlock);
    for (const { timeMs, object, bytes } of requests.slice(from, from + perBlock)) {
      batch.timesMs[batch.count] = timeMs;
      batch.objects[batch.count] = object;
      batch.bytes[batch.count] = bytes;
      batch.count += 1;
    }
    pieces.push(encoder.block(batch, keyOf));
  }
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Gaps of up to a day in ms and sizes of up to a terabyte. */
const drawn = fc.array(
  fc.tuple(
    fc.nat(8),
    fc.oneof(fc.nat(3), fc.nat(86_400_000)),
    fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 2 ** 40 })),
  ),
  { maxLength: 80 },
);

/** Objects numbered in order of appearance, times that never go back. */
function requestsOf(rows: readonly (readonly [number, number, number])[]): Request[] {
  const numbers = new Map<number, number>();
  let timeMs = 0;
  return rows.map(([object, gapMs, bytes]) => {
    timeMs += gapMs;
    if (!numbers.has(object)) numbers.set(object, numbers.size);
    return { timeMs, object: numbers.get(object)!, bytes };
  });
}

describe('columns', () => {
  it('give back what was written, however they are cut and in whatever blocks', () => {
    const places = fc.array(fc.nat(600), { maxLength: 6 });
    fc.assert(
      fc.property(drawn, places, fc.integer({ min: 1, max: 30 }), (rows, cuts, perBlock) => {
        const requests = requestsOf(rows);
        // Beyond what a double holds exactly, and not ASCII.
        const keyOf = (object: number) => `${2n ** 64n - 1n - BigInt(object)}/图`;
        const bytes = columnsOf(requests, keyOf, perBlock);
        const decoder = new ColumnsDecoder();
        expect(decodeAll(decoder, cut(bytes, cuts))).toEqual(requests);
        for (let object = 0; object < decoder.objects; object += 1) {
          expect(decoder.keyOf(object)).toBe(keyOf(object));
        }
        expect([decoder.records, decoder.filtered]).toEqual([requests.length, 0]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  const REQUESTS = requestsOf([
    [1, 0, 5],
    [2, 7, 6],
    [1, 1, 5],
  ]);
  const whole = () => columnsOf(REQUESTS, (object) => `k${object}`, 10);

  it('take a byte for what is as it was before', () => {
    // 8 of magic, 20 of header, times 1 + 2 + 2, objects 3, sizes 1 + 1 + 1, names 3 + 3.
    expect(whole().length).toBe(8 + 20 + 5 + 3 + 3 + 6);
  });

  it('are refused when they are cut short or damaged, with the block', () => {
    const decode = (bytes: Uint8Array) => decodeAll(new ColumnsDecoder(), [bytes]);
    expect(() => decode(whole().subarray(0, 30))).toThrow(
      'block 1: cut short: expected a whole file',
    );
    const many = whole();
    new DataView(many.buffer).setUint32(8, 1_000_000, true);
    expect(() => decode(many)).toThrow('block 1: 1000000 requests in a block');
    const unnamed = whole();
    unnamed[8 + 20 + 5 + 2] = 9;
    expect(() => decode(unnamed)).toThrow('block 1: an object without a name');
    const twice = whole();
    twice[twice.length - 1] = 0x30;
    expect(() => decode(twice)).toThrow('block 1: a name that occurs twice');
  });

  it('are refused or read, but never hang, whatever byte is wrong', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(255), (at, value) => {
        const bytes = whole();
        bytes[MAGIC.length + (at % (bytes.length - MAGIC.length))] = value;
        try {
          expect(decodeAll(new ColumnsDecoder(), [bytes]).length).toBeLessThanOrEqual(65_536);
        } catch (error) {
          expect((error as Error).message).toMatch(
            /^block \d+: .*: expected a whole file of columns$/,
          );
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});
