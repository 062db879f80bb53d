/** Traces to be replayed, whole in memory or one part after the other. */
import { NEVER, nextUses, type RequestLog } from './request-log.ts';

/** Consecutive requests of a trace. */
export interface LogPart {
  /** Index of the first one in the trace. */
  readonly first: number;
  readonly requests: number;
  readonly object: Int32Array;
  readonly bytes: Uint32Array;
  /** For each of them the index in the trace of the next for the same object, or `NEVER`; where asked for. */
  readonly next: Int32Array | undefined;
}

export interface RequestParts {
  readonly requests: number;
  /** Distinct objects: their numbers are 0 … objects − 1, in order of first appearance. */
  readonly objects: number;
  /**
   * From the first request to the last. A part is valid until the next one is asked for.
   *
   * @param withFuture whether they say what comes next.
   */
  parts(withFuture: boolean): Iterable<LogPart>;
}

/** A log in memory is a single part. */
export function partsOf(log: RequestLog | RequestParts): RequestParts {
  if ('parts' in log) return log;
  const { requests, objects, object, bytes } = log;
  const part = (withFuture: boolean): LogPart => {
    return { first: 0, requests, object, bytes, next: withFuture ? nextUses(log) : undefined };
  };
  return { requests, objects, parts: (withFuture) => [part(withFuture)] };
}

/** The requests to come of a trace that is replayed part by part. */
export class PartFuture {
  #part: LogPart | undefined;
  /** Index of the request that is being made; the replay moves it. */
  request = 0;

  enter(part: LogPart): void {
    this.#part = part;
  }

  /** Infinity: never again. */
  nextUse(): number {
    const { first, next } = this.#part!;
    if (next === undefined) throw new RangeError('a policy that has not said so needs the future');
    const use = next[this.request - first]!;
    return use === NEVER ? Number.POSITIVE_INFINITY : use;
  }
}

/** The first requests of a log, as a log of its own. */
export function beginningOf(log: RequestLog | RequestParts, most: number): RequestLog {
  for (const { requests, object, bytes } of partsOf(log).parts(false)) {
    const count = Math.min(requests, most);
    const own = object.slice(0, count);
    const objects = own.reduce((highest, id) => Math.max(highest, id + 1), 0);
    return { requests: count, objects, object: own, bytes: bytes.slice(0, count) };
  }
  throw new RangeError('a log without requests');
}
