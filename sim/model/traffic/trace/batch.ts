/** What every trace format decodes to, and the contract of a decoder. */

/** Requests a batch holds unless told otherwise: 1.3 MB, small enough for the second-level cache. */
export const BATCH_REQUESTS = 65_536;

/** Decoded requests as a struct of arrays, filled again and again so that replay allocates nothing. */
export class TraceBatch {
  readonly capacity: number;
  /** Requests in use: indices 0 … count − 1 of the arrays below. */
  count = 0;
  /** Milliseconds since the first request of the trace, never decreasing. */
  readonly timesMs: Float64Array;
  /** Dense object numbers 0, 1, 2 … in order of first appearance. */
  readonly objects: Int32Array;
  /** Bytes of each request, 1 or more. */
  readonly bytes: Float64Array;

  constructor(capacity = BATCH_REQUESTS) {
    this.capacity = capacity;
    this.timesMs = new Float64Array(capacity);
    this.objects = new Int32Array(capacity);
    this.bytes = new Float64Array(capacity);
  }
}

/** Why a record was left out. */
export type SkipReason = 'time' | 'size' | 'shape';

/** How many records were left out, by reason: a time that goes back, a size below 1, a record that cannot be read. */
export type SkipCounts = Readonly<Record<SkipReason, number>>;

export interface DecoderOptions {
  /** Leave bad records out and count them, instead of stopping at the first. */
  readonly lenient?: boolean;
}

/** What turns a trace into batches of requests, however it gets it. */
export interface TraceReader {
  /**
   * Adds requests after the ones the batch holds. True: the batch is full, or it holds the last requests of
   * the trace; use it, set `count` to 0 and call again. False: give it more of the trace and call again with
   * the same batch; after `end`, nothing is left.
   *
   * @throws TraceError at a bad record, unless lenient.
   */
  read(batch: TraceBatch): boolean;
  /** Says that no more will come. */
  end(): void;
  /** Requests delivered so far. */
  readonly records: number;
  /** Distinct objects met so far. */
  readonly objects: number;
  /** Records left out because they were bad; always zero unless lenient. */
  readonly skipped: SkipCounts;
  /** Good records that are not requests to us, such as a log's POSTs and 304s; only access logs have them. */
  readonly filtered: number;
  /** The name the trace gives an object, for purging by prefix and for reports. */
  keyOf(object: number): string;
}

/**
 * Reads a trace from its bytes, in order. Synchronous: the host pushes bytes, the simulation's feeder pulls requests.
 *
 * The host pushes a chunk, calls `read` until it returns false, and pushes the next one, so that no more than
 * a chunk and the rest of a record wait inside. Object names stay in memory: it grows with the number of
 * distinct objects, never with the number of requests.
 */
export interface TraceDecoder extends TraceReader {
  /** Takes a copy of the bytes: the host may reuse its chunk. */
  push(chunk: Uint8Array): void;
}
