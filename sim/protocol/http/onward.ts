/** What an intermediary asks the next server with. RFC 9110 §7.6 */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { OF_CONNECTION } from './fields.ts';
import { namesIn } from './lists.ts';

/**
 * `Host` is that of the next server: it must not select what a cache's key does not know of. `Expect` has been answered by
 * whoever passes the request on.
 */
const OURS = new Set(['host', 'expect']);

/** Whether content comes with a request, and how its end is known. RFC 9112 §6, RFC 9113 §8.1 */
export function contentOf({
  headers,
  httpVersionMajor,
  stream,
}: Incoming): 'none' | 'length' | 'chunks' {
  if (headers['transfer-encoding'] !== undefined) return 'chunks';
  if (headers['content-length'] !== undefined)
    return headers['content-length'] === '0' ? 'none' : 'length';
  return httpVersionMajor === 2 && stream?.endAfterHeaders === false ? 'chunks' : 'none';
}

/** A request by HTTP/1.1, or by HTTP/2, whose stream says whether there is more than fields. */
type Incoming = Pick<IncomingMessage, 'headers' | 'httpVersionMajor'> & {
  readonly stream?: { readonly endAfterHeaders: boolean };
};

/** @param left names of further fields that the next server shall not see. */
export function onwardHeaders(
  request: Incoming,
  left: readonly string[] = [],
): OutgoingHttpHeaders {
  const { headers } = request;
  const named = namesIn(headers.connection);
  const onward: OutgoingHttpHeaders = {};
  for (const name in headers) {
    const isLeft = OF_CONNECTION.has(name) || OURS.has(name) || named.includes(name);
    if (!isLeft && !left.includes(name) && !name.startsWith(':')) onward[name] = headers[name];
  }
  // Content must say where it ends, whatever `Connection` names, or it would read as the next request. RFC 9112 §6.3, §11.2
  if (contentOf(request) === 'chunks') {
    delete onward['content-length'];
    onward['transfer-encoding'] = 'chunked';
  } else if (headers['content-length'] !== undefined) {
    onward['content-length'] = headers['content-length'];
  }
  return onward;
}
