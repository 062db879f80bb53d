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
import type { Shelf, Stored } from './shelf.ts';
import { dateNow } from './speaking.ts';

/** Where an edge asks for what it has not. */
export interface ParentSide {
  readonly agent: http.Agent;
  /** Host name of the parent that a path is asked from. */
  hostOf(path: string): string;
}

/** Is told what becomes of requests. */
export interface EdgeMeters {
  asked(found: 'hit' | 'stale' | 'miss', bytes: number): void;
  collapsed(): void;
  revalidated(): void;
}

interface Waiting {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A fetch under way, and who else wants what it brings. */
interface Fetch {
  readonly waiting: Waiting[];
}

/** Not to be passed on. RFC 9110 §7.6.1 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-authenticate',
  'proxy-authorization',
]);

const NOT_MODIFIED = 304;
const BAD_GATEWAY = 502;

const asPolicyRequest = (request: IncomingMessage) => ({
  url: request.url!,
  method: request.method!,
  headers: request.headers as Record<string, string>,
});

function endToEnd(headers: http.IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(/\s*,\s*/);
  const kept = Object.entries(headers).filter(
    ([name]) => !HOP_BY_HOP.has(name) && !named.includes(name),
  );
  return Object.fromEntries(kept);
}

export class Edge {
  readonly server: http.Server;
  readonly #shelf: Shelf;
  readonly #parent: ParentSide;
  readonly #meters: EdgeMeters | undefined;
  readonly #fetches = new Map<string, Fetch>();

  constructor(shelf: Shelf, parent: ParentSide, meters?: EdgeMeters) {
    this.#shelf = shelf;
    this.#parent = parent;
    this.#meters = meters;
    this.server = http.createServer((request, response) => this.#serve(request, response));
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const stored = this.#shelf.find(request.url!);
    const found = stored?.policy.evaluateRequest(asPolicyRequest(request));
    if (stored === undefined || found?.response === undefined) {
      this.#meters?.asked('miss', 0);
      this.#miss(request, response, stored);
      return;
    }
    this.#meters?.asked(found.revalidation === undefined ? 'hit' : 'stale', stored.body.length);
    if (found.revalidation !== undefined) this.#renew(request, stored);
    this.#give({ request, response }, stored, found.response.headers as OutgoingHttpHeaders);
  }

  #miss(request: IncomingMessage, response: ServerResponse, stored: Stored | undefined): void {
    const path = request.url!;
    const fetch = this.#fetches.get(path);
    if (fetch !== undefined && request.method === 'GET') {
      this.#meters?.collapsed();
      fetch.waiting.push({ request, response });
      return;
    }
    const started = { waiting: [{ request, response }] };
    if (request.method === 'GET') this.#fetches.set(path, started);
    this.#fetch(request, stored, started);
  }

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
    const headers =
      stored === undefined
        ? endToEnd(request.headers)
        : endToEnd(stored.policy.revalidationHeaders(asked) as http.IncomingHttpHeaders);
    const { agent } = this.#parent;
    const host = this.#parent.hostOf(path);
    const upstream = http.request({ agent, host, path, method: request.method!, headers });
    upstream.on('response', (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => parts.push(chunk));
      answer.on('end', () => this.#fetched(request, stored, fetch, answer, Buffer.concat(parts)));
      answer.on('error', () => this.#failed(path, fetch));
    });
    upstream.on('error', () => this.#failed(path, fetch));
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
    if (this.#fetches.get(path) === fetch) this.#fetches.delete(path);
    const asked = asPolicyRequest(request);
    const status = answer.statusCode!;
    const given = { status, headers: endToEnd(answer.headers) as Record<string, string> };
    if (stored !== undefined) {
      const { policy, modified } = stored.policy.revalidatedPolicy(asked, given);
      if (!modified) {
        this.#meters?.revalidated();
        const renewed = { ...stored, policy };
        this.#shelf.put(path, renewed);
        this.#giveAll(fetch, renewed);
        return;
      }
    }
    const policy = new CachePolicy(asked, given, { shared: true });
    const fresh: Stored = { policy, status, headers: given.headers, body };
    if (policy.storable()) this.#shelf.put(path, fresh);
    this.#giveAll(fetch, fresh);
  }

  #giveAll({ waiting }: Fetch, stored: Stored): void {
    for (const one of waiting) {
      this.#give(one, stored, stored.policy.responseHeaders() as OutgoingHttpHeaders);
    }
  }

  #give({ request, response }: Waiting, stored: Stored, headers: OutgoingHttpHeaders): void {
    response.sendDate = false;
    const known = request.headers['if-none-match'];
    const isKnown = known !== undefined && known === stored.headers['etag'];
    const { 'content-length': _length, ...rest } = headers;
    if (isKnown) {
      response.writeHead(NOT_MODIFIED, rest).end();
      return;
    }
    response.writeHead(stored.status, { ...rest, 'Content-Length': stored.body.length });
    response.end(request.method === 'HEAD' ? undefined : stored.body);
  }

  #failed(path: string, fetch: Fetch): void {
    if (this.#fetches.get(path) === fetch) this.#fetches.delete(path);
    for (const { response } of fetch.waiting) {
      response.sendDate = false;
      response.writeHead(BAD_GATEWAY, { Date: dateNow() }).end();
    }
  }
}
