import type { DecoderOptions, SkipCounts, TraceBatch, TraceReader } from './batch.ts';
import { IdTable } from './intern.ts';
import { KeyTable } from './key-table.ts';
import type { ParquetColumns, ParquetField } from './parquet-columns.ts';
import { ParquetClock, type ParquetValues, ParquetWords, parquetSizes } from './parquet-values.ts';
import { Faults } from './trace-error.ts';

/** Gives the keys of rows numbers in order of first appearance. */
interface Keys {
  readonly size: number;
  /** Takes the keys of the next row group. */
  take(values: ParquetValues): void;
  /** The number of a row's key; −1: it is missing. */
  intern(row: number): number;
  keyOf(object: number): string;
}

/** Keys that are whole numbers. */
class NumberKeys implements Keys {
  readonly #ids = new IdTable();
  readonly #field: ParquetField;
  #words: ParquetWords;

  constructor(field: ParquetField) {
    this.#field = field;
    this.#words = new ParquetWords([], field);
  }

  get size(): number {
    return this.#ids.size;
  }

  take(values: ParquetValues): void {
    this.#words = new ParquetWords(values, this.#field);
  }

  intern(row: number): number {
    const { words } = this.#words;
    if (this.#words.isMissing(row)) return -1;
    return this.#ids.intern(words[2 * row]!, words[2 * row + 1]!);
  }

  keyOf(object: number): string {
    const id = this.#ids.idOf(object);
    return this.#field.isUnsigned ? id : BigInt.asIntN(64, BigInt(id)).toString();
  }
}

/** Keys that are text, compared byte for byte. */
class TextKeys implements Keys {
  readonly #keys = new KeyTable();
  #values: ParquetValues = [];

  get size(): number {
    return this.#keys.size;
  }

  take(values: ParquetValues): void {
    this.#values = values;
  }

  intern(row: number): number {
    const value = this.#values[row];
    return value instanceof Uint8Array ? this.#keys.intern(value, 0, value.length) : -1;
  }

  keyOf(object: number): string {
    return this.#keys.keyOf(object);
  }
}

/**
 * Reads a trace from the columns of Parquet row groups, which somebody else has taken out of the file: one group
 * is in memory at a time.
 *
 * Times are seconds, as in CSV, unless the column has timestamps. Numbers of 64 bits are two words all the way.
 */
export class ParquetDecoder implements TraceReader {
  readonly filtered = 0;
  readonly #faults: Faults;
  readonly #clock: ParquetClock;
  readonly #sizeField: ParquetField;
  readonly #keys: Keys;
  #times: Float64Array = new Float64Array(0);
  #sizes: Float64Array = new Float64Array(0);
  #row = 0;
  /** Rows of the groups before this one. */
  #rowsBefore = 0;
  #lastMs = 0;
  #ended = false;
  records = 0;

  constructor({ time, key, size }: ParquetColumns, options: DecoderOptions = {}) {
    this.#faults = new Faults('record', options.lenient);
    this.#clock = new ParquetClock(time);
    this.#sizeField = size;
    const isNumber = key.type === 'INT32' || key.type === 'INT64';
    this.#keys = isNumber ? new NumberKeys(key) : new TextKeys();
  }

  get objects(): number {
    return this.#keys.size;
  }

  get skipped(): SkipCounts {
    return this.#faults.counts;
  }

  keyOf(object: number): string {
    return this.#keys.keyOf(object);
  }

  /** Takes the next row group, whose columns are equally long; the one before was read to its end. */
  take(times: ParquetValues, keys: ParquetValues, sizes: ParquetValues): void {
    this.#rowsBefore += this.#times.length;
    this.#times = this.#clock.times(times);
    this.#sizes = parquetSizes(sizes, this.#sizeField);
    this.#keys.take(keys);
    this.#row = 0;
  }

  end(): void {
    this.#ended = true;
  }

  read(batch: TraceBatch): boolean {
    const { timesMs, objects, bytes, capacity } = batch;
    const [times, sizes] = [this.#times, this.#sizes];
    let filled = batch.count;
    for (; this.#row < times.length && filled < capacity; this.#row += 1) {
      const [ms, size] = [times[this.#row]!, sizes[this.#row]!];
      if (!(ms >= this.#lastMs && size > 0) && !this.#accept(ms, size)) continue;
      const object = this.#keys.intern(this.#row);
      if (object < 0) {
        this.#found('shape', 'no key: expected a whole number or text');
        continue;
      }
      this.#lastMs = ms;
      timesMs[filled] = ms;
      objects[filled] = object;
      bytes[filled] = size;
      filled += 1;
    }
    this.records += filled - batch.count;
    batch.count = filled;
    return filled === capacity || (this.#ended && filled > 0);
  }

  /** Says what is wrong with a row. */
  #accept(ms: number, size: number): boolean {
    if (Number.isNaN(ms)) this.#found('shape', 'no time: expected a number');
    else if (Number.isNaN(size)) this.#found('shape', 'no size: expected a whole number of bytes');
    else if (size <= 0) this.#found('size', `size is ${size}: expected 1 byte or more`);
    else {
      const found = `time is ${ms} ms after ${this.#lastMs} ms from the start`;
      this.#found('time', `${found}: expected times that never go back`);
    }
    return false;
  }

  #found(reason: 'time' | 'size' | 'shape', message: string): void {
    this.#faults.found(this.#rowsBefore + this.#row + 1, reason, message);
  }
}
