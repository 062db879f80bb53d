/** Reads our own compact traces; the layout is in `columns.ts`. */
import { type SkipCounts, TraceBatch, type TraceDecoder } from './batch.ts';
import { ByteQueue } from './byte-queue.ts';
import { BLOCK_REQUESTS, HEADER_BYTES, MAGIC, MICROS_PER_MS } from './columns.ts';
import { KeyTable } from './key-table.ts';
import { TraceError } from './trace-error.ts';

const NOTHING_SKIPPED: SkipCounts = { time: 0, size: 0, shape: 0 };
/** 2^49: seven bits above it an integer is no longer exact. */
const MOST_PLACE = 562_949_953_421_312;

/** Reads variable-length integers from one column. */
class Reader {
  readonly #bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, from: number, length: number) {
    this.#bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  /** @returns NaN where the column ends too early or the number is too large. */
  next(): number {
    let [value, place] = [0, 1];
    for (;;) {
      if (this.at >= this.end || place > MOST_PLACE) return Number.NaN;
      const byte = this.#bytes[this.at++]!;
      if (byte < 0x80) return value + byte * place;
      value += (byte - 0x80) * place;
      place *= 0x80;
    }
  }
}

/** A damaged file is refused, also when asked to be lenient: nothing behind the damage can be trusted. */
export class ColumnsDecoder implements TraceDecoder {
  readonly skipped = NOTHING_SKIPPED;
  readonly filtered = 0;
  readonly #queue = new ByteQueue();
  readonly #keys = new KeyTable();
  /** Requests of the last block, and how many of them were handed over. */
  readonly #block = new TraceBatch(BLOCK_REQUESTS);
  #given = 0;
  #sizes = new Float64Array(1024);
  #micros = 0;
  #blocks = 0;
  #hasBegun = false;
  #ended = false;
  records = 0;

  get objects(): number {
    return this.#keys.size;
  }

  keyOf(object: number): string {
    return this.#keys.keyOf(object);
  }

  push(chunk: Uint8Array): void {
    this.#queue.push(chunk);
  }

  end(): void {
    this.#ended = true;
  }

  read(batch: TraceBatch): boolean {
    for (;;) {
      this.#handOver(batch);
      if (batch.count === batch.capacity) return true;
      if (this.#given < this.#block.count || this.#takeBlock()) continue;
      if (!this.#ended) return false;
      if (this.#queue.length > 0) throw this.#damaged('cut short');
      return batch.count > 0;
    }
  }

  #handOver(batch: TraceBatch): void {
    const { timesMs, objects, bytes, count } = this.#block;
    const to = Math.min(count, this.#given + batch.capacity - batch.count);
    batch.timesMs.set(timesMs.subarray(this.#given, to), batch.count);
    batch.objects.set(objects.subarray(this.#given, to), batch.count);
    batch.bytes.set(bytes.subarray(this.#given, to), batch.count);
    batch.count += to - this.#given;
    this.records += to - this.#given;
    this.#given = to;
  }

  /** @returns whether a whole block was there, which is decoded now. */
  #takeBlock(): boolean {
    const queue = this.#queue;
    if (!this.#hasBegun) {
      if (queue.length < MAGIC.length) return false;
      queue.start += MAGIC.length;
      this.#hasBegun = true;
    }
    if (queue.length < HEADER_BYTES) return false;
    const header = new DataView(queue.bytes.buffer, queue.start, HEADER_BYTES);
    const [requests, ...lengths] = [0, 4, 8, 12, 16].map((at) => header.getUint32(at, true));
    if (requests! > BLOCK_REQUESTS) throw this.#damaged(`${requests} requests in a block`);
    const total = lengths.reduce((sum, length) => sum + length, HEADER_BYTES);
    if (queue.length < total) return false;
    this.#decode(requests!, lengths);
    queue.start += total;
    return true;
  }

  #decode(requests: number, lengths: readonly number[]): void {
    const { bytes, start } = this.#queue;
    let from = start + HEADER_BYTES;
    const [times, objects, sizes, keys] = lengths.map((length) => {
      const reader = new Reader(bytes, from, length);
      from += length;
      return reader;
    }) as [Reader, Reader, Reader, Reader];
    const block = this.#block;
    for (let request = 0; request < requests; request += 1) {
      this.#micros += times.next();
      const written = objects.next();
      const object = written === 0 ? this.#addKey(keys) : written - 1;
      if (!(object < this.#keys.size)) throw this.#damaged('an object without a name');
      const size = sizes.next();
      if (size !== 0) this.#sizes[object] = size - 1;
      block.timesMs[request] = this.#micros / MICROS_PER_MS;
      block.objects[request] = object;
      block.bytes[request] = this.#sizes[object]!;
    }
    if (!(this.#micros >= 0)) throw this.#damaged('a column that ends too early');
    block.count = requests;
    this.#given = 0;
    this.#blocks += 1;
  }

  #addKey(keys: Reader): number {
    const length = keys.next();
    const from = keys.at;
    if (!(from + length <= keys.end)) throw this.#damaged('a name that is cut short');
    keys.at += length;
    const before = this.#keys.size;
    const object = this.#keys.intern(this.#queue.bytes, from, keys.at);
    if (this.#keys.size === before) throw this.#damaged('a name that occurs twice');
    if (object >= this.#sizes.length) {
      const sizes = new Float64Array(2 * this.#sizes.length);
      sizes.set(this.#sizes);
      this.#sizes = sizes;
    }
    return object;
  }

  #damaged(found: string): TraceError {
    const block = this.#blocks + 1;
    return new TraceError(`block ${block}: ${found}: expected a whole file of columns`, block);
  }
}
