/** Sizes of caches as people give them: a part of a trace, bytes, or a number of objects. */
import { BYTES, parseQuantity } from '../../part/units.ts';
import type { TraceFacts } from '../../result/cache-row.ts';

export type CacheSize =
  | { readonly text: string; readonly fraction: number }
  | { readonly text: string; readonly absolute: number };

const PERCENT = /^(\d+(?:\.\d+)?|\.\d+)\s*%$/;
const PLAIN = /^\d+$/;

/** A cache of one object cannot choose what to evict. */
const LEAST = 2;

/**
 * @param unitSize whether every object counts 1, so that a size is a number of objects.
 * @throws RangeError that says what was expected.
 */
export function parseCacheSize(text: string, unitSize: boolean): CacheSize {
  const percent = PERCENT.exec(text)?.[1];
  if (percent !== undefined) {
    const fraction = Number(percent) / 100;
    if (fraction > 0) return { text, fraction };
  } else if (unitSize && PLAIN.test(text)) {
    if (Number(text) >= LEAST) return { text, absolute: Number(text) };
  } else if (!unitSize) {
    const parsed = parseQuantity(text, BYTES);
    if ('value' in parsed && parsed.value >= LEAST) {
      return { text, absolute: Math.floor(parsed.value) };
    }
  }
  const absolute = unitSize ? 'a number of objects such as 1000' : 'bytes such as 64MiB';
  throw new RangeError(
    `${text}: expected a part of the trace such as 10%, or ${absolute}, 2 or more`,
  );
}

/**
 * Reads which part of the objects is to be replayed.
 *
 * @returns above 0, up to 1. @throws RangeError that says what was expected.
 */
export function parseSample(text: string): number {
  const rate = Number(PERCENT.exec(text)?.[1]) / 100;
  if (rate > 0 && rate <= 1) return rate;
  throw new RangeError(`--sample: ${text}: expected a part of the objects such as 1%, up to 100%`);
}

/** Of the log of a trace: a number and the bytes of each request. */
const REQUEST_BYTES = 8;

/**
 * Reads how much memory requests may take.
 *
 * @returns how many they may be. @throws RangeError that says what was expected.
 */
export function parseMemory(text: string): number {
  const parsed = parseQuantity(text, BYTES);
  if ('value' in parsed && parsed.value >= REQUEST_BYTES) {
    return Math.floor(parsed.value / REQUEST_BYTES);
  }
  throw new RangeError(`--memory: ${text}: expected bytes such as 256MiB`);
}

/** What a size is for a trace: bytes or objects, 2 at least. */
export function resolveCacheSize(size: CacheSize, facts: TraceFacts, unitSize: boolean): number {
  if ('absolute' in size) return size.absolute;
  const whole = unitSize ? facts.objects : facts.uniqueBytes;
  return Math.max(LEAST, Math.floor(size.fraction * whole));
}
