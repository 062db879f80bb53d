/** Where a CSV trace keeps what we need, as field numbers from 0. */
export interface CsvColumns {
  readonly time: number;
  readonly key: number;
  readonly size: number;
}

/** Without a header the columns come in this order. */
export const PLAIN_COLUMNS: CsvColumns = { time: 0, key: 1, size: 2 };

/** Header names understood, in lower case. */
const NAMES = {
  time: ['time', 'timestamp', 'ts'],
  key: ['key', 'id', 'object', 'path', 'url'],
  size: ['size', 'bytes'],
} as const;

/**
 * Finds the columns of a header, in any order and among others.
 *
 * Returns undefined when no name is a known one (the line is no header), or a phrase saying what is missing.
 */
export function readHeader(fields: readonly string[]): CsvColumns | string | undefined {
  const names = fields.map((field) => field.trim().toLowerCase());
  const find = (known: readonly string[]) => names.findIndex((name) => known.includes(name));
  const columns = { time: find(NAMES.time), key: find(NAMES.key), size: find(NAMES.size) };
  const missing = (['time', 'key', 'size'] as const).filter((column) => columns[column] < 0);
  if (missing.length === 3) return undefined;
  if (missing.length === 0) return columns;
  return `no column ${missing.join(' or ')}: expected the columns time, key and size`;
}
