/** Writes a trace of any format as compact columns, batch by batch: it may be larger than memory. */

import { TraceBatch } from '../../model/traffic/trace/batch.ts';
import { BLOCK_REQUESTS, ColumnsEncoder, MAGIC } from '../../model/traffic/trace/columns.ts';
import type { TraceOptions, TraceSource } from '../trace-source.ts';
import { openTrace } from './trace-file.ts';
import { writeWholeGzip } from './write-whole.ts';

export interface Converted {
  readonly requests: number;
  readonly objects: number;
  readonly skipped: number;
}

/** @throws TraceError for a trace that cannot be read; FileError for a place that cannot be written. */
export async function convertTrace(
  from: string,
  to: string,
  reading: TraceOptions,
): Promise<Converted> {
  const source = openTrace(from, reading);
  await writeWholeGzip(to, blocksOf(source));
  const { records: requests, objects, skipped } = source.decoder!;
  const left = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  return { requests, objects, skipped: left };
}

async function* blocksOf(source: TraceSource): AsyncIterable<Uint8Array> {
  const batch = new TraceBatch(BLOCK_REQUESTS);
  const encoder = new ColumnsEncoder();
  yield MAGIC;
  while (await source.next(batch)) {
    yield encoder.block(batch, (object) => source.decoder!.keyOf(object));
  }
}
