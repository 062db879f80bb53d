/** Conditions of requests: those that an edge asks its origin with, and those that it answers itself. RFC 9111 §4.3, RFC 9110 §13 */
import type { IncomingHttpHeaders } from 'node:http';
import { splitList } from '../lists.ts';
import { parseDate } from './dates.ts';
import type { Stored } from './stored.ts';

/** Fields that make a request conditional, or ask for a part: an edge asks for the whole, with conditions of its own. */
export const OF_ASKER = ['if-none-match', 'if-modified-since', 'if-range', 'range'] as const;

/** "Is it still what I have?" RFC 9111 §4.3.1 */
export function validating({ etag, lastModified }: Stored): Record<string, string> {
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
}

/** Only the origin can tell whether these hold. RFC 9111 §4.3.2 */
export const isForOrigin = (headers: IncomingHttpHeaders): boolean =>
  headers['if-match'] !== undefined || headers['if-unmodified-since'] !== undefined;

/** Whether who asks has what is kept. RFC 9111 §4.3.2, RFC 9110 §13.1.2, §13.1.3 */
export function isKnown(headers: IncomingHttpHeaders, stored: Stored): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return hasTag(tags, stored.etag);
  const since = headers['if-modified-since'];
  if (since === undefined) return false;
  const sinceMs = parseDate(since, stored.dateMs);
  const changedMs = parseDate(stored.lastModified, stored.dateMs) ?? stored.dateMs;
  return sinceMs !== undefined && changedMs <= sinceMs;
}

/** Weak comparison. RFC 9110 §8.8.3.2 */
function hasTag(field: string, etag: string | undefined): boolean {
  if (field.trim() === '*') return true;
  if (etag === undefined) return false;
  const opaque = etag.replace(/^W\//, '');
  return splitList(field).some((tag) => tag.replace(/^W\//, '') === opaque);
}

/** Whether the parts that somebody has are parts of what is kept. RFC 9110 §13.1.5 */
export function isSame(ifRange: string | undefined, { etag, lastModified }: Stored): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.startsWith('"')) return ifRange === etag;
  return !ifRange.startsWith('W/') && ifRange === lastModified;
}
