/**
 * Traces that are too long for memory: decoded once, written to a temporary file, and replayed from
 * there part by part, by every worker on its own.
 *
 * A file has a block for each part: the numbers of its objects, then their bytes, 32 bits each, in the
 * machine's own order. Where a bound is to be replayed, a second file says for each request which is
 * the next one for the same object; it is written from the last part to the first.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TraceBatch } from '../../model/traffic/trace/batch.ts';
import { NEVER, type RequestLog, readLog, refuseLarge } from '../cache/request-log.ts';
import type { LogPart, RequestParts } from '../cache/request-parts.ts';
import type { TraceSource } from '../trace-source.ts';
import { fileProblem } from './file-problem.ts';

/** Of a part: 8 MiB of memory for each worker. */
export const PART_REQUESTS = 1 << 20;
const WORD_BYTES = 4;
const BLOCK_WORDS = 2;

/** Where a trace is, as plain data. */
export interface SpilledLog {
  readonly requests: number;
  readonly objects: number;
  readonly partRequests: number;
  readonly path: string;
  /** Which request follows each; undefined unless somebody needs the future. */
  readonly futurePath: string | undefined;
}

export type StoredLog = RequestLog | SpilledLog;

/** A log as it is replayed; one in memory is what it is. */
export const openLog = (log: StoredLog): RequestLog | RequestParts =>
  'path' in log ? new SpilledParts(log) : log;

/** A folder for files that are gone at the end. */
export class SpillFolder {
  #path: string | undefined;

  get path(): string {
    this.#path ??= mkdtempSync(join(tmpdir(), 'twinwing-trace-'));
    return this.#path;
  }

  remove(): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true });
    this.#path = undefined;
  }
}

export interface SpillOptions {
  /** Requests that may be held in memory. */
  readonly most: number;
  readonly folder: SpillFolder;
  readonly needsFuture: boolean;
  /** For tests. */
  readonly partRequests?: number;
}

/** Reads a trace to its end, into memory when it is short. @throws TraceError; FileError: the disk is full. */
export async function storeLog(source: TraceSource, options: SpillOptions): Promise<StoredLog> {
  const head = await readLog(source, options.most);
  if (head.requests < options.most) return head;
  const { folder, partRequests = PART_REQUESTS } = options;
  const path = join(folder.path, 'requests');
  try {
    const file = new BlockWriter(path, partRequests);
    file.add(head.object, head.bytes);
    const batch = new TraceBatch();
    while (await source.next(batch)) {
      refuseLarge(source.name, batch, file.requests);
      file.add(batch.objects.subarray(0, batch.count), batch.bytes.subarray(0, batch.count));
    }
    const requests = file.end();
    const log = { requests, objects: source.decoder!.objects, partRequests, path };
    if (!options.needsFuture) return { ...log, futurePath: undefined };
    const futurePath = join(folder.path, 'next');
    writeFuture({ ...log, futurePath: undefined }, futurePath);
    return { ...log, futurePath };
  } catch (error) {
    throw fileProblem(folder.path, error, 'room for a temporary file of 8 bytes a request');
  }
}

/** Collects requests and writes a block whenever one is full. */
class BlockWriter {
  readonly #descriptor: number;
  readonly #object: Int32Array;
  readonly #bytes: Uint32Array;
  #filled = 0;
  requests = 0;

  constructor(path: string, partRequests: number) {
    this.#descriptor = openSync(path, 'wx');
    this.#object = new Int32Array(partRequests);
    this.#bytes = new Uint32Array(partRequests);
  }

  add(object: Int32Array, bytes: Uint32Array | Float64Array): void {
    for (let from = 0; from < object.length; ) {
      const count = Math.min(object.length - from, this.#object.length - this.#filled);
      this.#object.set(object.subarray(from, from + count), this.#filled);
      this.#bytes.set(bytes.subarray(from, from + count), this.#filled);
      this.#filled += count;
      from += count;
      if (this.#filled === this.#object.length) this.#write();
    }
    this.requests += object.length;
  }

  /** @returns how many requests there are. */
  end(): number {
    this.#write();
    closeSync(this.#descriptor);
    return this.requests;
  }

  #write(): void {
    writeAll(this.#descriptor, this.#object.subarray(0, this.#filled));
    writeAll(this.#descriptor, this.#bytes.subarray(0, this.#filled));
    this.#filled = 0;
  }
}

/** @param at where in the file; undefined: at its end. */
function writeAll(descriptor: number, words: Int32Array | Uint32Array, at?: number): void {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  for (let done = 0; done < bytes.length; ) {
    const place = at === undefined ? null : at + done;
    done += writeSync(descriptor, bytes, done, bytes.length - done, place);
  }
}

function readAll(descriptor: number, words: Int32Array | Uint32Array, at: number): void {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(descriptor, bytes, done, bytes.length - done, at + done);
    if (read === 0) throw new RangeError('a temporary file is shorter than it was written');
    done += read;
  }
}

/** What comes next is known from what comes later. */
function writeFuture(log: SpilledLog, path: string): void {
  const { requests, partRequests } = log;
  const [from, to] = [openSync(log.path, 'r'), openSync(path, 'wx')];
  const seenAt = new Int32Array(log.objects).fill(NEVER);
  const object = new Int32Array(partRequests);
  for (let part = Math.ceil(requests / partRequests) - 1; part >= 0; part -= 1) {
    const first = part * partRequests;
    const count = Math.min(partRequests, requests - first);
    const own = object.subarray(0, count);
    readAll(from, own, first * WORD_BYTES * BLOCK_WORDS);
    for (let request = count - 1; request >= 0; request -= 1) {
      const id = own[request]!;
      own[request] = seenAt[id]!;
      seenAt[id] = first + request;
    }
    writeAll(to, own, first * WORD_BYTES);
  }
  closeSync(from);
  closeSync(to);
}

class SpilledParts implements RequestParts {
  readonly requests: number;
  readonly objects: number;
  readonly #log: SpilledLog;

  constructor(log: SpilledLog) {
    this.#log = log;
    this.requests = log.requests;
    this.objects = log.objects;
  }

  readonly parts = (withFuture: boolean): Iterable<LogPart> => this.#read(withFuture);

  *#read(withFuture: boolean): Generator<LogPart> {
    const { path, futurePath, requests, partRequests } = this.#log;
    const descriptor = openSync(path, 'r');
    const future = withFuture ? openSync(futurePath!, 'r') : undefined;
    const words = Math.min(requests, partRequests);
    const [object, bytes] = [new Int32Array(words), new Uint32Array(words)];
    const next = withFuture ? new Int32Array(words) : undefined;
    try {
      for (let first = 0; first < requests; first += partRequests) {
        const count = Math.min(partRequests, requests - first);
        const at = first * WORD_BYTES * BLOCK_WORDS;
        const own = [object.subarray(0, count), bytes.subarray(0, count)] as const;
        readAll(descriptor, own[0], at);
        readAll(descriptor, own[1], at + count * WORD_BYTES);
        const coming = next?.subarray(0, count);
        if (coming !== undefined) readAll(future!, coming, first * WORD_BYTES);
        yield { first, requests: count, object: own[0], bytes: own[1], next: coming };
      }
    } finally {
      closeSync(descriptor);
      if (future !== undefined) closeSync(future);
    }
  }
}
