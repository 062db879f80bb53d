/** Keys of objects that have only numbers: `/images/17` is the 18th most popular of `images`. */
import type { Content } from '../node/world.ts';
import type { LoggedKeys } from './trace-feed.ts';

/**
 * @param known the world's number of the traffic's n-th object.
 * @returns a match function for a catalog of `objects` objects.
 */
export function matchNumbered(
  traffic: string,
  objects: number,
  known: (local: number) => number,
): Content['match'] {
  const prefix = `/${traffic}/`;
  return (pattern) => {
    if (pattern.endsWith('*') && prefix.startsWith(pattern.slice(0, -1))) return 'all';
    if (!pattern.startsWith(prefix)) return [];
    const rest = pattern.slice(prefix.length);
    if (rest.endsWith('*')) return numbersFrom(rest.slice(0, -1), objects).map(known);
    const local = Number(rest);
    return /^\d+$/.test(rest) && local < objects ? [known(local)] : [];
  };
}

/** The numbers below `objects` whose digits begin with `digits`: 1 gives 1, 10–19, 100–199, … */
function numbersFrom(digits: string, objects: number): number[] {
  if (!/^(0|[1-9]\d*)$/.test(digits)) return [];
  const found: number[] = [];
  for (let first = Number(digits), width = 1; first < objects; first *= 10, width *= 10) {
    for (let local = first; local < Math.min(first + width, objects); local += 1) found.push(local);
    if (first === 0) break;
  }
  return found;
}

/**
 * @param keys gives the keys of a log; undefined when it has none in text.
 * @returns a match function over the objects that were seen so far.
 */
export function matchLogged(
  keys: () => LoggedKeys | undefined,
  known: (local: number) => number,
): Content['match'] {
  return (pattern) => {
    if (pattern === '*') return 'all';
    const logged = keys();
    if (logged === undefined) return [];
    const prefix = pattern.endsWith('*') ? pattern.slice(0, -1) : undefined;
    const found: number[] = [];
    for (let local = 0; local < logged.count; local += 1) {
      const key = logged.keyOf(local);
      if (prefix === undefined ? key === pattern : key.startsWith(prefix)) found.push(known(local));
    }
    return found;
  };
}
