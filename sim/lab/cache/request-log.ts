/** A whole trace in memory, decoded once, to be replayed against many caches. */

import type { Future } from '../../model/cache/eviction/policy.ts';
import { TraceBatch } from '../../model/traffic/trace/batch.ts';
import { TraceError } from '../../model/traffic/trace/trace-error.ts';
import type { TooLarge, TraceFacts } from '../../result/cache-row.ts';
import type { TraceSource } from '../trace-source.ts';
import { partsOf, type RequestParts } from './request-parts.ts';

const FIRST_REQUESTS = 65_536;
/** `nextUses` of a request after which its object is never asked for again. */
export const NEVER = 0x7fffffff;

export interface RequestLog {
  readonly requests: number;
  /** Distinct objects: their numbers are 0 … objects − 1, in order of first appearance. */
  readonly objects: number;
  readonly object: Int32Array;
  /** Bytes of each request, below 2^32. */
  readonly bytes: Uint32Array;
}

/**
 * Reads a trace to its end, or until it has `most` requests or a few more.
 *
 * @throws TraceError also for a size that a log has no room for: it would wrap, and every figure be wrong.
 */
export async function readLog(
  source: TraceSource,
  most = Number.POSITIVE_INFINITY,
): Promise<RequestLog> {
  const batch = new TraceBatch();
  let object = new Int32Array(sharedBytes(FIRST_REQUESTS));
  let bytes = new Uint32Array(sharedBytes(FIRST_REQUESTS));
  let requests = 0;
  while (requests < most && (await source.next(batch))) {
    if (requests + batch.count > object.length) {
      object = copied(object, new Int32Array(sharedBytes(2 * object.length)));
      bytes = copied(bytes, new Uint32Array(sharedBytes(2 * bytes.length)));
    }
    refuseLarge(source.name, batch, requests);
    object.set(batch.objects.subarray(0, batch.count), requests);
    bytes.set(batch.bytes.subarray(0, batch.count), requests);
    requests += batch.count;
  }
  const objects = source.decoder!.objects;
  return {
    requests,
    objects,
    object: object.subarray(0, requests),
    bytes: bytes.subarray(0, requests),
  };
}

const WORD_BYTES = 4;
const MOST_BYTES = 0xffff_ffff;

/** @throws TraceError for a size that has no room in 32 bits. @param before requests before the batch. */
export function refuseLarge(trace: string, { bytes, count }: TraceBatch, before: number): void {
  for (let at = 0; at < count; at += 1) {
    if (bytes[at]! <= MOST_BYTES) continue;
    const request = before + at + 1;
    const found = `${trace}: request ${request}: size is ${bytes[at]}`;
    throw new TraceError(`${found}: expected at most ${MOST_BYTES} bytes`, request);
  }
}

/** Memory that workers can look at without a copy, where the platform has it. */
function sharedBytes(words: number): ArrayBuffer {
  const isShared = typeof SharedArrayBuffer === 'function';
  const buffer = isShared
    ? new SharedArrayBuffer(words * WORD_BYTES)
    : new ArrayBuffer(words * WORD_BYTES);
  return buffer as ArrayBuffer;
}

/** What there is to know of a log before it is replayed. */
export function factsOf(trace: string, log: RequestLog | RequestParts, skipped = 0): TraceFacts {
  const { requests, objects, parts } = partsOf(log);
  let [seen, uniqueBytes, requestBytes, largestBytes] = [0, 0, 0, 0];
  for (const part of parts(false)) {
    for (let request = 0; request < part.requests; request += 1) {
      const bytes = part.bytes[request]!;
      requestBytes += bytes;
      if (bytes > largestBytes) largestBytes = bytes;
      // Objects are numbered in order of first appearance.
      if (part.object[request] !== seen) continue;
      uniqueBytes += bytes;
      seen += 1;
    }
  }
  return { trace, requests, objects, uniqueBytes, requestBytes, largestBytes, skipped };
}

function copied<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Requests for objects that a cache of so many bytes has no room for; undefined: there is none. */
export function tooLargeFor(
  log: RequestLog | RequestParts,
  cacheBytes: number,
): TooLarge | undefined {
  let [requests, first, firstBytes] = [0, 0, 0];
  for (const part of partsOf(log).parts(false)) {
    for (let request = 0; request < part.requests; request += 1) {
      if (part.bytes[request]! <= cacheBytes) continue;
      requests += 1;
      if (requests > 1) continue;
      first = part.first + request + 1;
      firstBytes = part.bytes[request]!;
    }
  }
  return requests > 0 ? { requests, first, firstBytes } : undefined;
}

/** For each request, the index of the next one for the same object, or `NEVER`. */
export function nextUses({ requests, objects, object }: RequestLog): Int32Array {
  const next = new Int32Array(requests);
  const seenAt = new Int32Array(objects).fill(NEVER);
  for (let request = requests - 1; request >= 0; request -= 1) {
    const id = object[request]!;
    next[request] = seenAt[id]!;
    seenAt[id] = request;
  }
  return next;
}

/** The requests to come of a log that is being replayed; worked out when somebody asks. */
export class KnownFuture implements Future {
  readonly #log: RequestLog;
  #next: Int32Array | undefined;
  /** Index of the request that is being made; the replay moves it. */
  request = 0;

  constructor(log: RequestLog) {
    this.#log = log;
  }

  nextUse(): number {
    this.#next ??= nextUses(this.#log);
    const next = this.#next[this.request]!;
    return next === NEVER ? Number.POSITIVE_INFINITY : next;
  }
}
