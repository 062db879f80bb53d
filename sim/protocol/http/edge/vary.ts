/** Which of several answers under one URL suits a request. RFC 9111 §4.1 */
import type { IncomingHttpHeaders } from 'node:http';
import { namesIn, splitList } from '../lists.ts';

/**
 * Values of the fields that an answer depends on, in one form for all that mean the same: two requests that have equal ones
 * get the same answer.
 */
export const selecting = (vary: readonly string[], headers: IncomingHttpHeaders): string =>
  vary.map((name) => `${name}:${normal(name, headers[name])}`).join('\n');

function normal(name: string, value: string | string[] | undefined): string {
  if (value === undefined) return '';
  const text = Array.isArray(value) ? value.join(',') : value;
  // `Accept-Language` is a set of ranges with weights, without order and case. RFC 9110 §12.5.4
  if (name === 'accept-language')
    return namesIn(text.replace(/\s/g, ''))
      .sort((a, b) => (a < b ? -1 : Number(a > b)))
      .join(',');
  return splitList(text).join(',');
}
