/** What may be kept, and what is known of it then. RFC 9111 §3, §4.2.2 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Fields, hasField, passedOn, updated } from '../fields.ts';
import { namesIn } from '../lists.ts';
import { ageSeconds } from './age.ts';
import { formatDate, parseDate } from './dates.ts';
import { parseDirectives } from './directives.ts';
import type { Stored } from './stored.ts';
import { type Lines, type Terms, termsOf } from './terms.ts';

/** Statuses that say how long they are good for by themselves. RFC 9110 §15.1 */
const HEURISTIC = new Set([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501]);
/** Final statuses whose meaning for caches is known: those of RFC 9110 §15. */
const UNDERSTOOD = new Set([
  ...[200, 201, 202, 203, 204, 205, 300, 301, 302, 303, 307, 308],
  ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 417, 421],
  ...[422, 426, 500, 501, 502, 503, 504, 505],
]);
/** Parts, and answers to conditions that somebody else had: neither is a whole. */
const NO_WHOLE = new Set([206, 304]);
/** Share of the time since the last change for which nothing will have changed. RFC 9111 §4.2.2 */
const HEURISTIC_SHARE = 0.1;

/** Reckoned anew whenever what is kept answers. */
const RECKONED = ['age', 'content-length'];

/** An answer to a request that went out at `askedMs`. */
export function storedOf(answer: IncomingMessage, askedMs: number, body: Buffer): Stored {
  const { headersDistinct: lines, statusCode: status = 0 } = answer;
  const cameMs = Date.now();
  const dateMs = parseDate(answer.headers.date, cameMs) ?? cameMs;
  const terms = termsOf(lines, dateMs);
  const passed = passedOn(answer.rawHeaders, answer.headers.connection, RECKONED);
  return {
    status,
    fields: dated(passed, cameMs),
    ...described(status, lines, terms, dateMs),
    givenSeconds: ageSeconds(lines.age),
    askedMs,
    cameMs,
    body,
  };
}

/** Whoever has a clock adds `Date` where there is none. RFC 9110 §6.6.1 */
const dated = (fields: Fields, cameMs: number): Fields =>
  hasField(fields, 'date') ? fields : [...fields, 'Date', formatDate(cameMs)];

function described(status: number, lines: Lines, terms: Terms, dateMs: number) {
  const lastModified = lines['last-modified']?.[0];
  return {
    terms,
    dateMs,
    freshMs: freshMsOf(status, terms, dateMs, lastModified),
    etag: lines.etag?.[0],
    lastModified,
    vary: namesIn(lines.vary?.join(',')),
    isForSurrogates: lines['surrogate-control'] !== undefined,
  };
}

function freshMsOf(
  status: number,
  { freshSeconds, isPublic }: Terms,
  dateMs: number,
  lastModified: string | undefined,
): number {
  if (freshSeconds !== undefined) return freshSeconds * 1000;
  const changedMs = parseDate(lastModified, dateMs);
  const isGuessed = HEURISTIC.has(status) || isPublic;
  if (changedMs === undefined || !isGuessed) return 0;
  return Math.max(0, HEURISTIC_SHARE * (dateMs - changedMs));
}

/** Whether a GET that had these headers may leave its answer in a cache that many share. RFC 9111 §3 */
export function mayBeKept(asked: IncomingHttpHeaders, answer: Stored): boolean {
  const { status, terms, vary, freshMs, etag, lastModified } = answer;
  if (terms.isForbidden || NO_WHOLE.has(status) || vary.includes('*')) return false;
  if (terms.isForExperts && !UNDERSTOOD.has(status)) return false;
  if (asked.authorization !== undefined && !terms.isForAll) return false;
  const wishes = asked['cache-control'];
  if (wishes !== undefined && parseDirectives(wishes).has('no-store')) return false;
  const isUseful = freshMs > 0 || etag !== undefined || lastModified !== undefined;
  const isAllowed = terms.isPublic || terms.freshSeconds !== undefined || HEURISTIC.has(status);
  return isUseful && isAllowed;
}

/**
 * A stored answer after one without content, 304 or one to HEAD, has come for it. RFC 9111 §3.2, §4.3.4, §4.3.5
 */
export function freshened(stored: Stored, answer: IncomingMessage, askedMs: number): Stored {
  const news = storedOf(answer, askedMs, stored.body);
  const fields = updated(stored.fields, news.fields);
  const lines = linesOf(fields);
  return {
    ...news,
    ...described(stored.status, lines, termsOf(lines, news.dateMs), news.dateMs),
    status: stored.status,
    fields,
    vary: stored.vary,
  };
}

/** Fields by name, as `IncomingMessage.headersDistinct` has them. */
function linesOf(fields: Fields): Lines {
  const lines: Record<string, string[]> = {};
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at]!.toLowerCase();
    lines[name] = [...(lines[name] ?? []), fields[at + 1]!];
  }
  return lines;
}
