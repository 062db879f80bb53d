/** Methods, as a cache sees them. RFC 9110 §9.2, RFC 9111 §2 */
import type { IncomingMessage } from 'node:http';
import { contentOf } from '../onward.ts';
import { isForOrigin } from './conditions.ts';

/** RFC 9110 §9.2.1; what nobody knows is not safe. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

export const isUnsafe = (method: string): boolean => !SAFE.has(method);

/** Whether a cache may answer; all else goes to the origin as it is. */
export function isForCache(request: IncomingMessage): boolean {
  const { method, headers } = request;
  if (method !== 'GET' && method !== 'HEAD') return false;
  return contentOf(request) === 'none' && !isForOrigin(headers);
}
