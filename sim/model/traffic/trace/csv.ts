import type { DecoderOptions, SkipCounts, TraceBatch, TraceDecoder } from './batch.ts';
import { CsvClock, type CsvTimeUnit } from './csv-clock.ts';
import { type CsvColumns, PLAIN_COLUMNS, readHeader } from './csv-columns.ts';
import { CsvFields, DELIMITER_NAMES, detectDelimiter } from './csv-fields.ts';
import { CsvRow, FRACTION, SIZE, WHOLE } from './csv-row.ts';
import { KeyTable } from './key-table.ts';
import { excerpt, Lines, MAX_LINE_BYTES } from './lines.ts';
import { Decimal, digits } from './numbers.ts';
import { Faults } from './trace-error.ts';

export type { CsvTimeUnit } from './csv-clock.ts';

export interface CsvOptions extends DecoderOptions {
  /** Unit of the time column, which may have decimals; seconds unless told otherwise. */
  readonly timeUnit?: CsvTimeUnit;
}

/**
 * Reads `time,key,size` lines: with a header in any order and among other columns, without one in this order.
 *
 * The delimiter (comma, semicolon or tab) is the one the first line uses most. Fields may be quoted as in RFC 4180, but
 * none may hold a line break. The key is any text, compared byte for byte: `7` and `007` are two objects.
 */
export class CsvDecoder implements TraceDecoder {
  readonly filtered = 0;
  readonly #lines = new Lines();
  readonly #keys = new KeyTable();
  readonly #faults: Faults;
  readonly #unit: CsvTimeUnit;
  readonly #time = new Decimal();
  readonly #clock: CsvClock;
  #fields: CsvFields | undefined;
  /** Reads rows without quotes and faults, once the columns are known. */
  #row: CsvRow | undefined;
  #columns: CsvColumns = PLAIN_COLUMNS;
  /** Columns of the first line, which all others must have. */
  #width = 0;
  #delivered = 0;
  #size = 0;

  constructor(options: CsvOptions = {}) {
    this.#faults = new Faults('line', options.lenient);
    this.#unit = options.timeUnit ?? 's';
    this.#clock = new CsvClock(this.#unit);
  }

  get records(): number {
    return this.#delivered;
  }

  get objects(): number {
    return this.#keys.size;
  }

  get skipped(): SkipCounts {
    return this.#faults.counts;
  }

  /** The key as written, without its quotes. */
  keyOf(object: number): string {
    return this.#keys.keyOf(object);
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  end(): void {
    this.#lines.end();
  }

  read(batch: TraceBatch): boolean {
    const lines = this.#lines;
    for (;;) {
      if (this.#row !== undefined) this.#readPlain(batch, this.#row);
      if (batch.count === batch.capacity) return true;
      if (!lines.next()) return lines.ended && batch.count > 0;
      if (lines.from === lines.to) continue;
      if (this.#fields === undefined && this.#isHeader()) continue;
      this.#decode(batch, this.#fields!);
    }
  }

  /** Reads plain rows until the batch is full, the lines are used up or one of them is not plain. */
  #readPlain(batch: TraceBatch, row: CsvRow): void {
    const { bytes, start, lastNewline } = this.#lines;
    const { timesMs, objects, bytes: sizes, capacity, count: before } = batch;
    const { numbers } = row;
    const clock = this.#clock;
    const keys = this.#keys;
    let at = start;
    let filled = before;
    while (at <= lastNewline && filled < capacity) {
      const stop = row.read(bytes, at);
      if (stop < 0 || stop - at > MAX_LINE_BYTES) break;
      const ms = clock.sinceStart(numbers[WHOLE]!, numbers[FRACTION]!);
      if (ms < clock.lastMs) break;
      clock.lastMs = ms;
      timesMs[filled] = ms;
      const { shortKey } = row;
      objects[filled] =
        shortKey >= 0 ? keys.internShort(shortKey) : keys.intern(bytes, row.keyFrom, row.keyTo);
      sizes[filled++] = numbers[SIZE]!;
      at = stop + 1;
    }
    batch.count = filled;
    this.#delivered += filled - before;
    this.#lines.taken(filled - before, at);
  }

  #decode(batch: TraceBatch, fields: CsvFields): void {
    if (!this.#split(fields) || !this.#readSize(fields) || !this.#readTime(fields)) return;
    const { key } = this.#columns;
    const { bytes } = this.#lines;
    fields.unescape(bytes, key);
    const index = batch.count++;
    batch.timesMs[index] = this.#clock.lastMs;
    batch.objects[index] = this.#keys.intern(bytes, fields.start(key), fields.end(key));
    batch.bytes[index] = this.#size;
    this.#delivered++;
  }

  /** Takes delimiter, width and columns from the first line, and says whether it was a header. */
  #isHeader(): boolean {
    const { bytes, number, to } = this.#lines;
    const from = afterByteOrderMark(bytes, this.#lines.from, to);
    const expected = `expected time, key and size, separated by ${DELIMITER_NAMES}`;
    const delimiter = detectDelimiter(bytes, from, to);
    if (delimiter === undefined) {
      throw this.#faults.fatal(number, `${excerpt(bytes, from, to)}: ${expected}`);
    }
    this.#lines.from = from;
    const fields = new CsvFields(delimiter);
    this.#fields = fields;
    fields.split(bytes, from, to);
    this.#width = fields.count;
    const header = readHeader(texts(bytes, fields));
    if (typeof header === 'string') throw this.#faults.fatal(number, header);
    if (header !== undefined) this.#columns = header;
    else if (this.#width < 3)
      throw this.#faults.fatal(number, `${this.#width} columns: ${expected}`);
    this.#row = new CsvRow(delimiter, this.#columns, this.#width);
    return header !== undefined;
  }

  #split(fields: CsvFields): boolean {
    const { bytes, from, to } = this.#lines;
    if (!fields.split(bytes, from, to)) {
      return this.#fault('shape', 'a quote is not closed: expected it to end with its field');
    }
    if (fields.count === this.#width) return true;
    return this.#fault(
      'shape',
      `${fields.count} columns: expected ${this.#width} as in the first line`,
    );
  }

  #readSize(fields: CsvFields): boolean {
    const { bytes } = this.#lines;
    const [from, to] = [fields.start(this.#columns.size), fields.end(this.#columns.size)];
    this.#size = digits(bytes, from, to);
    if (this.#size > 0) return true;
    const found = this.#size === 0 ? '0' : excerpt(bytes, from, to);
    return this.#fault('size', `size is ${found}: expected 1 byte or more`);
  }

  /** Moves the clock to the line's time. */
  #readTime(fields: CsvFields): boolean {
    const { bytes } = this.#lines;
    const [from, to] = [fields.start(this.#columns.time), fields.end(this.#columns.time)];
    const time = this.#time;
    if (!time.parse(bytes, from, to)) {
      const expected = `expected a number of ${this.#unit} like 12.345`;
      return this.#fault('shape', `time is ${excerpt(bytes, from, to)}: ${expected}`);
    }
    const clock = this.#clock;
    const ms = clock.sinceStart(time.whole, time.fraction);
    if (ms < clock.lastMs) {
      const found = `time is ${ms} ms after ${clock.lastMs} ms from the start`;
      return this.#fault('time', `${found}: expected times that never go back`);
    }
    clock.lastMs = ms;
    return true;
  }

  #fault(reason: 'time' | 'size' | 'shape', message: string): false {
    this.#faults.found(this.#lines.number, reason, message);
    return false;
  }
}

function texts(bytes: Uint8Array, fields: CsvFields): string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: fields.count }, (_, field) =>
    decoder.decode(bytes.subarray(fields.start(field), fields.end(field))),
  );
}

/** Spreadsheets start UTF-8 files with EF BB BF. */
function afterByteOrderMark(bytes: Uint8Array, from: number, to: number): number {
  const marked = bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
  return marked && from + 3 <= to ? from + 3 : from;
}
