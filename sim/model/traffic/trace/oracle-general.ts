import type { DecoderOptions, SkipCounts, TraceBatch, TraceDecoder } from './batch.ts';
import { ByteQueue } from './byte-queue.ts';
import { IdTable } from './intern.ts';
import { Faults, TraceError } from './trace-error.ts';

/** Time u32 (s), object u64, size u32 (bytes), next access i64, without padding. */
export const ORACLE_RECORD_BYTES = 24;
const WORDS = ORACLE_RECORD_BYTES / 4;
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Reads libCacheSim's oracleGeneral: little-endian records of 24 bytes.
 *
 * Words are read in the machine's own order, so that each field is one array access; the few machines where that is
 * big-endian are refused. The next access is left out: policies that know the future work it out themselves.
 *
 * Source: libCacheSim, traceReader/customizedReader/oracle (the layout).
 */
export class OracleGeneralDecoder implements TraceDecoder {
  readonly filtered = 0;
  readonly #queue = new ByteQueue();
  readonly #ids = new IdTable();
  readonly #faults: Faults;
  #words = new Uint32Array(0);
  #ended = false;
  #position = 0;
  #delivered = 0;
  /** Seconds; NaN until the first record, which makes every comparison false. */
  #firstTime = Number.NaN;
  #lastTime = Number.NaN;

  constructor(options: DecoderOptions = {}) {
    if (!IS_LITTLE_ENDIAN) {
      throw new TraceError('a big-endian machine: expected a little-endian one for oracle-general');
    }
    this.#faults = new Faults('record', options.lenient);
  }

  get records(): number {
    return this.#delivered;
  }

  get objects(): number {
    return this.#ids.size;
  }

  get skipped(): SkipCounts {
    return this.#faults.counts;
  }

  /** The 64-bit id in decimal. */
  keyOf(object: number): string {
    return this.#ids.idOf(object);
  }

  push(chunk: Uint8Array): void {
    this.#queue.push(chunk);
    const { buffer, byteLength } = this.#queue.bytes;
    if (this.#words.buffer !== buffer) this.#words = new Uint32Array(buffer, 0, byteLength >>> 2);
  }

  end(): void {
    this.#ended = true;
  }

  read(batch: TraceBatch): boolean {
    const { start, length } = this.#queue;
    const count = Math.floor(length / ORACLE_RECORD_BYTES);
    const taken = this.#decode(batch, start / 4, count);
    this.#queue.start = start + taken * ORACLE_RECORD_BYTES;
    if (batch.count === batch.capacity) return true;
    if (!this.#ended) return false;
    this.#refuseRest();
    return batch.count > 0;
  }

  /** Decodes until the batch is full or `count` records are done, and says how many that was. */
  #decode(batch: TraceBatch, firstWord: number, count: number): number {
    const { timesMs, objects, bytes, capacity } = batch;
    const words = this.#words;
    const before = batch.count;
    let filled = before;
    let record = 0;
    for (let word = firstWord; record < count && filled < capacity; word += WORDS) {
      const time = words[word]!;
      const size = words[word + 3]!;
      record++;
      if (size === 0 || !(time >= this.#lastTime)) {
        if (!this.#accept(this.#position + record, time, size)) continue;
      }
      this.#lastTime = time;
      timesMs[filled] = (time - this.#firstTime) * 1000;
      objects[filled] = this.#ids.intern(words[word + 1]!, words[word + 2]!);
      bytes[filled++] = size;
    }
    this.#position += record;
    this.#delivered += filled - before;
    batch.count = filled;
    return record;
  }

  /** The rare cases, out of the hot loop: the first record of all, and records that are wrong. */
  #accept(record: number, time: number, size: number): boolean {
    if (size === 0) {
      this.#faults.found(record, 'size', 'size is 0: expected 1 byte or more');
      return false;
    }
    if (time < this.#lastTime) {
      const found = `time is ${time} s after ${this.#lastTime} s`;
      this.#faults.found(record, 'time', `${found}: expected times that never go back`);
      return false;
    }
    this.#firstTime = time;
    return true;
  }

  #refuseRest(): void {
    const rest = this.#queue.length;
    if (rest === 0) return;
    this.#queue.start = this.#queue.end;
    const expected = `expected ${ORACLE_RECORD_BYTES}, is the trace cut short?`;
    this.#faults.found(this.#position + 1, 'shape', `${rest} bytes: ${expected}`);
  }
}
