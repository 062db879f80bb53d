import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { CacheRow } from '../../sim/index.ts';
import { referenceRows } from '../model/cache/eviction/reference.ts';
import { oracleGeneral } from '../model/traffic/trace/fixtures.ts';
import { sharedData, whenShared } from '../shared-data.ts';
import { workshop } from './cli.ts';

const shop = workshop();
afterAll(shop.remove);

/** `time,key,size`: a loop over five objects, twice as large as a cache of 10 bytes. */
const LOOP = ['time,key,size']
  .concat(Array.from({ length: 25 }, (_, at) => `${at},object-${at % 5},4`))
  .join('\n');
const loop = shop.write('loop.csv', `${LOOP}\n`);

const rowsOf = (stdout: string) => (JSON.parse(stdout) as { rows: CacheRow[] }).rows;

describe('twinwing cache', () => {
  it('replays a trace to every policy and size, and prints rows for programs', () => {
    const words = ['cache', loop, '--policy', 'lru,mru', '--size', '10B,100%', '--json'];
    const { code, stdout, stderr } = shop.run(words);
    expect([code, stderr]).toEqual([0, '']);
    const rows = rowsOf(stdout);
    expect(rows.map(({ policy, cacheSize }) => [policy, cacheSize])).toEqual([
      ['lru', 10],
      ['lru', 20],
      ['mru', 10],
      ['mru', 20],
    ]);
    // A loop larger than the cache: LRU hits nothing (Mattson 1970); all of it fits in 20 bytes.
    expect(rows[0]!.misses).toBe(25);
    expect(rows[1]!.misses).toBe(5);
    expect(rows[2]!.misses).toBeLessThan(25);
    const { requestsPerSecond, ...plain } = rows[1]!;
    expect(requestsPerSecond).toBeGreaterThan(0);
    expect(plain).toEqual({
      trace: 'loop.csv',
      policy: 'lru',
      params: {},
      unitSize: false,
      cacheSize: 20,
      requests: 25,
      misses: 5,
      missRatio: 0.2,
      requestBytes: 100,
      missBytes: 20,
      byteMissRatio: 0.2,
    });
  });

  it('takes parameters of policies, and numbers of objects with --unit-size', () => {
    const words = ['cache', loop, '--policy', 'clock:bits=2', '--size', '3,60%', '--unit-size'];
    const rows = rowsOf(shop.run([...words, '--json']).stdout);
    expect(rows.map(({ params, cacheSize }) => [params, cacheSize])).toEqual([
      [{ bits: 2 }, 3],
      [{ bits: 2 }, 3],
    ]);
  });

  it('has rows for each admission policy, and names it where it is not always', () => {
    const words = ['cache', loop, '--policy', 'lru', '--size', '100%', '--json'];
    const gates = ['--admission', 'always,size-threshold:max=3B'];
    const rows = rowsOf(shop.run([...words, ...gates]).stdout);
    // Every object has 4 bytes: none may enter.
    expect(rows.map(({ admission, misses }) => [admission, misses])).toEqual([
      [undefined, 5],
      ['size-threshold:max=3B', 25],
    ]);
  });

  it('ranks the policies in a table and writes a page with curves', () => {
    const words = ['cache', loop, '--policy', 'lru,mru', '--size', '12B', '--report', 'page.html'];
    const { code, stdout, stderr } = shop.run(words);
    expect(code).toBe(0);
    expect(stderr).toBe('wrote page.html\n');
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('loop.csv  25 requests for 5 objects, 100 B of 20 B');
    expect(lines[2]).toMatch(/^ {2}mru/);
    expect(lines[3]).toMatch(/^ {2}lru +100 %/);
    const page = readFileSync(join(shop.folder, 'page.html'), 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toContain('<script');
  });

  it('gives the same rows when the trace is too long for the memory that it may have', () => {
    const policies = 'lru,s3-fifo,random,belady,lhd';
    const words = ['cache', loop, '--policy', policies, '--size', '10B,12B', '--mrc', '--json'];
    const rows = (text: string) => rowsOf(text).map(({ requestsPerSecond: _, ...row }) => row);
    const { code, stdout, stderr } = shop.run([...words, '--memory', '64B']);
    expect([code, stderr]).toEqual([0, '']);
    expect(rows(stdout)).toEqual(rows(shop.run(words).stdout));
    expect(rows(stdout)).toHaveLength(10);
  });

  it.each([
    ['--policy lruu', 'unknown eviction policy "lruu"'],
    ['--policy clock:bits=0', 'clock:bits=0: bits: '],
    ['--policy clock:bit=2', 'clock:bit=2: Unrecognized key'],
    ['--admission nobody', 'unknown admission policy "nobody"'],
    ['--size 10', '10: expected a part of the trace such as 10%, or bytes such as 64MiB'],
    ['--size 64MiB --unit-size', 'or a number of objects such as 1000'],
    ['--size 0%', '0%: expected a part'],
    ['--memory 1', '--memory: 1: expected bytes such as 256MiB'],
  ])('refuses %s', (words, message) => {
    const { code, stdout, stderr } = shop.run(['cache', loop, ...words.split(' ')]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });

  it('names the record of a trace that is wrong, and keeps the rows of the others', () => {
    const back = shop.write('back.csv', 'time,key,size\n5,a,1\n4,b,1\n');
    const { code, stdout, stderr } = shop.run(['cache', back, loop, '--policy', 'lru', '--json']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^back\.csv: line 3: .*expected times that never go back\n$/);
    expect(new Set(rowsOf(stdout).map(({ trace }) => trace))).toEqual(new Set(['loop.csv']));
  });

  it.each([
    ['empty.csv', '', 'empty: expected a trace'],
    ['zero.csv', 'time,key,size\n1,a,0\n', 'line 2: '],
    ['minus.csv', 'time,key,size\n1,a,-4\n', 'line 2: '],
    [
      'huge.csv',
      'time,key,size\n1,a,4\n2,b,4294967296\n',
      'request 2: size is 4294967296: expected at most 4294967295 bytes',
    ],
    ['mixed.csv', 'time,key,size\n1,a,4\n2,b\n', 'line 3: '],
  ])('refuses %s', (name, text, message) => {
    const { code, stderr } = shop.run(['cache', shop.write(name, text), '--policy', 'lru']);
    expect(code).toBe(2);
    expect(stderr).toContain(`${name}: ${message}`);
  });

  it('refuses a folder, and a format that nobody knows', () => {
    expect(shop.run(['cache', '.']).stderr).toContain('.: a directory: expected a trace');
    const { code, stderr } = shop.run(['cache', loop, '--format', 'arff']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'trace format is "arff": expected one of auto, access-log, columns, csv',
    );
  });

  it('leaves bad records out when asked to, and says how many', () => {
    const odd = shop.write('odd.csv', 'time,key,size\n1,a,4\n2,b,0\n3,c\n4,a,4\n');
    const { code, stdout } = shop.run([
      'cache',
      odd,
      '--policy',
      'lru',
      '--size',
      '8B',
      '--lenient',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('2 requests for 1 objects');
    expect(stdout).toContain('note: 2 bad records were left out');
  });

  it('says which requests are for objects that never fit', () => {
    const mixed = shop.write('mixed-sizes.csv', 'time,key,size\n1,a,4\n2,b,90\n3,a,4\n4,b,90\n');
    const { code, stdout } = shop.run(['cache', mixed, '--policy', 'lru', '--size', '8B']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'note: objects of up to 90 B never fit the smallest cache: 2 requests, from request 2 on, are misses',
    );
  });

  it('refuses a size that has room for no object, unless told to be lenient', () => {
    const words = ['cache', loop, '--policy', 'lru', '--size', '100%,3B'];
    const { code, stdout, stderr } = shop.run(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'loop.csv: request 1: size is 4: expected 3 or less: --size 3B has room for no object\n',
    );
    const lenient = shop.run([...words, '--lenient']);
    expect(lenient.code).toBe(0);
    expect(lenient.stdout).toContain(
      'never fit the smallest cache: 25 requests, from request 1 on',
    );
  });

  const records = (...rows: readonly (readonly [time: number, id: bigint, size: number])[]) =>
    oracleGeneral(rows.map(([time, id, size]) => ({ time, id, size })));
  const good = records([1, 1n, 4], [2, 2n, 4]);

  it.each([
    [
      'back.bin',
      records([2, 1n, 4], [1, 2n, 4]),
      'record 2: time is 1 s after 2 s: expected times',
    ],
    ['zero.bin', records([1, 1n, 4], [2, 2n, 0]), 'record 2: size is 0: expected 1 byte or more'],
    ['cut.bin', good.subarray(0, 40), 'record 2: 16 bytes: expected 24, is the trace cut short?'],
    ['cut.bin.gz', gzipSync(good).subarray(0, 25), 'gzip data is cut short: expected a whole gzip'],
  ])('refuses %s in binary, with the number of the record', (name, bytes, message) => {
    writeFileSync(join(shop.folder, name), bytes);
    const words = ['cache', name, '--format', 'oracle-general', '--policy', 'lru', '--size', '8B'];
    const { code, stdout, stderr } = shop.run(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${name}: ${message}`);
    if (name.endsWith('.gz')) return;
    const lenient = shop.run([...words, '--lenient']);
    expect(lenient.code).toBe(0);
    expect(lenient.stdout).toContain('1 requests for 1 objects');
    expect(lenient.stdout).toContain('note: 1 bad records were left out');
  });
});

describe('twinwing trace convert', () => {
  it('writes columns that replay as the trace itself', () => {
    const { code, stdout, stderr } = shop.run(['trace', 'convert', loop, 'loop.columns.gz']);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe('wrote loop.columns.gz: 25 requests, 5 objects\n');
    const words = ['--policy', 'lru,mru', '--size', '10B,100%', '--json'];
    const plain = (rows: CacheRow[]) =>
      rows.map(({ trace: _, requestsPerSecond: __, ...row }) => row);
    const converted = rowsOf(shop.run(['cache', 'loop.columns.gz', ...words]).stdout);
    expect(plain(converted)).toEqual(plain(rowsOf(shop.run(['cache', loop, ...words]).stdout)));
  });

  it('leaves nothing behind when the trace is wrong or the place cannot be written', () => {
    const wrong = shop.write('wrong.csv', 'time,key,size\n2,a,1\n1,a,1\n');
    const { code, stderr } = shop.run(['trace', 'convert', wrong, 'wrong.columns.gz']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^wrong\.csv: line 3: /);
    expect(shop.run(['trace', 'convert', loop, `${loop}/x.gz`]).code).toBe(2);
    expect(shop.run(['trace', 'convert', loop, loop]).code).toBe(2);
    expect(shop.names().filter((name) => name.includes('wrong.columns'))).toEqual([]);
  });
});

whenShared('twinwing cache on a real log', () => {
  it('misses what libCacheSim does', () => {
    const path = sharedData('cache/nasa_19950801.oracleGeneral.bin.zst')!;
    const words = ['cache', path, '--policy', 'lru,sieve,gdsf', '--size', '0.1%,1%,10%', '--json'];
    const rows = rowsOf(shop.run(words).stdout);
    const expected = referenceRows().filter(({ trace, unitSize, fraction, policy }) => {
      const isAsked = ['lru default', 'sieve default', 'gdsf default'].includes(policy);
      const isSize = [0.001, 0.01, 0.1].includes(fraction);
      return trace === 'nasa_19950801' && !unitSize && isAsked && isSize;
    });
    expect(expected).toHaveLength(9);
    for (const { policy, cacheSize, misses, missBytes } of expected) {
      const own = rows.find((row) => {
        return `${row.policy} default` === policy && row.cacheSize === cacheSize;
      })!;
      expect([own.misses, own.missBytes]).toEqual([misses, missBytes]);
    }
  });
});
