/** How an edge shows itself to its parent. RFC 9110 §7.6.3; Edge Architecture Specification, 2.2 */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { onwardHeaders } from '../onward.ts';
import { CAPABILITY, DEVICE } from './targeted.ts';

const VIA = `1.1 ${DEVICE}`;

/** @param left names of fields that the parent shall not see. */
export function surrogateHeaders(
  request: IncomingMessage,
  left: readonly string[] = [],
): OutgoingHttpHeaders {
  const { headers } = request;
  const onward = onwardHeaders(request, left);
  onward.via = added(headers.via, VIA);
  onward['surrogate-capability'] = added(headers['surrogate-capability'], CAPABILITY);
  return onward;
}

const added = (before: string | string[] | undefined, ours: string): string =>
  before === undefined ? ours : `${before}, ${ours}`;
