/**
 * Heads of requests and answers, with fields of browsers and their servers that fill them up to what the model has of
 * them: 328 B for a request (3GPP's HTTP traffic model), 300 B for an answer (assumption).
 */
import type { OutgoingHttpHeaders } from 'node:http';
import { NOT_MODIFIED_BYTES, REQUEST_BYTES } from '../../../model/wire/http.ts';
import { dateNow } from '../../http/speaking.ts';

const LINE_END = 2;
const AROUND_VALUE = ': '.length + LINE_END;

function bytesOf(headers: OutgoingHttpHeaders): number {
  let bytes = LINE_END;
  for (const [name, value] of Object.entries(headers)) {
    bytes += name.length + String(value).length + AROUND_VALUE;
  }
  return bytes;
}

/** Adds a field that fills a head up to its size; one that is longer stays as it is. */
function filled(
  first: string,
  headers: OutgoingHttpHeaders,
  field: string,
  bytes: number,
): OutgoingHttpHeaders {
  const left = bytes - first.length - LINE_END - bytesOf(headers) - field.length - AROUND_VALUE;
  return left > 0 ? { ...headers, [field]: 'x'.repeat(left) } : headers;
}

/** Fields of a request: the session's cookie fills it up. */
export function requestHeaders(
  method: string,
  path: string,
  host: string,
  headers: OutgoingHttpHeaders,
  bytes = REQUEST_BYTES,
): OutgoingHttpHeaders {
  const all = {
    Host: host,
    Connection: 'keep-alive',
    'User-Agent': 'Mozilla/5.0 (Linux; Android 14)',
    ...headers,
  };
  return filled(`${method} ${path} HTTP/1.1`, all, 'Cookie', bytes);
}

/** Fields of an answer: what servers say of themselves fills it up. */
export function answerHeaders(status: string, headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const all = { Date: dateNow(), Connection: 'keep-alive', ...headers };
  return filled(`HTTP/1.1 ${status}`, all, 'Server', NOT_MODIFIED_BYTES);
}
