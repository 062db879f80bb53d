/** Looks at the pages of a Parquet column before a library decodes them: one that lies makes it run for ever. */
import type { ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

/** Larger pages than writers make; what is said of a page's size is allocated before it is filled. */
const MOST_PAGE_BYTES = 0x7fffffff;

/** @param bytes of the column in one row group. @returns whether its pages follow one another and hold its values. */
export function arePagesWhole(bytes: ArrayBuffer, column: ColumnMetaData): boolean {
  const reader = { view: new DataView(bytes), offset: 0 };
  let values = 0;
  while (values < Number(column.num_values) && reader.offset < bytes.byteLength) {
    const header = parquetHeader(reader);
    const { compressed_page_size: stored, uncompressed_page_size: whole } = header;
    const dictionary = header.dictionary_page_header?.num_values ?? 0;
    const data = header.data_page_header ?? header.data_page_header_v2;
    const count = header.type === 'DICTIONARY_PAGE' ? 0 : (data?.num_values ?? -1);
    const isSane = stored >= 0 && whole >= 0 && whole <= MOST_PAGE_BYTES && count >= 0;
    // A dictionary's values take a bit at least.
    if (!isSane || dictionary < 0 || dictionary > 8 * whole) return false;
    if (data !== undefined && !column.encodings.includes(data.encoding)) return false;
    reader.offset += stored;
    values += count;
  }
  return values === Number(column.num_values) && reader.offset <= bytes.byteLength;
}
