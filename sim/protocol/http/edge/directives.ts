/** `Cache-Control` as a cache reads it. RFC 9111 §5.2 */
import { isToken, splitList, unquoted } from '../lists.ts';

/** By name in lower case; true: without a value. */
export type Directives = ReadonlyMap<string, string | true>;

const NONE: Directives = new Map();
/** Stands for values that contradict one another: it is no number. */
const CONTRADICTION = '';
/** May name fields: then they are about these only. RFC 9111 §5.2.2.4, §5.2.2.7 */
const NAME_FIELDS = new Set(['no-cache', 'private']);

/** @param lines all lines of the field. What is malformed in it is skipped. */
export function parseDirectives(lines: readonly string[] | string | undefined): Directives {
  if (lines === undefined) return NONE;
  const found = new Map<string, string | true>();
  const field = typeof lines === 'string' ? lines : lines.join(', ');
  for (const part of splitList(field)) {
    const at = part.indexOf('=');
    const name = (at < 0 ? part : part.slice(0, at)).toLowerCase();
    if (!isToken(name)) continue;
    const value = at < 0 ? true : unquoted(part.slice(at + 1));
    found.set(name, together(name, found.get(name), value));
  }
  return found;
}

/** What holds when a directive is there twice: the stricter of both. RFC 9111 §4.2.1 */
function together(name: string, before: string | true | undefined, now: string | true) {
  if (before === undefined || before === now) return now;
  if (!NAME_FIELDS.has(name)) return CONTRADICTION;
  return before === true || now === true ? true : `${before},${now}`;
}

/** The most that a time may be: a larger one means this. RFC 9111 §1.2.2 */
export const LONGEST_SECONDS = 2 ** 31;

/** @returns undefined for what is not a number of seconds. RFC 9111 §1.2.2 */
export function deltaSeconds(value: string | true | undefined): number | undefined {
  if (typeof value !== 'string' || !/^\d+$/.test(value)) return undefined;
  return Math.min(Number(value), LONGEST_SECONDS);
}
