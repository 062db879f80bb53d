/** Requests that no cache answers: they go to the parent as they are. RFC 9111 §4, §4.3.5, §4.4 */
import type { IncomingMessage } from 'node:http';
import type { EdgeMeters } from '../../meters.ts';
import { fail } from '../answering.ts';
import type { Upward } from '../upstreams.ts';
import { OF_ASKER } from './conditions.ts';
import { type Asker, passInterim, passThrough } from './giving.ts';
import { invalidatedBy } from './invalidation.ts';
import type { Shelf } from './shelf.ts';
import type { Stored } from './stored.ts';
import { freshened } from './storing.ts';
import { surrogateHeaders } from './surrogate.ts';

const OK = 200;
const BAD_GATEWAY = 502;

export class Passing {
  readonly #shelf: Shelf;
  readonly #parent: Upward;
  readonly #meters: EdgeMeters;

  constructor(shelf: Shelf, parent: Upward, meters: EdgeMeters) {
    this.#shelf = shelf;
    this.#parent = parent;
    this.#meters = meters;
  }

  /** With its content, and what it changes is no longer kept. */
  pass(asker: Asker): void {
    const { request } = asker;
    this.#send(asker, [], (answer) => {
      for (const path of invalidatedBy(request, answer)) this.#shelf.drop(path);
    });
  }

  /** A `HEAD` that what is kept cannot answer: what comes says whether it is still the same. RFC 9111 §4.3.5 */
  head(asker: Asker, stored: Stored | undefined): void {
    const { request } = asker;
    const askedMs = Date.now();
    this.#send(asker, OF_ASKER, (answer) => {
      if (stored === undefined || answer.statusCode !== OK) return;
      if (!isSameAs(stored, answer)) this.#shelf.drop(request.url!);
      else this.#shelf.put(request.url!, request.headers, freshened(stored, answer, askedMs));
    });
  }

  #send(asker: Asker, left: readonly string[], seen: (answer: IncomingMessage) => void): void {
    const { request, response } = asker;
    const headers = surrogateHeaders(request, left);
    const upstream = this.#parent.send(request.url!, { method: request.method!, headers });
    if (upstream === undefined) {
      fail(asker.response, BAD_GATEWAY);
      return;
    }
    upstream.on('information', (interim) => passInterim(asker, interim));
    upstream.on('response', (answer) => {
      seen(answer);
      passThrough(asker, answer, this.#meters);
    });
    upstream.on('error', () => {
      if (!response.writableEnded) fail(asker.response, BAD_GATEWAY);
    });
    request.on('error', () => upstream.destroy());
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }
}

function isSameAs({ etag, lastModified, body }: Stored, { headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (
    (headers.etag ?? etag) === etag &&
    (headers['last-modified'] ?? lastModified) === lastModified &&
    (length === undefined || Number(length) === body.length)
  );
}
