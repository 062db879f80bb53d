import { AccessLogDecoder } from './access-log.ts';
import type { DecoderOptions, TraceDecoder } from './batch.ts';
import { MAGIC } from './columns.ts';
import { ColumnsDecoder } from './columns-decoder.ts';
import { CsvDecoder } from './csv.ts';
import { detectDelimiter } from './csv-fields.ts';
import { LogLine } from './log-line.ts';
import { ORACLE_RECORD_BYTES, OracleGeneralDecoder } from './oracle-general.ts';
import { TraceError } from './trace-error.ts';

/** The decoder of each format that is read in order, by the name a scenario and the command line use. */
const DECODERS = {
  'access-log': (options: DecoderOptions): TraceDecoder => new AccessLogDecoder(options),
  columns: (): TraceDecoder => new ColumnsDecoder(),
  csv: (options: DecoderOptions): TraceDecoder => new CsvDecoder(options),
  'oracle-general': (options: DecoderOptions): TraceDecoder => new OracleGeneralDecoder(options),
} as const;

export type StreamedFormat = keyof typeof DECODERS;
/** Read from its end, where it says what is where; see `parquet.ts`. */
export const PARQUET = 'parquet';
export type TraceFormat = StreamedFormat | typeof PARQUET;
export const TRACE_FORMATS = [...Object.keys(DECODERS), PARQUET] as readonly TraceFormat[];
/** The first and last bytes of a Parquet file: `PAR1`. Source: Apache Parquet, File Format. */
const PARQUET_MAGIC = Uint8Array.of(0x50, 0x41, 0x52, 0x31);

/** How many first bytes `detectFormat` wants to see, when there are as many. */
export const DETECT_BYTES = 4096;

export function createDecoder(format: StreamedFormat, options: DecoderOptions = {}): TraceDecoder {
  return DECODERS[format](options);
}

/**
 * Reads a format's name; `auto` means: look at the bytes.
 *
 * @throws TraceError at an unknown name.
 */
export function parseFormat(name: string): TraceFormat | 'auto' {
  const known = ['auto' as const, ...TRACE_FORMATS];
  const found = known.find((format) => format === name);
  if (found !== undefined) return found;
  throw new TraceError(`trace format is "${name}": expected one of ${known.join(', ')}`);
}

/**
 * Tells the format from a trace's first bytes (decompressed), and where they leave it open from the file's name.
 *
 * @throws TraceError when it is none we know.
 */
export function detectFormat(firstBytes: Uint8Array, fileName: string): TraceFormat {
  if (begins(firstBytes, MAGIC)) return 'columns';
  if (begins(firstBytes, PARQUET_MAGIC)) return PARQUET;
  const found = isText(firstBytes) ? textFormat(firstBytes) : binaryFormat(firstBytes);
  const format = found ?? formatOfName(fileName);
  if (format !== undefined) return format;
  const what = isText(firstBytes) ? 'text' : 'binary data';
  throw new TraceError(
    `${what} of an unknown format: expected an access log, csv with time, key and size, or oracle-general`,
  );
}

const begins = (bytes: Uint8Array, magic: Uint8Array): boolean =>
  magic.every((byte, at) => bytes[at] === byte);

/** Text has no NUL and no byte UTF-8 never uses; an oracleGeneral record always has such bytes in its next access. */
function isText(bytes: Uint8Array): boolean {
  return !bytes.some((byte) => byte === 0 || byte >= 0xf8);
}

function textFormat(bytes: Uint8Array): TraceFormat | undefined {
  const line = new LogLine();
  let from = 0;
  // The first line may be cut short or odd; one good line among them is enough.
  while (from < bytes.length) {
    const newline = bytes.indexOf(10, from);
    const to = newline < 0 ? bytes.length : newline;
    if (line.parse(bytes, from, to) === undefined) return 'access-log';
    from = to + 1;
  }
  const firstEnd = bytes.indexOf(10);
  const end = firstEnd < 0 ? bytes.length : firstEnd;
  return detectDelimiter(bytes, 0, end) === undefined ? undefined : 'csv';
}

/** The next access of the first record: −1 for none, or a later record, which has a number below 2⁴⁸. */
function binaryFormat(bytes: Uint8Array): TraceFormat | undefined {
  if (bytes.length < ORACLE_RECORD_BYTES) return undefined;
  const next = bytes.subarray(16, 24);
  const none = next.every((byte) => byte === 0xff);
  const later = next[6] === 0 && next[7] === 0;
  return none || later ? 'oracle-general' : undefined;
}

function formatOfName(fileName: string): TraceFormat | undefined {
  const name = fileName.toLowerCase().replace(/\.(gz|zst)$/, '');
  if (/\.(csv|tsv)$/.test(name)) return 'csv';
  if (/\.log$/.test(name)) return 'access-log';
  if (/\.parquet$/.test(name)) return PARQUET;
  return /oraclegeneral/.test(name) ? 'oracle-general' : undefined;
}
