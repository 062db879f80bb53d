import type { Compression } from '../model/traffic/trace/compression.ts';
import { ZstdStream } from '../model/traffic/trace/zstd.ts';

export type Chunks = AsyncIterable<Uint8Array>;

/** Bytes that can be read from any place on. */
export interface RandomAccess {
  readonly byteLength: number;
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
}

/** What differs between Node and browsers: where bytes come from and how gzip is undone. */
export interface TraceHost {
  readonly chunks: Chunks;
  gunzip(chunks: Chunks): Chunks;
  /** For formats that are not read in order; undefined where there is only a stream. */
  readonly random?: RandomAccess | undefined;
  /** Lets go of what the bytes come from; may be called again. */
  close(): void;
  /** What went wrong, for errors of the host's own (a file that cannot be read, damaged gzip). */
  explain(error: unknown): string;
}

/** The chunks with their compression undone. */
export function decompressed(compression: Compression, chunks: Chunks, host: TraceHost): Chunks {
  if (compression === 'none') return chunks;
  return compression === 'gzip' ? host.gunzip(chunks) : unzstd(chunks);
}

async function* unzstd(chunks: Chunks): Chunks {
  const stream = new ZstdStream();
  for await (const chunk of chunks) yield* stream.push(chunk);
  yield* stream.end();
}

/** The first `count` bytes, or all when there are fewer, and the chunks from the start again. */
export async function peek(chunks: Chunks, count: number): Promise<[Uint8Array, Chunks]> {
  const iterator = chunks[Symbol.asyncIterator]();
  let first = new Uint8Array(0);
  while (first.length < count) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    const joined = new Uint8Array(first.length + value.length);
    joined.set(first);
    joined.set(value, first.length);
    first = joined;
  }
  return [first.subarray(0, count), resume(first, iterator)];
}

/** Not a generator: one that was never started would not pass `return` on, and a file would stay open. */
function resume(first: Uint8Array, rest: AsyncIterator<Uint8Array>): Chunks {
  let isFirst = first.length > 0;
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      if (!isFirst) return rest.next();
      isFirst = false;
      return { done: false, value: first };
    },
    async return() {
      await rest.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
