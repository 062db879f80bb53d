import { Streams } from '../../../sim/engine/streams.ts';
import type { RequestLog } from '../../../sim/lab/cache/request-log.ts';

/** A log of the given objects, in which every object has its own size throughout. */
export function logOf(object: Int32Array, sizeOf: (object: number) => number): RequestLog {
  const objects = object.reduce((most, one) => Math.max(most, one), 0) + 1;
  const bytes = Uint32Array.from(object, sizeOf);
  return { requests: object.length, objects, object, bytes };
}

/** Skewed requests: object i is asked for in proportion to (i + 10)^-1, by inversion. */
export function skewedLog(
  objects: number,
  requests: number,
  sizeOf: (object: number) => number = () => 1,
): RequestLog {
  const random = new Streams('made log', 0).stream('requests');
  const object = Int32Array.from({ length: requests }, () =>
    Math.min(objects - 1, Math.floor(10 * ((objects + 10) / 10) ** random.uniform() - 10)),
  );
  return logOf(object, sizeOf);
}
