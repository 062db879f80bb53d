import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';
import { openTrace } from '../../sim/lab/node/trace-file.ts';
import { openTraceBytes } from '../../sim/lab/trace-bytes.ts';
import type { TraceSource } from '../../sim/lab/trace-source.ts';
import { TraceBatch } from '../../sim/model/traffic/trace/batch.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinwing-parquet-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Options = Parameters<typeof parquetWriteBuffer>[0];
type Column = Options['columnData'][number];

/** Written by another program than the one that reads; rows that may be missing unless told otherwise. */
const parquet = (columnData: Column[], more: Partial<Options> = {}): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...more }));

const column = (name: string, type: Column['type'], data: Column['data'], nullable = true) =>
  ({ name, type, data, nullable }) as Column;

async function read(source: TraceSource, capacity = 3) {
  const batch = new TraceBatch(capacity);
  const rows: (readonly [timeMs: number, key: string, bytes: number])[] = [];
  while (await source.next(batch)) {
    for (let row = 0; row < batch.count; row += 1) {
      const key = source.decoder!.keyOf(batch.objects[row]!);
      rows.push([batch.timesMs[row]!, key, batch.bytes[row]!]);
    }
  }
  return rows;
}

const TEXT = [
  column('bytes', 'INT64', [10n, 20n, 10n, 30n]),
  column('region', 'STRING', ['eu', 'eu', 'us', 'eu']),
  column('Timestamp', 'DOUBLE', [5, 5.25, 6, 6]),
  column('url', 'STRING', ['/a', '/ü', '/a', '/c']),
];
const TEXT_ROWS = [
  [0, '/a', 10],
  [250, '/ü', 20],
  [1000, '/a', 10],
  [1000, '/c', 30],
];

/** These ids differ in their lowest bit only, and 2^53 is not exact beyond that in a double. */
const WIDE = [9_007_199_254_740_993n, 9_007_199_254_740_992n, -1n, 9_007_199_254_740_993n];

describe('a Parquet trace', () => {
  it('has its columns by the names that they have in CSV, in any order and among others', async () => {
    const source = openTraceBytes('t', parquet(TEXT));
    expect(await read(source)).toEqual(TEXT_ROWS);
    expect(source.format).toBe('parquet');
    expect(source.decoder!.objects).toBe(3);
  });

  it.each([true, false])(
    'tells ids of 64 bits apart (values may be missing: %s)',
    async (nullable) => {
      const columns = [
        column('time', 'INT32', [1, 2, 3, 4], nullable),
        column('id', 'INT64', WIDE, nullable),
        column('size', 'INT32', [1, 1, 1, 1], nullable),
      ];
      const source = openTraceBytes('t', parquet(columns));
      expect((await read(source)).map(([, key]) => BigInt(key))).toEqual(WIDE);
      expect(source.decoder!.objects).toBe(3);
    },
  );

  it('reads unsigned ids as such', async () => {
    const columns = [
      column('time', undefined, [1]),
      column('id', undefined, new BigUint64Array([18_446_744_073_709_551_615n])),
      column('size', undefined, [4]),
    ];
    const schema: Options['schema'] = [
      { name: 'root', num_children: 3 },
      { name: 'time', type: 'INT32', repetition_type: 'REQUIRED' },
      { name: 'id', type: 'INT64', converted_type: 'UINT_64', repetition_type: 'REQUIRED' },
      { name: 'size', type: 'INT32', repetition_type: 'REQUIRED' },
    ];
    const bytes = parquet(
      columns.map(({ name, data }) => ({ name, data })),
      { schema },
    );
    expect(await read(openTraceBytes('t', bytes))).toEqual([[0, '18446744073709551615', 4]]);
  });

  it.each([
    ['TIMESTAMP_MILLIS', 1_700_000_000_000n, 1_700_000_000_007n, 7],
    ['TIMESTAMP_MICROS', 1_700_000_000_000_000n, 1_700_000_000_000_500n, 0.5],
  ] as const)('takes the unit of %s from the column', async (type, first, second, ms) => {
    const schema: Options['schema'] = [
      { name: 'root', num_children: 3 },
      { name: 'ts', type: 'INT64', converted_type: type, repetition_type: 'REQUIRED' },
      { name: 'key', type: 'INT32', repetition_type: 'REQUIRED' },
      { name: 'size', type: 'INT32', repetition_type: 'REQUIRED' },
    ];
    // The library that writes takes dates where milliseconds are meant.
    const data =
      type === 'TIMESTAMP_MILLIS'
        ? [new Date(Number(first)), new Date(Number(second))]
        : new BigInt64Array([first, second]);
    const columns = [
      { name: 'ts', data },
      { name: 'key', data: [1, 2] },
      { name: 'size', data: [1, 1] },
    ];
    const rows = await read(openTraceBytes('t', parquet(columns, { schema })));
    expect(rows.map(([timeMs]) => timeMs)).toEqual([0, ms]);
  });

  it('is read from a file, one row group after the other', async () => {
    const count = 10_000;
    const rows = Array.from({ length: count }, (_, row) => row);
    const columns = [
      column('time', 'INT64', rows.map(BigInt)),
      column(
        'key',
        'STRING',
        rows.map((row) => `object-${row % 100}`),
      ),
      column(
        'size',
        'INT64',
        rows.map((row) => BigInt(1 + (row % 100))),
      ),
    ];
    const path = join(folder, 'grouped.parquet');
    writeFileSync(path, parquet(columns, { rowGroupSize: 777 }));
    const found = await read(openTrace(path), 4096);
    expect(found).toEqual(rows.map((row) => [row * 1000, `object-${row % 100}`, 1 + (row % 100)]));
  });
});

describe('a Parquet trace that is wrong', () => {
  const three = (time: unknown[], key: unknown[], size: unknown[]) => [
    column('time', 'INT32', time as number[]),
    column('key', 'STRING', key as string[]),
    column('size', 'INT32', size as number[]),
  ];
  const failure = (bytes: Uint8Array, lenient = false): Promise<string> =>
    read(openTraceBytes('t', bytes, { lenient })).then(
      (rows) => `${rows.length} rows`,
      (error: Error) => error.message,
    );
  const good = parquet(TEXT);

  it.each([
    [
      'goes back in time',
      three([5, 4], ['a', 'a'], [1, 1]),
      'record 2: time is -1000 ms after 0 ms',
    ],
    ['has a size of 0', three([1, 2], ['a', 'b'], [1, 0]), 'record 2: size is 0: expected 1 byte'],
    ['has a negative size', three([1, 2], ['a', 'b'], [1, -5]), 'record 2: size is -5: expected 1'],
    ['lacks a time', three([1, null], ['a', 'b'], [1, 1]), 'record 2: no time: expected a number'],
    [
      'lacks a key',
      three([1, 2], ['a', null], [1, 1]),
      'record 2: no key: expected a whole number',
    ],
    ['lacks a size', three([1, 2], ['a', 'b'], [1, null]), 'record 2: no size: expected a whole'],
  ])('%s: says in which record, or leaves it out', async (_what, columns, message) => {
    const bytes = parquet(columns);
    expect(await failure(bytes)).toContain(`t: ${message}`);
    const source = openTraceBytes('t', bytes, { lenient: true });
    expect(await read(source)).toEqual([[0, 'a', 1]]);
    expect(Object.values(source.decoder!.skipped).reduce((sum, count) => sum + count)).toBe(1);
    expect(source.decoder!.objects).toBe(1);
  });

  it('counts records over row groups', async () => {
    const columns = three([1, 2, 3, 4, 3], ['a', 'b', 'c', 'd', 'e'], [1, 1, 1, 1, 1]);
    expect(await failure(parquet(columns, { rowGroupSize: 2 }))).toContain('t: record 5: time is ');
  });

  it.each([
    [
      'has no such columns',
      parquet([column('x', 'INT32', [1])]),
      'columns x: expected time, key and',
    ],
    [
      'has no sizes',
      parquet(TEXT.slice(1)),
      'no column size: expected the columns time, key and size',
    ],
    [
      'has keys that are fractions',
      parquet([...TEXT.slice(0, 3), column('key', 'DOUBLE', [1, 2, 3, 4])]),
      'column key has DOUBLE: expected whole numbers or text',
    ],
    ['is cut short', good.subarray(0, good.length - 20), 'damaged parquet data: expected a whole'],
    ['ends after its first bytes', good.subarray(0, 6), 'damaged parquet data: expected a whole'],
    [
      'is inside gzip',
      gzipSync(good),
      'parquet inside another compression: expected the plain file',
    ],
  ])('%s: says so', async (_what, bytes, message) => {
    expect(await failure(bytes)).toContain(`t: ${message}`);
    expect(await failure(bytes, true)).toContain(`t: ${message}`);
  });

  it('is refused from a stream, which has no end to begin at', async () => {
    const source = openTraceBytes('t', new Blob([new Uint8Array(good)]).stream());
    await expect(source.next(new TraceBatch())).rejects.toThrow(/^t: parquet from a stream: /);
  });

  it('ends with a message or a result for every byte of its index that may be wrong', async () => {
    const indexBytes = new DataView(good.buffer).getUint32(good.length - 8, true);
    for (let at = good.length - 8 - indexBytes; at < good.length; at += 1) {
      const wrong = good.map((byte, place) => (place === at ? byte ^ 0x55 : byte));
      expect(await failure(wrong, true)).toMatch(/^t: |rows$/);
    }
  });

  it('says so when a page is not as long as it says, or says to be written in another way', async () => {
    // The header of the first page begins behind PAR1: its sizes, and how it is encoded.
    for (let at = 4; at < 16; at += 1) {
      const wrong = good.map((byte, place) => (place === at ? byte ^ 0x55 : byte));
      expect(await failure(wrong, true)).toMatch(/^t: |rows$/);
    }
  });
});
