import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TraceError } from '../../model/traffic/trace/trace-error.ts';
import type { Chunks, RandomAccess } from '../trace-chunks.ts';
import { type TraceOptions, type TraceSource, traceSource } from '../trace-source.ts';

/** Bytes read at once: beyond this, larger reads gain nothing. */
const READ_BYTES = 256 * 1024;

/** What the system's error codes mean for someone who named a trace file. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file: expected a trace',
  ENOTDIR: 'no such file: expected a trace',
  EACCES: 'no permission to read it: expected a readable trace',
  EPERM: 'no permission to read it: expected a readable trace',
  EISDIR: 'a directory: expected a trace',
  Z_BUF_ERROR: 'gzip data is cut short: expected a whole gzip file',
  Z_DATA_ERROR: 'damaged gzip data: expected a whole gzip file',
};

/**
 * Opens a trace file, plain, gzip or zstd, to be read as a stream.
 *
 * The file is opened now, so that a wrong path is told at once; what it holds (or that it is a directory) is found by
 * the first `next`.
 * Memory is bounded by a few chunks, the decompressor's window and the names of distinct objects.
 *
 * @throws TraceError `path: found: expected …`.
 */
export function openTrace(path: string, options: TraceOptions = {}): TraceSource {
  const file = new OpenFile(path);
  const { random } = file;
  const host = { chunks: file.chunks(), random, close: () => file.close(), gunzip, explain };
  return traceSource(path, host, options);
}

class OpenFile {
  #descriptor: number | undefined;

  constructor(path: string) {
    try {
      this.#descriptor = openSync(path, 'r');
    } catch (error) {
      throw new TraceError(`${path}: ${explain(error)}`);
    }
  }

  async *chunks(): Chunks {
    while (this.#descriptor !== undefined) {
      const chunk = new Uint8Array(READ_BYTES);
      const length = readSync(this.#descriptor, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  }

  /** Undefined for what is no file, such as a pipe. */
  get random(): RandomAccess | undefined {
    const facts = fstatSync(this.#descriptor!);
    if (!facts.isFile()) return undefined;
    return { byteLength: facts.size, slice: (start, end = facts.size) => this.#slice(start, end) };
  }

  #slice(start: number, end: number): ArrayBuffer {
    const bytes = new Uint8Array(end - start);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(
        this.#descriptor!,
        bytes,
        length,
        bytes.length - length,
        start + length,
      );
      if (read === 0) break;
      length += read;
    }
    return bytes.buffer.slice(0, length);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

async function* gunzip(chunks: Chunks): Chunks {
  const stream = createGunzip({ chunkSize: READ_BYTES });
  // Errors of either end come out of the iteration below; without a callback they would also be thrown.
  pipeline(Readable.from(chunks), stream, () => {});
  yield* stream as AsyncIterable<Uint8Array>;
}

function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return MEANINGS[code ?? ''] ?? `${message}: expected a readable trace`;
}

/** What is wrong with a trace, in one line; undefined when the error is about something else. */
export const traceMessage = (error: unknown): string | undefined =>
  error instanceof TraceError ? error.message : undefined;
