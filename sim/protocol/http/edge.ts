/**
 * A cache that speaks HTTP: a server and an agent of `node:http`, with `http-cache-semantics` for what may be kept
 * and served (RFC 9111, RFC 5861), and the eviction policy of the scenario for what leaves.
 */
import http, {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import CachePolicy from 'http-cache-semantics';
import type { EdgeMeters, Found } from '../meters.ts';
import { endToEnd } from './headers.ts';
import type { Shelf, Stored } from './shelf.ts';
import { dateNow } from './speaking.ts';
import type { Upward } from './upstreams.ts';

interface Waiting {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A fetch under way, and who else wants what it brings. */
interface Fetch {
  readonly waiting: Waiting[];
}

const NOT_MODIFIED = 304;
const BAD_GATEWAY = 502;

const asPolicyRequest = (request: IncomingMessage) => ({
  url: request.url!,
  method: request.method!,
  headers: request.headers as Record<string, string>,
});

export class Edge {
  readonly server: http.Server;
  readonly #shelf: Shelf;
  readonly #parent: Upward;
  readonly #meters: EdgeMeters;
  readonly #fetches = new Map<string, Fetch>();

  constructor(shelf: Shelf, parent: Upward, meters: EdgeMeters) {
    this.#shelf = shelf;
    this.#parent = parent;
    this.#meters = meters;
    this.server = http.createServer((request, response) => this.#serve(request, response));
  }

  /** Its process is gone, with what it had in memory. */
  crash(): void {
    this.#shelf.clear();
    this.#fetches.clear();
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const stored = this.#shelf.find(request.url!);
    const judged = stored?.policy.evaluateRequest(asPolicyRequest(request));
    if (stored === undefined || judged?.response === undefined) {
      this.#meters.asked('miss');
      this.#miss(request, response, stored);
      return;
    }
    const found = judged.revalidation === undefined ? 'hit' : 'stale';
    this.#meters.asked(found);
    if (found === 'stale') this.#renew(request, stored);
    this.#give({ request, response }, stored, judged.response.headers, found);
  }

  #miss(request: IncomingMessage, response: ServerResponse, stored: Stored | undefined): void {
    const path = request.url!;
    const isGet = request.method === 'GET';
    const fetch = this.#fetches.get(path);
    if (fetch !== undefined && isGet) {
      this.#meters.collapsed();
      fetch.waiting.push({ request, response });
      return;
    }
    const started = { waiting: [{ request, response }] };
    if (isGet) this.#fetches.set(path, started);
    this.#fetch(request, stored, started);
  }

  /** RFC 5861 §3: in the background. */
  #renew(request: IncomingMessage, stored: Stored): void {
    const path = request.url!;
    if (this.#fetches.has(path)) return;
    const started = { waiting: [] };
    this.#fetches.set(path, started);
    this.#fetch(request, stored, started);
  }

  #fetch(request: IncomingMessage, stored: Stored | undefined, fetch: Fetch): void {
    const path = request.url!;
    const asked = asPolicyRequest(request);
    const headers = endToEnd(stored?.policy.revalidationHeaders(asked) ?? request.headers);
    const upstream = this.#parent.send(path, { method: request.method!, headers });
    if (upstream === undefined) {
      this.#failed(path, stored, fetch);
      return;
    }
    upstream.on('response', (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => parts.push(chunk));
      answer.on('end', () => this.#fetched(request, stored, fetch, answer, Buffer.concat(parts)));
      answer.on('error', () => this.#failed(path, stored, fetch));
    });
    upstream.on('error', () => this.#failed(path, stored, fetch));
    request.pipe(upstream);
  }

  #fetched(
    request: IncomingMessage,
    stored: Stored | undefined,
    fetch: Fetch,
    answer: IncomingMessage,
    body: Buffer,
  ): void {
    const path = request.url!;
    this.#forget(path, fetch);
    const asked = asPolicyRequest(request);
    const status = answer.statusCode!;
    const given = { status, headers: endToEnd(answer.headers) as Record<string, string> };
    const again = stored?.policy.revalidatedPolicy(asked, given);
    if (stored !== undefined && again?.modified === false) {
      this.#meters.revalidated();
      const renewed = { ...stored, policy: again.policy };
      this.#shelf.put(path, renewed);
      this.#giveAll(fetch, renewed);
      return;
    }
    const policy = new CachePolicy(asked, given, { shared: true });
    const fresh: Stored = { policy, status, headers: given.headers, body };
    if (policy.storable() && this.#shelf.put(path, fresh)) this.#meters.filled();
    this.#giveAll(fetch, fresh);
  }

  #giveAll({ waiting }: Fetch, stored: Stored): void {
    for (const one of waiting) this.#give(one, stored, stored.policy.responseHeaders(), 'miss');
  }

  #give(
    { request, response }: Waiting,
    { body, headers: own, status }: Stored,
    headers: CachePolicy.Headers,
    found: Found,
  ): void {
    response.sendDate = false;
    const { 'content-length': _length, ...rest } = headers as OutgoingHttpHeaders;
    const known = request.headers['if-none-match'];
    if (known !== undefined && known === own.etag) {
      this.#meters.gave(0, found);
      response.writeHead(NOT_MODIFIED, rest).end();
      return;
    }
    this.#meters.gave(body.length, found);
    response.writeHead(status, { ...rest, 'Content-Length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** RFC 5861 §4: a copy may do when the parent gives nothing. */
  #failed(path: string, stored: Stored | undefined, fetch: Fetch): void {
    this.#forget(path, fetch);
    for (const waiting of fetch.waiting.splice(0)) {
      const failed = { status: BAD_GATEWAY, headers: {} };
      const judged = stored?.policy.revalidatedPolicy(asPolicyRequest(waiting.request), failed);
      if (stored !== undefined && judged?.modified === false) {
        this.#give(waiting, stored, stored.policy.responseHeaders(), 'stale');
        continue;
      }
      waiting.response.sendDate = false;
      waiting.response.writeHead(BAD_GATEWAY, { Date: dateNow() }).end();
    }
  }

  #forget(path: string, fetch: Fetch): void {
    if (this.#fetches.get(path) === fetch) this.#fetches.delete(path);
  }
}
