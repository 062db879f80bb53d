import { TraceError } from '../model/traffic/trace/trace-error.ts';
import type { Chunks, RandomAccess } from './trace-chunks.ts';
import { type TraceOptions, type TraceSource, traceSource } from './trace-source.ts';

/**
 * Reads a trace from bytes in memory or from a stream, e.g. `file.stream()` of a file dropped on the page.
 *
 * Runs in browsers: gzip is undone by the platform, zstd by a library. Platforms refuse gzip files that are several
 * glued together; such a file is reported as damaged.
 *
 * @throws TraceError `name: found: expected …`.
 */
export function openTraceBytes(
  name: string,
  bytes: Uint8Array | ReadableStream<Uint8Array>,
  options: TraceOptions = {},
): TraceSource {
  const isWhole = bytes instanceof Uint8Array;
  const chunks = isWhole ? single(bytes) : streamed(bytes);
  const random = isWhole ? randomAccess(bytes) : undefined;
  return traceSource(name, { chunks, random, gunzip, close: () => {}, explain }, options);
}

const randomAccess = (bytes: Uint8Array): RandomAccess => ({
  byteLength: bytes.length,
  slice: (start, end) => bytes.slice(start, end).buffer as ArrayBuffer,
});

/** Pieces of this size keep what waits between the stages small, however large the array is. */
const PIECE_BYTES = 256 * 1024;

async function* single(bytes: Uint8Array): Chunks {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    yield bytes.subarray(from, from + PIECE_BYTES);
  }
}

/** Not `for await`: Safari cannot iterate a stream. */
async function* streamed(stream: ReadableStream<Uint8Array>): Chunks {
  const reader = stream.getReader();
  try {
    for (let item = await reader.read(); !item.done; item = await reader.read()) yield item.value;
  } finally {
    await reader.cancel();
  }
}

async function* gunzip(chunks: Chunks): Chunks {
  try {
    yield* streamed(readable(chunks).pipeThrough(new DecompressionStream('gzip')));
  } catch {
    // Platforms word it differently, and none tells a damaged file from one that is cut short.
    throw new TraceError('damaged or cut short gzip data: expected a whole gzip file');
  }
}

function readable(chunks: Chunks): ReadableStream<BufferSource> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<BufferSource>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(value as BufferSource);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function explain(error: unknown): string {
  const found = error instanceof Error ? error.message : String(error);
  return `${found}: expected bytes that can be read`;
}
