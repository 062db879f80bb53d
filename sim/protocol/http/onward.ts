/** What an intermediary asks the next server with. RFC 9110 §7.6 */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { OF_CONNECTION } from './fields.ts';
import { namesIn } from './lists.ts';

/**
 * `Host` is that of the next server: it must not select what a cache's key does not know of. `Expect` has been answered by
 * whoever passes the request on.
 */
const OURS = new Set(['host', 'expect']);

/** RFC 9112 §6 */
export const hasContent = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** @param left names of further fields that the next server shall not see. */
export function onwardHeaders(
  headers: IncomingHttpHeaders,
  left: readonly string[] = [],
): OutgoingHttpHeaders {
  const named = namesIn(headers.connection);
  const onward: OutgoingHttpHeaders = {};
  for (const name in headers) {
    const isLeft = OF_CONNECTION.has(name) || OURS.has(name) || named.includes(name);
    if (!isLeft && !left.includes(name) && !name.startsWith(':')) onward[name] = headers[name];
  }
  // Content must say where it ends, whatever `Connection` names, or it would read as the next request. RFC 9112 §6.3, §11.2
  if (headers['transfer-encoding'] !== undefined) {
    delete onward['content-length'];
    onward['transfer-encoding'] = 'chunked';
  } else if (headers['content-length'] !== undefined) {
    onward['content-length'] = headers['content-length'];
  }
  return onward;
}
