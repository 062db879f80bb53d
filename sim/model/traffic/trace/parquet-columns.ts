/** Which columns of a Parquet file are a trace, and what their values are. */
import { readHeader } from './csv-columns.ts';
import { TraceError } from './trace-error.ts';

/** What a file says of one of its columns; names are those of Apache Parquet. */
export interface ParquetField {
  readonly name: string;
  /** Undefined: a group of columns. */
  readonly type?: string | undefined;
  readonly isRepeated: boolean;
  readonly isUnsigned: boolean;
  /** Of a timestamp: `MILLIS`, `MICROS` or `NANOS`. */
  readonly unit?: string | undefined;
}

export interface ParquetColumns {
  readonly time: ParquetField;
  readonly key: ParquetField;
  readonly size: ParquetField;
}

const WHOLE = ['INT32', 'INT64'];
const NUMBERS = [...WHOLE, 'DOUBLE', 'FLOAT'];
const KEYS = [...WHOLE, 'BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY'];

/**
 * Finds time, key and size among the columns, by the names they have in CSV.
 *
 * @throws TraceError when one is missing or of a type that it cannot have.
 */
export function parquetColumns(fields: readonly ParquetField[]): ParquetColumns {
  const found = readHeader(fields.map(({ name }) => name));
  const none = `columns ${fields.map(({ name }) => name).join(', ')}`;
  if (found === undefined) throw new TraceError(`${none}: expected time, key and size`);
  if (typeof found === 'string') throw new TraceError(found);
  return {
    time: checked(fields[found.time]!, NUMBERS, 'numbers of seconds, or timestamps'),
    key: checked(fields[found.key]!, KEYS, 'whole numbers or text'),
    size: checked(fields[found.size]!, NUMBERS, 'numbers of bytes'),
  };
}

function checked(field: ParquetField, types: readonly string[], expected: string): ParquetField {
  const { name, type = 'a group', isRepeated } = field;
  if (types.includes(type) && !isRepeated) return field;
  const found = isRepeated ? 'lists' : type;
  throw new TraceError(`column ${name} has ${found}: expected ${expected}`);
}
