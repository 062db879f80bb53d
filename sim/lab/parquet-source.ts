/** Parquet files, one row group after the other: what is where stands at the end of the file. */
import {
  type ColumnMetaData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  type SchemaElement,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { DecoderOptions } from '../model/traffic/trace/batch.ts';
import { ParquetDecoder } from '../model/traffic/trace/parquet.ts';
import {
  type ParquetColumns,
  type ParquetField,
  parquetColumns,
} from '../model/traffic/trace/parquet-columns.ts';
import type { ParquetValues } from '../model/traffic/trace/parquet-values.ts';
import { TraceError } from '../model/traffic/trace/trace-error.ts';
import { arePagesWhole } from './parquet-pages.ts';
import type { RandomAccess } from './trace-chunks.ts';

type Scan = Awaited<ReturnType<typeof parquetScan>>;

/** The row groups of a file. */
export class ParquetGroups {
  readonly decoder: ParquetDecoder;
  readonly #file: RandomAccess;
  readonly #scan: Scan;
  readonly #columns: ParquetColumns;
  #next = 0;

  private constructor(
    file: RandomAccess,
    scan: Scan,
    columns: ParquetColumns,
    options: DecoderOptions,
  ) {
    this.#file = file;
    this.#scan = scan;
    this.#columns = columns;
    this.decoder = new ParquetDecoder(columns, options);
  }

  /** @throws TraceError for a file that is damaged, or has no time, key and size. */
  static async open(file: RandomAccess, options: DecoderOptions): Promise<ParquetGroups> {
    const metadata = await whole(() => parquetMetadataAsync(file, { geoparquet: false }));
    const fields = topColumns(metadata);
    const columns = parquetColumns(fields.map(fieldOf));
    const names = [columns.time, columns.key, columns.size].map(({ name }) => name);
    for (const element of fields) if (names.includes(element.name)) asStored(element);
    // Groups without rows would not be among the ranges.
    metadata.row_groups = metadata.row_groups.filter((group) => group.num_rows > 0n);
    const scan = await whole(() =>
      parquetScan({ file, metadata, columns: names, compressors, utf8: false, geoparquet: false }),
    );
    return new ParquetGroups(file, scan, columns, options);
  }

  /** Gives the decoder the next group. @returns false when there is none. */
  async next(): Promise<boolean> {
    if (this.#next === this.#scan.ranges.length) return false;
    const { time, key, size } = this.#columns;
    const times = await this.#read(time);
    const keys = await this.#read(key);
    this.decoder.take(times, keys, await this.#read(size));
    this.#next += 1;
    return true;
  }

  /** A column of the next group. */
  #read({ name }: ParquetField): Promise<ParquetValues> {
    return whole(async () => {
      const range = this.#scan.ranges[this.#next]!;
      const { columns } = this.#scan.metadata.row_groups[this.#next]!;
      const stored = columns.find(({ meta_data: meta }) => meta?.path_in_schema[0] === name);
      if (!(await this.#isWhole(stored?.meta_data, range.rowEnd - range.rowStart))) throw damaged();
      const values = await this.#scan.readColumn({ column: name, ...range });
      if (values.length !== range.rowEnd - range.rowStart) throw damaged();
      return values as ParquetValues;
    });
  }

  async #isWhole(column: ColumnMetaData | undefined, rows: number): Promise<boolean> {
    if (column === undefined || Number(column.num_values) !== rows) return false;
    const start = Number(column.dictionary_page_offset || column.data_page_offset);
    const end = start + Number(column.total_compressed_size);
    if (!(start >= 0 && end >= start && end <= this.#file.byteLength)) return false;
    return arePagesWhole(await this.#file.slice(start, end), column);
  }
}

/** The columns that are not inside others. */
function topColumns({ schema }: FileMetaData): SchemaElement[] {
  const top: SchemaElement[] = [];
  let at = 1;
  const pass = (): void => {
    const children = schema[at]?.num_children ?? 0;
    at += 1;
    for (let child = 0; child < children; child += 1) pass();
  };
  while (at < schema.length) {
    top.push(schema[at]!);
    pass();
  }
  return top;
}

/** Both ways in which the format has written units and signs over time. */
function fieldOf(element: SchemaElement): ParquetField {
  const { name, type, repetition_type, converted_type, logical_type: logical } = element;
  const converted = /^TIMESTAMP_(MILLIS|MICROS)$/.exec(converted_type ?? '')?.[1];
  const isUnsigned =
    converted_type?.startsWith('UINT_') === true ||
    (logical?.type === 'INTEGER' && !logical.isSigned);
  return {
    name,
    type: converted_type === 'DECIMAL' || logical?.type === 'DECIMAL' ? 'DECIMAL' : type,
    isRepeated: repetition_type === 'REPEATED',
    isUnsigned,
    unit: logical?.type === 'TIMESTAMP' ? logical.unit : converted,
  };
}

/** Keeps the library from making dates and text of values: what is stored is what we read. */
function asStored(element: SchemaElement): void {
  delete element.converted_type;
  delete element.logical_type;
}

const damaged = (): TraceError =>
  new TraceError('damaged parquet data: expected a whole parquet file');

/** The library's errors are of many kinds; those of the file system name what the system was asked for. */
async function whole<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TraceError || (error as { syscall?: unknown }).syscall !== undefined)
      throw error;
    throw damaged();
  }
}
