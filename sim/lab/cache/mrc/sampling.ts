/**
 * A part of a trace that behaves as the whole does: all requests for some of the objects, chosen by a
 * hash of their number. A cache made smaller by the same part misses about as often.
 * Source: Waldspurger et al., Efficient MRC Construction with SHARDS, FAST 2015 (for LRU); and Cache
 * Modeling and Optimization using Miniature Simulations, ATC 2017 (for any policy).
 */
import type { RequestLog } from '../request-log.ts';
import { partsOf, type RequestParts } from '../request-parts.ts';

const TWO_32 = 4_294_967_296;

/** A 32-bit number in which each bit depends on all of the object's. MurmurHash3's finalizer. */
function mixed(object: number): number {
  let hash = (object + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export interface Sample {
  readonly log: RequestLog;
  /**
   * Part of the objects that is in it. Misses over this part of all requests are those of the whole:
   * requests that chance left out or put in are, nearly all, those for a few popular objects, which hit
   * (the adjustment of SHARDS).
   */
  readonly rate: number;
}

/** @param rate part of the objects to keep, above 0, up to 1. */
export function sampled(whole: RequestLog | RequestParts, rate: number): Sample {
  const log = partsOf(whole);
  const isKept = new Uint8Array(log.objects);
  const numberOf = new Int32Array(log.objects);
  let objects = 0;
  for (let id = 0; id < log.objects; id += 1) {
    if (mixed(id) >= rate * TWO_32) continue;
    isKept[id] = 1;
    numberOf[id] = objects;
    objects += 1;
  }
  let requests = 0;
  for (const part of log.parts(false)) {
    for (let request = 0; request < part.requests; request += 1) {
      requests += isKept[part.object[request]!]!;
    }
  }
  const object = new Int32Array(requests);
  const bytes = new Uint32Array(requests);
  let next = 0;
  for (const part of log.parts(false)) {
    for (let request = 0; request < part.requests; request += 1) {
      const id = part.object[request]!;
      if (isKept[id] === 0) continue;
      object[next] = numberOf[id]!;
      bytes[next] = part.bytes[request]!;
      next += 1;
    }
  }
  const sample = { requests, objects, object, bytes };
  return { log: sample, rate };
}
