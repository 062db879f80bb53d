import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TraceBatch } from '../../../../sim/model/traffic/trace/batch.ts';
import { ColumnsEncoder, MAGIC } from '../../../../sim/model/traffic/trace/columns.ts';
import { detectCompression } from '../../../../sim/model/traffic/trace/compression.ts';
import {
  createDecoder,
  detectFormat,
  parseFormat,
  TRACE_FORMATS,
} from '../../../../sim/model/traffic/trace/format.ts';
import { decodeAll, oracleGeneral, utf8 } from './fixtures.ts';

const LOG = '10.0.0.1 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 5\n';
const ORACLE = oracleGeneral([{ time: 1, id: 2n, size: 3 }]);

describe('the format of a trace', () => {
  it.each([
    ['access-log', utf8(LOG), 'x.csv'],
    ['access-log', utf8(`a broken first line, perhaps\n${LOG}`), 'x'],
    ['csv', utf8('time,key,size\n'), 'access.log'],
    ['csv', utf8('1;a;2\n'), ''],
    ['csv', utf8('time\n'), 'one-column.csv.gz'],
    ['access-log', utf8('nonsense\n'), 'dir/access.log'],
    ['columns', MAGIC, 'x.csv'],
    ['parquet', utf8('PAR1 and then columns'), 'x.csv'],
    ['oracle-general', ORACLE, 'x.csv'],
    ['oracle-general', ORACLE.subarray(0, 20), 'short.oracleGeneral.bin.zst'],
  ])('is %s by its bytes first and by its name where they leave it open', (format, bytes, name) => {
    expect(detectFormat(bytes, name)).toBe(format);
  });

  it('is refused when neither bytes nor name tell', () => {
    expect(() => detectFormat(utf8('nonsense\n'), 'x')).toThrow(
      /^text of an unknown format: expected /,
    );
    expect(() => detectFormat(new Uint8Array(8), 'x')).toThrow(
      /^binary data of an unknown format: /,
    );
  });

  it('has a decoder for every name but parquet, which is no stream of bytes', () => {
    const batch = new TraceBatch(1);
    batch.bytes[batch.count++] = 4;
    const block = new ColumnsEncoder().block(batch, () => 'a');
    const samples = {
      'access-log': utf8(LOG),
      columns: Uint8Array.of(...MAGIC, ...block),
      csv: utf8('1,a,2\n'),
      'oracle-general': ORACLE,
    };
    for (const format of TRACE_FORMATS) {
      expect(parseFormat(format)).toBe(format);
      if (format === 'parquet') continue;
      expect(decodeAll(createDecoder(format), [samples[format]])).toHaveLength(1);
    }
    expect(() => parseFormat('lirs')).toThrow(
      'trace format is "lirs": expected one of auto, access-log, columns, csv, oracle-general, parquet',
    );
  });
});

describe('the compression of a trace', () => {
  it('is told by the first bytes', () => {
    expect(detectCompression(gzipSync('x'))).toBe('gzip');
    expect(detectCompression(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd))).toBe('zstd');
    expect(detectCompression(Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18))).toBe('zstd');
    expect(detectCompression(ORACLE)).toBe('none');
    expect(detectCompression(new Uint8Array(0))).toBe('none');
  });
});
