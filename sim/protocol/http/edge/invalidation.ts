/** What is no longer true after a request that changes things. RFC 9111 §4.4 */
import type { IncomingMessage } from 'node:http';
import { isUnsafe } from './methods.ts';

const OK = 200;
const FIRST_ERROR = 400;

/** Paths that an answer makes invalid: that of the request, and those of the same host that it names. */
export function invalidatedBy(request: IncomingMessage, answer: IncomingMessage): string[] {
  const status = answer.statusCode ?? 0;
  if (!isUnsafe(request.method!) || status < OK || status >= FIRST_ERROR) return [];
  const { location, 'content-location': contentLocation } = answer.headers;
  const named = [location, contentLocation].flatMap((url) => samePlace(url, request));
  return [request.url!, ...named];
}

/** Others may not have what is theirs thrown away. */
function samePlace(url: string | undefined, request: IncomingMessage): string[] {
  const host = request.headers.host ?? request.headers[':authority'] ?? 'localhost';
  const base = `http://${host}${request.url}`;
  if (url === undefined || !URL.canParse(url, base)) return [];
  const { host: to, pathname, search } = new URL(url, base);
  return to === new URL(base).host ? [pathname + search] : [];
}
