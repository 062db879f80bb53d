/** Answers of an edge to those who asked it. RFC 9111 §4, §5.1; RFC 9110 §13.2, §14, §15.4.5 */
import type { IncomingMessage, InformationEvent, ServerResponse } from 'node:http';
import type { EdgeMeters, Found } from '../../meters.ts';
import { begin } from '../answering.ts';
import { passedOn, without } from '../fields.ts';
import { ageMs } from './age.ts';
import { isKnown, isSame } from './conditions.ts';
import { formatDate } from './dates.ts';
import { rangeOf } from './ranges.ts';
import type { Stored } from './stored.ts';

/** Somebody who waits for an answer. */
export interface Asker {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const OK = 200;
const NO_CONTENT = 204;
const PARTIAL = 206;
const NOT_MODIFIED = 304;
const UNSATISFIABLE = 416;
/** What 304 says again; all else is known to who has the answer. RFC 9110 §15.4.5 */
const OF_NOT_MODIFIED = new Set([
  'cache-control',
  'cdn-cache-control',
  'content-location',
  'date',
  'etag',
  'expires',
  'last-modified',
  'vary',
]);

/** Gives what is kept, or has just come: as a whole, as the part that was asked for, or as "you have it". */
export function give(asker: Asker, stored: Stored, found: Found, meters: EdgeMeters): void {
  const { request, response } = asker;
  const { headers, method } = request;
  const fields = fieldsFor(asker, stored, found);
  if (stored.status === OK && isKnown(headers, stored)) {
    const again = without(fields, (name) => !OF_NOT_MODIFIED.has(name) && name !== 'age');
    meters.gave(0, found);
    begin(response, NOT_MODIFIED, again).end();
    return;
  }
  const [status, body] = contentFor(headers, stored, fields);
  meters.gave(body.length, found);
  if (status !== NO_CONTENT) fields.push('Content-Length', String(body.length));
  begin(response, status, fields).end(method === 'HEAD' ? undefined : body);
}

function fieldsFor({ request }: Asker, stored: Stored, found: Found): string[] {
  const isHidden = stored.isForSurrogates && request.headers['surrogate-capability'] === undefined;
  const { omitted } = stored.terms;
  const isWhole = !isHidden && (found === 'miss' || omitted.length === 0);
  const fields = isWhole
    ? stored.fields.slice()
    : without(
        stored.fields,
        (name) =>
          (isHidden && name === 'surrogate-control') ||
          (found !== 'miss' && omitted.includes(name)),
      );
  if (found !== 'miss' || stored.givenSeconds > 0) {
    fields.push('Age', String(Math.floor(ageMs(stored, Date.now()) / 1000)));
  }
  return fields;
}

/** Status and content; adds what they need to be understood. */
function contentFor(
  headers: IncomingMessage['headers'],
  stored: Stored,
  fields: string[],
): [number, Buffer] {
  const { status, body } = stored;
  const isAsked = headers.range !== undefined && status === OK;
  const range =
    isAsked && isSame(headers['if-range'] as string | undefined, stored)
      ? rangeOf(headers.range!, body.length)
      : undefined;
  if (range === undefined) return [status, body];
  if (range === 'unsatisfiable') {
    fields.push('Content-Range', `bytes */${body.length}`);
    return [UNSATISFIABLE, Buffer.alloc(0)];
  }
  const { first, last } = range;
  fields.push('Content-Range', `bytes ${first}-${last}/${body.length}`);
  return [PARTIAL, body.subarray(first, last + 1)];
}

/** Passes an answer on as it comes, to one who asked. */
export function passThrough(
  { request, response }: Asker,
  answer: IncomingMessage,
  meters: EdgeMeters,
): void {
  const isForUs = request.headers['surrogate-capability'] === undefined;
  const omitted = isForUs ? ['surrogate-control'] : [];
  const fields = passedOn(answer.rawHeaders, answer.headers.connection, omitted);
  if (answer.headers.date === undefined) fields.push('Date', formatDate(Date.now()));
  begin(response, answer.statusCode!, fields);
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  answer.on('end', () => meters.gave(bytes, 'miss'));
  answer.on('error', () => response.destroy());
  response.on('close', () => answer.destroy());
  answer.pipe(response);
}

const PROCESSING = 102;
const EARLY_HINTS = 103;

/** Passes on that an answer is coming, to those who understand it. RFC 9110 §15.2, RFC 8297 */
export function passInterim({ request, response }: Asker, interim: InformationEvent): void {
  if (request.httpVersionMajor === 1 && request.httpVersionMinor === 0) return;
  if (response.headersSent) return;
  if (interim.statusCode === PROCESSING) response.writeProcessing?.();
  if (interim.statusCode !== EARLY_HINTS || interim.headers.link === undefined) return;
  try {
    response.writeEarlyHints(interim.headers as Record<string, string | string[]>);
  } catch {
    // Hints that Node takes for malformed are only hints.
  }
}
