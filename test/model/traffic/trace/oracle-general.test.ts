import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OracleGeneralDecoder } from '../../../../sim/model/traffic/trace/oracle-general.ts';
import { cut, decodeAll, type OracleRecord, oracleGeneral } from './fixtures.ts';

const decode = (records: readonly OracleRecord[], options = {}) =>
  decodeAll(new OracleGeneralDecoder(options), [oracleGeneral(records)]);

const record = (time: number, id: bigint, size: number): OracleRecord => ({ time, id, size });

/** Turns steps of time into times. */
function withTimes(steps: readonly { step: number; id: bigint; size: number }[]): OracleRecord[] {
  let time = 0;
  return steps.map(({ step, id, size }) => {
    time += step;
    return { time, id, size };
  });
}

// Authority of the layout: libCacheSim's oracleGeneral, u32 time, u64 id, u32 size, i64 next access, no padding.
describe('an oracleGeneral trace', () => {
  it('gives milliseconds since the first record, dense objects and bytes', () => {
    const requests = decode([
      record(100, 9n, 5),
      record(100, 4n, 6),
      record(103, 9n, 4_294_967_295),
    ]);
    expect(requests).toEqual([
      { timeMs: 0, object: 0, bytes: 5 },
      { timeMs: 0, object: 1, bytes: 6 },
      { timeMs: 3000, object: 0, bytes: 4_294_967_295 },
    ]);
  });

  it('keeps ids apart that differ only in their lowest or highest bits', () => {
    // 2^63 and 2^63 + 1 are the same double; so are 2^64 - 1 and 2^64 - 2.
    const ids = [1n << 63n, (1n << 63n) + 1n, 1n, (1n << 32n) + 1n, 0n, 1n << 32n];
    ids.push((1n << 64n) - 1n, (1n << 64n) - 2n);
    const decoder = new OracleGeneralDecoder();
    const requests = decodeAll(decoder, [oracleGeneral(ids.map((id) => record(0, id, 1)))]);
    expect(requests.map(({ object }) => object)).toEqual(ids.map((_, index) => index));
    expect(ids.map((_, index) => decoder.keyOf(index))).toEqual(ids.map(String));
    expect(decoder.objects).toBe(ids.length);
  });

  it('gives the same requests whatever the chunks it comes in', () => {
    const records = fc.array(
      fc.record({
        step: fc.nat(9),
        id: fc.bigInt(0n, (1n << 64n) - 1n),
        size: fc.integer({ min: 1 }),
      }),
      { maxLength: 40 },
    );
    const places = fc.array(fc.nat(1000), { maxLength: 60 });
    fc.assert(
      fc.property(records, places, fc.integer({ min: 1, max: 50 }), (steps, at, capacity) => {
        const bytes = oracleGeneral(withTimes(steps));
        const whole = decodeAll(new OracleGeneralDecoder(), [bytes], 1000);
        expect(whole).toHaveLength(steps.length);
        expect(decodeAll(new OracleGeneralDecoder(), cut(bytes, at), capacity)).toEqual(whole);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('takes a copy of what is pushed', () => {
    const decoder = new OracleGeneralDecoder();
    const chunk = oracleGeneral([record(1, 7n, 8)]);
    decoder.push(chunk);
    chunk.fill(0);
    expect(decodeAll(decoder, [])).toEqual([{ timeMs: 0, object: 0, bytes: 8 }]);
  });
});

describe('a bad oracleGeneral trace', () => {
  const cases: [string, OracleRecord[], string][] = [
    [
      'a size of 0',
      [record(1, 1n, 1), record(1, 2n, 0)],
      'record 2: size is 0: expected 1 byte or more',
    ],
    [
      'a time that goes back',
      [record(9, 1n, 1), record(5, 2n, 1)],
      'record 2: time is 5 s after 9 s: expected times that never go back',
    ],
  ];
  it.each(cases)('is refused for %s', (_, records, message) => {
    expect(() => decode(records)).toThrow(message);
  });

  it('is refused when its last record is cut short', () => {
    const bytes = oracleGeneral([record(1, 1n, 1), record(2, 2n, 1)]).subarray(0, 34);
    expect(() => decodeAll(new OracleGeneralDecoder(), [bytes])).toThrow(
      'record 2: 10 bytes: expected 24, is the trace cut short?',
    );
  });

  it('is read without its bad records when lenient, and counts them by reason', () => {
    const decoder = new OracleGeneralDecoder({ lenient: true });
    const records = [record(9, 3n, 0), record(9, 1n, 1), record(5, 2n, 1), record(10, 1n, 0)];
    const bytes = oracleGeneral([...records, record(11, 1n, 2), record(12, 1n, 2)]).subarray(
      0,
      142,
    );
    expect(decodeAll(decoder, [bytes])).toEqual([
      { timeMs: 0, object: 0, bytes: 1 },
      { timeMs: 2000, object: 0, bytes: 2 },
    ]);
    expect(decoder.skipped).toEqual({ time: 1, size: 2, shape: 1 });
    expect(decoder.records).toBe(2);
  });
});
