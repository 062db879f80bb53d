/** What an answer says about being kept and used again, whichever fields say it. RFC 9111 §5.2.2, §5.3; RFC 5861 */

import { namesIn } from '../lists.ts';
import { parseDate } from './dates.ts';
import { type Directives, deltaSeconds, parseDirectives } from './directives.ts';
import { targetedDirectives } from './targeted.ts';

/** Lines of each field, as `IncomingMessage.headersDistinct` has them. */
export type Lines = Readonly<Record<string, string[] | undefined>>;

export interface Terms {
  /** `no-store`, or `private` as a whole. RFC 9111 §5.2.2.5, §5.2.2.7 */
  readonly isForbidden: boolean;
  /** It may be used only after the origin said yes. RFC 9111 §5.2.2.4 */
  readonly isChecked: boolean;
  /** Not to be used when it is stale, whatever happens. RFC 9111 §5.2.2.2, §5.2.2.8, §5.2.2.10 */
  readonly isStrict: boolean;
  /** RFC 9111 §5.2.2.9 */
  readonly isPublic: boolean;
  /** May be kept although a request with `Authorization` brought it. RFC 9111 §3.5 */
  readonly isForAll: boolean;
  /** To be kept only by those who understand its status. RFC 9111 §5.2.2.3 */
  readonly isForExperts: boolean;
  /** Fields that only who asked for it gets: named by `no-cache` and `private`. */
  readonly omitted: readonly string[];
  /** How long it is fresh, s; 0 for what nobody understands (RFC 9111 §4.2.1); undefined: nothing is said. */
  readonly freshSeconds: number | undefined;
  /** Stale for how long it may be used while a fresh one is fetched, s. RFC 5861 §3 */
  readonly whileRevalidateSeconds: number;
  /** Stale for how long it may be used when no fresh one can be had, s. RFC 5861 §4 */
  readonly ifErrorSeconds: number;
}

/** @param dateMs when the answer was made, or came. */
export function termsOf(lines: Lines, dateMs: number): Terms {
  const targeted = targetedDirectives(lines['cdn-cache-control'], lines['surrogate-control']);
  const directives = targeted ?? parseDirectives(lines['cache-control']);
  const has = (name: string) => directives.has(name);
  const isQualified = (name: string) => typeof directives.get(name) === 'string';
  const isForExperts = has('must-understand');
  return {
    isForbidden: (has('no-store') && !isForExperts) || (has('private') && !isQualified('private')),
    isChecked: has('no-cache') && !isQualified('no-cache'),
    isStrict: has('must-revalidate') || has('proxy-revalidate') || has('s-maxage'),
    isPublic: has('public'),
    isForAll: has('public') || has('must-revalidate') || has('s-maxage'),
    isForExperts,
    omitted: ['no-cache', 'private'].flatMap((name) => fieldsIn(directives, name)),
    freshSeconds: freshSecondsOf(
      directives,
      targeted === undefined ? lines.expires : undefined,
      dateMs,
    ),
    whileRevalidateSeconds: deltaSeconds(directives.get('stale-while-revalidate')) ?? 0,
    ifErrorSeconds: deltaSeconds(directives.get('stale-if-error')) ?? 0,
  };
}

function fieldsIn(directives: Directives, name: string): string[] {
  const value = directives.get(name);
  return typeof value === 'string' ? namesIn(value) : [];
}

/** RFC 9111 §4.2.1, for caches that many share. */
function freshSecondsOf(
  directives: Directives,
  expires: readonly string[] | undefined,
  dateMs: number,
): number | undefined {
  for (const name of ['s-maxage', 'max-age']) {
    if (directives.has(name)) return deltaSeconds(directives.get(name)) ?? 0;
  }
  if (expires === undefined) return undefined;
  // Lines that differ say nothing, and what is no date is past. RFC 9111 §5.3
  const isOne = expires.every((line) => line === expires[0]);
  const untilMs = isOne ? parseDate(expires[0], dateMs) : undefined;
  return untilMs === undefined ? 0 : Math.max(0, (untilMs - dateMs) / 1000);
}
