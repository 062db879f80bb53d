import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decompress } from 'fzstd';
import { afterAll, describe, expect, it } from 'vitest';
import { openTrace } from '../../sim/lab/node/trace-file.ts';
import { openTraceBytes } from '../../sim/lab/trace-bytes.ts';
import type { TraceOptions, TraceSource } from '../../sim/lab/trace-source.ts';
import { TraceBatch } from '../../sim/model/traffic/trace/batch.ts';
import { TraceError } from '../../sim/model/traffic/trace/trace-error.ts';
import { oracleGeneral, utf8 } from '../model/traffic/trace/fixtures.ts';
import { sharedData, whenShared } from '../shared-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinwing-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

interface Totals {
  readonly requests: number;
  readonly objects: number;
  readonly bytes: number;
}

async function totals(source: TraceSource): Promise<Totals> {
  const batch = new TraceBatch();
  let [requests, bytes, lastMs] = [0, 0, 0];
  while (await source.next(batch)) {
    for (let i = 0; i < batch.count; i++) bytes += batch.bytes[i]!;
    requests += batch.count;
    expect(batch.timesMs[0]).toBeGreaterThanOrEqual(lastMs);
    lastMs = batch.timesMs[batch.count - 1]!;
  }
  expect(source.decoder?.records).toBe(requests);
  return { requests, objects: source.decoder!.objects, bytes };
}

async function failure(path: string, options: TraceOptions = {}): Promise<string> {
  try {
    await totals(openTrace(path, options));
  } catch (error) {
    expect(error).toBeInstanceOf(TraceError);
    return (error as TraceError).message;
  }
  return 'no error';
}

/** Root may read everything: does something as a user who may not. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

/** The user without rights, on every Linux. */
const NOBODY = 65534;

const CSV = 'time,key,size\n0,a,1\n0.5,b,2\n1,a,3\n';
const CSV_TOTALS = { requests: 3, objects: 2, bytes: 6 };
// Made by `zstd` 1.5 from CSV.
const CSV_ZST = Buffer.from(
  'KLUv/QRYEQEAdGltZSxrZXksc2l6ZQowLGEsMQowLjUsYiwyCjEsYSwzCqtxYXU=',
  'base64',
);

describe('a trace file', () => {
  it.each([
    ['plain', utf8(CSV)],
    ['gzip', gzipSync(CSV)],
    ['gzip in two members', Buffer.concat([gzipSync(CSV.slice(0, 20)), gzipSync(CSV.slice(20))])],
    ['zstd', CSV_ZST],
    ['zstd in two frames', Buffer.concat([CSV_ZST, CSV_ZST])],
  ])('is read when %s, whatever its name', async (kind, bytes) => {
    const twice = kind === 'zstd in two frames';
    const source = openTrace(fileOf('unnamed', bytes), { lenient: twice });
    // Behind itself, the second copy starts with a header that is no request and a time that went back.
    const expected = twice ? { requests: 4, objects: 2, bytes: 9 } : CSV_TOTALS;
    expect(await totals(source)).toEqual(expected);
    expect(source.format).toBe('csv');
  });

  it('is read in the format asked for, whatever it looks like', async () => {
    const path = fileOf('looks-like.csv', oracleGeneral([{ time: 1, id: 1n, size: 5 }]));
    expect(await totals(openTrace(path, { format: 'oracle-general' }))).toMatchObject({ bytes: 5 });
    expect(await failure(path, { format: 'access-log' })).toMatch(
      /^.*: line 1: .*: expected a time/,
    );
  });

  it('may be left before its end', async () => {
    const source = openTrace(fileOf('left.csv.gz', gzipSync(CSV)));
    const batch = new TraceBatch(1);
    expect(await source.next(batch)).toBe(true);
    await source.close();
    await source.close();
  });

  it('names its objects', async () => {
    const source = openTrace(fileOf('named.csv', CSV));
    await totals(source);
    expect([0, 1].map((object) => source.decoder!.keyOf(object))).toEqual(['a', 'b']);
  });

  it('is read in bounded memory', { timeout: 30_000 }, async () => {
    // 240 MB in 200 gzip members of 50,000 records each, so that making it takes no memory either.
    const member = gzipSync(oracleGeneral(Array(50_000).fill({ time: 1, id: 1n, size: 100 })));
    const path = fileOf('large.gz', Buffer.concat(Array<Uint8Array>(200).fill(member)));
    const batch = new TraceBatch();
    const source = openTrace(path);
    const before = process.memoryUsage.rss();
    let highest = before;
    while (await source.next(batch)) highest = Math.max(highest, process.memoryUsage.rss());
    expect(source.decoder!.records).toBe(200 * 50_000);
    // What is read may wait for garbage collection, but must not pile up.
    expect(highest - before).toBeLessThan(96e6);
  });
});

describe('a trace file that cannot be read', () => {
  const gz = gzipSync(CSV.repeat(50));
  const flipped = (bytes: Uint8Array, at: number) =>
    bytes.map((byte, i) => (i === at ? byte ^ 0x55 : byte));
  const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31 + i * 7 + 131) & 0xff);
  const unknown =
    'of an unknown format: expected an access log, csv with time, key and size, or oracle-general';

  it.each<[string, Uint8Array | string, string]>([
    ['is empty', '', 'empty: expected a trace'],
    ['is empty inside', gzipSync(''), 'empty when decompressed: expected a trace'],
    ['is gzip cut short', gz.subarray(0, 40), 'gzip data is cut short: expected a whole gzip file'],
    [
      'is damaged gzip',
      flipped(gz, gz.length - 6),
      'damaged gzip data: expected a whole gzip file',
    ],
    [
      'is a gzip header only',
      gz.subarray(0, 3),
      'gzip data is cut short: expected a whole gzip file',
    ],
    [
      'is zstd cut short',
      CSV_ZST.subarray(0, 30),
      'zstd data is cut short: expected a whole zstd file',
    ],
    [
      'is damaged zstd',
      Buffer.concat([CSV_ZST, utf8('and then something else')]),
      'damaged zstd data: expected a whole zstd file',
    ],
    [
      'wants too much memory',
      Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xa0, ...new Uint8Array(20)),
      'zstd window of 1073741824 bytes: expected 134217728 or less',
    ],
    ['is binary garbage', noise, `binary data ${unknown}`],
    ['is prose', 'Once upon a time\nthere was no trace\n', `text ${unknown}`],
    ['has no requests', 'time,key,size\n', 'no request in the csv trace: expected at least one'],
    ['has a bad record', 'time,key,size\n1,a,0\n', 'line 2: size is 0: expected 1 byte or more'],
  ])('says so when it %s', async (_, bytes, message) => {
    const path = fileOf('bad', bytes);
    expect(await failure(path)).toBe(`${path}: ${message}`);
  });

  it('says so when it is missing, or a directory', async () => {
    const missing = join(folder, 'missing');
    expect(await failure(missing)).toBe(`${missing}: no such file: expected a trace`);
    const directory = join(folder, 'directory');
    mkdirSync(directory);
    expect(await failure(directory)).toBe(`${directory}: a directory: expected a trace`);
  });

  it('says so when it may not be read', async () => {
    const path = fileOf('secret', CSV);
    chmodSync(folder, 0o755);
    chmodSync(path, 0);
    const refused = `${path}: no permission to read it: expected a readable trace`;
    expect(await asNobody(() => failure(path))).toBe(refused);
  });

  it('says which formats there are when asked for another', async () => {
    const path = fileOf('any.csv', CSV);
    expect(await failure(path, { format: 'lirs' as 'csv' })).toBe(
      `${path}: trace format is "lirs": expected one of auto, access-log, columns, csv, oracle-general, parquet`,
    );
  });

  it('notices wherever zstd is cut short', async () => {
    for (let length = 5; length < CSV_ZST.length; length++) {
      const source = openTraceBytes('cut', CSV_ZST.subarray(0, length));
      await expect(totals(source)).rejects.toThrow(/^cut: zstd data is cut short: /);
    }
  });

  it('ends with a message or a result for every byte that may be wrong in zstd', async () => {
    for (let at = 4; at < CSV_ZST.length; at++) {
      const source = openTraceBytes('flipped', flipped(CSV_ZST, at), { lenient: true });
      const outcome = await totals(source).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(TraceError);
    }
  });
});

describe('a trace in memory', () => {
  const stream = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]).stream();

  it.each([
    ['bytes', utf8(CSV)],
    ['gzip bytes', gzipSync(CSV)],
    ['zstd bytes', CSV_ZST],
    ['a stream', stream(utf8(CSV))],
    ['a gzip stream', stream(gzipSync(CSV))],
  ])('is read from %s', async (_, bytes) => {
    expect(await totals(openTraceBytes('dropped', bytes))).toEqual(CSV_TOTALS);
  });

  it('says so when its gzip is cut short', async () => {
    const source = openTraceBytes('dropped.gz', gzipSync(CSV).subarray(0, 30));
    await expect(source.next(new TraceBatch())).rejects.toThrow(
      /^dropped\.gz: damaged or cut short gzip data: expected a whole gzip file$/,
    );
  });
});

// Authority: requests and objects of shared data/cache/README.md.
const PUBLISHED: readonly [trace: string, requests: number, objects?: number][] = [
  ['nasa_19950801', 27_824, 1_731],
  ['webcachesim_test', 10_492, 960],
  ['adaptsize_request', 66_987, 40_240],
  ['cache2k_web07', 76_118, 20_484],
  ['cache2k_orm_busy', 5_000_000, 76_349],
  ['scarab_recs', 1_245_184, 258_368],
  ['fd_tc0_download', 500_000, 22_290],
  ['arc_OLTP', 914_145, 186_880],
  ['lirs_2_pools', 100_000],
  ['lirs_loop', 505_500],
  ['lirs_multi1', 15_858],
  ['lirs_sprite', 133_996],
  ['lirs_cs', 6_781],
  ['lirs_gli', 6_015],
  ['corda_vaultservice', 135_702, 90_468],
  ['sieve_zipf_1.0', 1_000_000, 1_000],
];

/** `requests` and, where sizes count, `request_bytes` of a trace in expected.csv (libCacheSim's own counts). */
function expectedRow(trace: string): { requests: number; bytes: number | undefined } {
  const rows = readFileSync(sharedData('cache/expected.csv')!, 'utf8')
    .split('\n')
    .map((line) => line.split(','))
    .filter(([name]) => name === trace);
  expect(rows.length).toBeGreaterThan(0);
  const sized = rows.find((row) => row[3] === '0');
  return { requests: Number(rows[0]![6]), bytes: sized && Number(sized[8]) };
}

whenShared('a real trace', () => {
  it.each(PUBLISHED)(
    'has the published counts: %s',
    { timeout: 60_000 },
    async (trace, requests, objects) => {
      const source = openTrace(sharedData(`cache/${trace}.oracleGeneral.bin.zst`)!);
      const found = await totals(source);
      const row = expectedRow(trace);
      expect(source.format).toBe('oracle-general');
      expect(found.requests).toBe(requests);
      expect(found.requests).toBe(row.requests);
      if (objects !== undefined) expect(found.objects).toBe(objects);
      if (row.bytes !== undefined) expect(found.bytes).toBe(row.bytes);
    },
  );

  it('has the published counts: the access log', async () => {
    const source = openTrace(sharedData('logs/apache_combined.log.gz')!);
    const found = await totals(source);
    const row = expectedRow('elastic_apache');
    expect(source.format).toBe('access-log');
    expect(source.decoder!.filtered).toBe(10_000 - row.requests);
    expect(found).toMatchObject({ requests: row.requests, bytes: row.bytes });
    expect(source.decoder!.keyOf(0)).toMatch(/^\/presentations\/logstash-monitorama-2013\//);
  });

  it('is the same from a file and from memory', async () => {
    const path = sharedData('cache/nasa_19950801.oracleGeneral.bin.zst')!;
    const bytes = new Uint8Array(readFileSync(path));
    const fromFile = await totals(openTrace(path));
    expect(await totals(openTraceBytes('nasa', bytes))).toEqual(fromFile);
    expect(await totals(openTraceBytes('nasa', decompress(bytes)))).toEqual(fromFile);
  });
});
