import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvDecoder, type CsvOptions } from '../../../../sim/model/traffic/trace/csv.ts';
import { cut, decodeAll, utf8 } from './fixtures.ts';

function decode(text: string, options: CsvOptions = {}) {
  const decoder = new CsvDecoder(options);
  const requests = decodeAll(decoder, [utf8(text)]);
  return requests.map(({ timeMs, object, bytes }) => [timeMs, decoder.keyOf(object), bytes]);
}

const ROWS = [
  [0, 'a', 5],
  [1500, 'b', 6],
];

describe('a csv trace', () => {
  it.each([
    [
      'with a header in another order and more columns',
      'size,who,KEY,Time\n5,x,a,10\n6,y,b,11.5\n',
    ],
    ['without a header', '10,a,5\n11.5,b,6\n'],
    ['with semicolons', 'time;key;size\n10;a;5\n11.5;b;6\n'],
    ['with tabs', '10\ta\t5\n11.5\tb\t6\n'],
    ['with carriage returns, blank lines and no last newline', '10,a,5\r\n\r\n11.5,b,6'],
    ['with a byte order mark', '\ufefftime,key,size\n10,a,5\n11.5,b,6\n'],
    ['with quotes', '"10","a","5"\n11.5,"b",6\n'],
    ['with other known names', 'timestamp,url,bytes\n10,a,5\n11.5,b,6\n'],
  ])('is read %s', (_, text) => {
    expect(decode(text)).toEqual(ROWS);
  });

  it('keeps keys byte for byte, delimiters and doubled quotes included', () => {
    const rows = decode('0,7,1\n0,007,1\n0,"a,""b""",1\n0,"",1\n0,é,1\n0,"7",1\n');
    expect(rows.map(([, key]) => key)).toEqual(['7', '007', 'a,"b"', '', 'é', '7']);
  });

  it('takes the delimiter of the first line, counted outside quotes', () => {
    expect(decode('1;"a,b,c,d";2\n')).toEqual([[0, 'a,b,c,d', 2]]);
  });

  it('takes times in seconds, or in the unit asked for', () => {
    const times = (text: string, options?: CsvOptions) => decode(text, options).map(([ms]) => ms);
    expect(times('5,a,1\n8,a,1\n')).toEqual([0, 3000]);
    expect(times('5,a,1\n8,a,1\n', { timeUnit: 'ms' })).toEqual([0, 3]);
    expect(times('5,a,1\n8005,a,1\n', { timeUnit: 'us' })).toEqual([0, 8]);
  });

  // As doubles, 0.3 − 0.1 is 0.19999999999999998, and epoch seconds keep only microseconds.
  it('loses no digit of a time down to the nanosecond', () => {
    const text = '1700000000.100000001,a,1\n1700000000.3,a,1\n1700000000.300000001,a,1\n';
    expect(decode(text).map(([ms]) => ms)).toEqual([0, 199.999999, 200]);
  });

  it.each([
    ['1,a,0\n', 'line 1: size is 0: expected 1 byte or more'],
    ['1,a,-4\n', 'line 1: size is "-4": expected 1 byte or more'],
    ['1,a,1.5\n', 'line 1: size is "1.5": expected 1 byte or more'],
    [
      '1,a,99999999999999999999\n',
      'line 1: size is "99999999999999999999": expected 1 byte or more',
    ],
    [
      '9,a,1\n5.5,b,1\n',
      'line 2: time is -3500 ms after 0 ms from the start: expected times that never go back',
    ],
    ['9,a,1\nsoon,b,1\n', 'line 2: time is "soon": expected a number of s like 12.345'],
    ['1.,a,1\n', 'line 1: time is "1.": expected a number of s like 12.345'],
    ['1e3,a,1\n', 'line 1: time is "1e3": expected a number of s like 12.345'],
    ['1,a,1\n1,a\n', 'line 2: 2 columns: expected 3 as in the first line'],
    ['1,a,1\n1,a,b,1\n', 'line 2: 4 columns: expected 3 as in the first line'],
    ['1,a,1\n1,"a,1\n', 'line 2: a quote is not closed: expected it to end with its field'],
    ['1,a,1\n1,"a"b,1\n', 'line 2: a quote is not closed: expected it to end with its field'],
    ['time,key\n1,a\n', 'line 1: no column size: expected the columns time, key and size'],
    [
      '1,a\n',
      'line 1: 2 columns: expected time, key and size, separated by a comma, semicolon or tab',
    ],
    [
      'words\n',
      'line 1: "words": expected time, key and size, separated by a comma, semicolon or tab',
    ],
  ])('is refused when it says %j', (text, message) => {
    expect(() => decode(text)).toThrow(expect.objectContaining({ message }));
  });

  it('is read without its bad lines when lenient, counted by reason', () => {
    const decoder = new CsvDecoder({ lenient: true });
    const text = '9,a,0\n10,a,5\n9,a,1\n10,a\nx,a,1\n11.5,b,6\n';
    expect(decodeAll(decoder, [utf8(text)]).map(({ timeMs }) => timeMs)).toEqual([0, 1500]);
    expect(decoder.skipped).toEqual({ time: 1, size: 1, shape: 2 });
    expect(decoder.records).toBe(2);
  });

  it('gives back what was written, whatever the keys and the chunks it comes in', () => {
    const key = fc
      .string({ maxLength: 8, unit: 'grapheme' })
      .map((text) => text.replace(/[\r\n]/g, ' '));
    const row = fc.record({ step: fc.nat(5000), key, size: fc.integer({ min: 1 }) });
    const places = fc.array(fc.nat(2000), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), places, (rows, at) => {
        let ms = 0;
        const expected = rows.map(({ step, size, key }, index) => {
          if (index > 0) ms += step;
          return [ms, key, size];
        });
        const lines = expected.map(
          ([time, key, size]) => `${time},"${String(key).replace(/"/g, '""')}",${size}\n`,
        );
        const decoder = new CsvDecoder({ timeUnit: 'ms' });
        const requests = decodeAll(decoder, cut(utf8(`time,key,size\n${lines.join('')}`), at), 3);
        const found = requests.map((r) => [r.timeMs, decoder.keyOf(r.object), r.bytes]);
        expect(found).toEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

/** Rows without quotes take another way through the program than rows with quotes; both mean the same. */
describe('a plain row', () => {
  const field = fc.oneof(
    fc.stringMatching(/^[0-9]{1,21}$/),
    fc.stringMatching(/^(0x)?[0-9a-f]{1,17}$/),
    fc.constantFrom('-1', '1.', '1e3', '', 'key', '0', '5\r', '3.1234567891', '"a"', '"a'),
  );
  const fields = fc.tuple(fc.nat(50).map(String), field, fc.constantFrom('1', '07', '65536'));
  const line = fc.oneof(
    { weight: 4, arbitrary: fields },
    { weight: 1, arbitrary: fc.array(field, { maxLength: 5 }) },
  );
  const order = fc.constantFrom('time,key,size', 'size,time,key', 'key,size,time');

  it('is read as the same row followed by a quoted field is', () => {
    fc.assert(
      fc.property(order, fc.array(line, { maxLength: 12 }), (header, lines) => {
        const read = (more: string) => {
          const decoder = new CsvDecoder({ lenient: true });
          const text = [header, ...lines].map((row) => `${String(row)},${more}`).join('\n');
          const requests = decodeAll(decoder, [utf8(`${text}\n`)]);
          const keys = Array.from({ length: decoder.objects }, (_, at) => decoder.keyOf(at));
          return { requests, keys, skipped: decoder.skipped };
        };
        expect(read('x')).toEqual(read('"x"'));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it.each(['\n', '\r\n'])('may end in %j whatever its last column is', (end) => {
    for (const [header, row] of [
      ['time,key,size', '1,k,2'],
      ['size,time,key', '2,1,k'],
      ['key,size,time', 'k,2,1'],
      ['time,key,size,who', '1,k,2,me'],
    ]) {
      expect(decode([header, row, row, ''].join(end))).toEqual([
        [0, 'k', 2],
        [0, 'k', 2],
      ]);
    }
  });
});
