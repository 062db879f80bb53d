import type { DecoderOptions, SkipCounts, TraceBatch, TraceDecoder } from './batch.ts';
import { KeyTable } from './key-table.ts';
import { excerpt, Lines } from './lines.ts';
import { LogLine } from './log-line.ts';
import { Faults } from './trace-error.ts';

/**
 * Seconds a line may lie before an earlier one. Servers write a line when a response is complete, and Apache dates
 * it by its request, so a step back is as long as a response; more means that files were put together out of order.
 */
const MAX_STEP_BACK_S = 3600;

export interface AccessLogOptions extends DecoderOptions {
  /** Lines with another method are not requests to us. */
  readonly method?: string;
  /** Lines with another status are not requests to us. */
  readonly status?: number;
}

/**
 * Reads access logs of Apache and nginx, common or combined format.
 *
 * Only lines of one method and status with more than 0 bytes count as requests (GET and 200 unless told otherwise:
 * what a cache could have served); the others are counted as `filtered`. The key is the path as logged. Times never
 * go back: a request dated up to an hour before an earlier one takes the earlier one's time.
 */
export class AccessLogDecoder implements TraceDecoder {
  readonly #lines = new Lines();
  readonly #line = new LogLine();
  readonly #keys = new KeyTable();
  readonly #faults: Faults;
  readonly #method: Uint8Array;
  readonly #status: number;
  #delivered = 0;
  #filtered = 0;
  #firstTimeS = Number.NaN;
  #lastTimeS = Number.NaN;

  constructor(options: AccessLogOptions = {}) {
    this.#faults = new Faults('line', options.lenient);
    this.#method = new TextEncoder().encode(options.method ?? 'GET');
    this.#status = options.status ?? 200;
  }

  get records(): number {
    return this.#delivered;
  }

  get objects(): number {
    return this.#keys.size;
  }

  get skipped(): SkipCounts {
    return this.#faults.counts;
  }

  /** Good lines of another method or status, or without bytes. */
  get filtered(): number {
    return this.#filtered;
  }

  /** The path as logged. */
  keyOf(object: number): string {
    return this.#keys.keyOf(object);
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  end(): void {
    this.#lines.end();
  }

  read(batch: TraceBatch): boolean {
    const lines = this.#lines;
    while (batch.count < batch.capacity) {
      if (!lines.next()) return lines.ended && batch.count > 0;
      if (this.#isRequest() && this.#inTime()) this.#add(batch);
    }
    return true;
  }

  #add(batch: TraceBatch): void {
    const { pathFrom, pathTo, size } = this.#line;
    const index = batch.count++;
    batch.timesMs[index] = (this.#lastTimeS - this.#firstTimeS) * 1000;
    batch.objects[index] = this.#keys.intern(this.#lines.bytes, pathFrom, pathTo);
    batch.bytes[index] = size;
    this.#delivered++;
  }

  /** Parses the line; false when it is blank, bad or somebody else's. */
  #isRequest(): boolean {
    const { bytes, from, to, number } = this.#lines;
    if (from === to) return false;
    const line = this.#line;
    const expected = line.parse(bytes, from, to);
    if (expected !== undefined) {
      this.#faults.found(number, 'shape', `${excerpt(bytes, from, to)}: expected ${expected}`);
      return false;
    }
    if (line.size > 0 && line.status === this.#status && this.#methodMatches()) return true;
    this.#filtered++;
    return false;
  }

  #methodMatches(): boolean {
    const { methodFrom, methodTo } = this.#line;
    const method = this.#method;
    if (methodTo - methodFrom !== method.length) return false;
    for (let at = 0; at < method.length; at++) {
      if (this.#lines.bytes[methodFrom + at] !== method[at]) return false;
    }
    return true;
  }

  /** Moves the clock to the line's time, or leaves it where it is at a small step back. */
  #inTime(): boolean {
    const { timeS } = this.#line;
    const backS = this.#lastTimeS - timeS;
    if (backS > MAX_STEP_BACK_S) {
      const found = `time is ${backS} s before an earlier line`;
      const expected = `expected at most ${MAX_STEP_BACK_S} s`;
      this.#faults.found(this.#lines.number, 'time', `${found}: ${expected}`);
      return false;
    }
    if (Number.isNaN(this.#firstTimeS)) this.#firstTimeS = timeS;
    if (!(backS >= 0)) this.#lastTimeS = timeS;
    return true;
  }
}
