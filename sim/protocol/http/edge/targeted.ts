/**
 * Directives for caches of one kind, which count instead of `Cache-Control` and `Expires` where a cache is of that
 * kind: `CDN-Cache-Control` (RFC 9213), and before it `Surrogate-Control` (Edge Architecture Specification, W3C Note, 2001).
 */

import { splitList } from '../lists.ts';
import { type Directives, parseDirectives } from './directives.ts';

/** How this cache is called where fields name caches. */
export const DEVICE = 'twinwing';
/** What it can do, for origins that ask first. Edge Architecture Specification, 2.2 */
export const CAPABILITY = `${DEVICE}="Surrogate/1.0"`;

type Lines = readonly string[] | undefined;

/**
 * Those of the first target that the answer has something valid for. RFC 9213 §2.2
 *
 * @returns undefined when there is none: `Cache-Control` counts.
 */
export function targetedDirectives(cdn: Lines, surrogate: Lines): Directives | undefined {
  if (cdn !== undefined) {
    const directives = parseDictionary(cdn.join(', '));
    if (directives !== undefined && directives.size > 0) return directives;
  }
  if (surrogate === undefined) return undefined;
  const directives = surrogateDirectives(surrogate.join(', '));
  return directives.size > 0 ? directives : undefined;
}

const KEY = /^[a-z*][a-z0-9_.*-]*/;
/** Integers, tokens, strings and booleans, with parameters that nobody reads. */
const ITEM = /^=(?:(-?\d{1,15})(?![\d.])|\?([01])|"((?:[^"\\]|\\["\\])*)"|([A-Za-z*][^\s,;="]*))/;
/** Directives that are a number, and nothing when they are anything else. RFC 9213 §2.1 */
const NUMBERS = new Set(['max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error']);
const PARAMETERS = /^(?:\s*;\s*[a-z*][a-z0-9_.*-]*(?:=(?:"[^"]*"|[^\s,;"]+))?)*$/;

/** A dictionary of structured fields, of which one fault makes nothing. RFC 9651 §4.2.2 */
function parseDictionary(field: string): Directives | undefined {
  const found = new Map<string, string | true>();
  for (const part of splitList(field)) {
    const key = KEY.exec(part)?.[0];
    if (key === undefined) return undefined;
    let rest = part.slice(key.length);
    let value: string | true = true;
    if (rest.startsWith('=')) {
      const item = ITEM.exec(rest);
      if (item === null) return undefined;
      const [all, integer, boolean, text, token] = item;
      rest = rest.slice(all.length);
      if (boolean === '0') found.delete(key);
      value = integer ?? text ?? token ?? true;
      if (boolean === '0') continue;
      if (NUMBERS.has(key) && integer === undefined) continue;
    }
    if (!PARAMETERS.test(rest)) return undefined;
    found.set(key, value);
  }
  return found;
}

/** Each directive may name the device that it is for: `max-age=60;twinwing`. */
function surrogateDirectives(field: string): Directives {
  const general: string[] = [];
  const ours: string[] = [];
  for (const part of splitList(field)) {
    const [directive, target] = part.split(';').map((each) => each.trim());
    if (target === undefined) general.push(directive!);
    else if (target === DEVICE) ours.push(directive!);
  }
  const found = new Map([...parseDirectives(general), ...parseDirectives(ours)]);
  // `max-age=60+30`: half a minute more, stale.
  const [fresh, stale] = String(found.get('max-age') ?? '').split('+');
  if (stale !== undefined) {
    found.set('max-age', fresh!);
    found.set('stale-while-revalidate', stale);
  }
  return found;
}
