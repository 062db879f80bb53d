/** Keys of objects that have only numbers: `/images/17` is the 18th most popular of `images`. */
import type { LoggedKeys } from './trace-feed.ts';

/** Which of a traffic's own objects have keys of a pattern: all, these, or those of which it is true. */
export type Match = 'all' | readonly number[] | ((object: number) => boolean);

/** @returns a match function for a catalog of `objects` objects. */
export function matchNumbered(traffic: string, objects: number): (pattern: string) => Match {
  const prefix = `/${traffic}/`;
  return (pattern) => {
    if (pattern.endsWith('*') && prefix.startsWith(pattern.slice(0, -1))) return 'all';
    if (!pattern.startsWith(prefix)) return [];
    const rest = pattern.slice(prefix.length);
    const digits = rest.endsWith('*') ? rest.slice(0, -1) : rest;
    const object = Number(digits);
    if (!/^(0|[1-9]\d*)$/.test(digits) || object >= objects) return [];
    return digits === rest ? [object] : (other) => beginsWith(other, object);
  };
}

/** Whether the digits of a number begin with those of another: 1 begins 1, 10–19, 100–199, … */
function beginsWith(number: number, first: number): boolean {
  if (first === 0) return number === 0;
  let left = number;
  while (left > first) left = Math.floor(left / 10);
  return left === first;
}

/**
 * @param keys gives the keys of a log; undefined when it has none in text.
 * @returns a match function over the objects that were seen so far.
 */
export function matchLogged(keys: () => LoggedKeys | undefined): (pattern: string) => Match {
  return (pattern) => {
    if (pattern === '*') return 'all';
    const logged = keys();
    if (logged === undefined) return [];
    const prefix = pattern.endsWith('*') ? pattern.slice(0, -1) : undefined;
    const found: number[] = [];
    for (let object = 0; object < logged.count; object += 1) {
      const key = logged.keyOf(object);
      if (prefix === undefined ? key === pattern : key.startsWith(prefix)) found.push(object);
    }
    return found;
  };
}
