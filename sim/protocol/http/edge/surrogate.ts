/** How an edge shows itself to its parent. RFC 9110 §7.6.3; Edge Architecture Specification, 2.2 */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { onwardHeaders } from '../onward.ts';
import { CAPABILITY, DEVICE } from './targeted.ts';

/** @param left names of fields that the parent shall not see. */
export function surrogateHeaders(
  request: IncomingMessage,
  left: readonly string[] = [],
): OutgoingHttpHeaders {
  const { headers } = request;
  const onward = onwardHeaders(request, left);
  // The version is that of the request as it came.
  onward.via = added(headers.via, `${request.httpVersion} ${DEVICE}`);
  onward['surrogate-capability'] = added(headers['surrogate-capability'], CAPABILITY);
  return onward;
}

const added = (before: string | string[] | undefined, ours: string): string =>
  before === undefined ? ours : `${before}, ${ours}`;
