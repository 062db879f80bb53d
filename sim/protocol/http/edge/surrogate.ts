/** How an edge shows itself to its parent. RFC 9110 §7.6.3; Edge Architecture Specification, 2.2 */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { onwardHeaders } from '../onward.ts';
import { CAPABILITY, DEVICE } from './targeted.ts';

const VIA = `1.1 ${DEVICE}`;

/** @param left names of fields that the parent shall not see. */
export function surrogateHeaders(
  headers: IncomingHttpHeaders,
  left: readonly string[] = [],
): OutgoingHttpHeaders {
  const onward = onwardHeaders(headers, left);
  onward.via = added(headers.via, VIA);
  onward['surrogate-capability'] = added(headers['surrogate-capability'], CAPABILITY);
  return onward;
}

const added = (before: string | string[] | undefined, ours: string): string =>
  before === undefined ? ours : `${before}, ${ours}`;
