/**
 * How long a server waits for a request that does not come, as `node:http` does it: `headersTimeout` and `requestTimeout`. Node's own
 * sweeps begin with `listen`, which nobody calls here, and have clocks that nobody can replace.
 */
import type { IncomingMessage, OutgoingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { contentOf } from './onward.ts';

/** From the first byte to the end of the fields, and to that of the content, ms. Source: Node.js, `http.Server` */
const HEADERS_MS = 60_000;
const REQUEST_MS = 300_000;
/** RFC 9110 §15.5.9 */
const TIMED_OUT = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

export class Patience {
  readonly #socket: Socket;
  #sinceMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isIdle = false;
  /** Its fields are here, and its content is waited for. */
  #current: IncomingMessage | undefined;
  /** Requests whose fields have come with the bytes that come now: the parser has them first. */
  #begun = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#begin();
    socket.on('data', () => {
      const isOfNone = this.#begun === 0;
      this.#begun = 0;
      if (this.#isIdle && isOfNone) this.#begin();
    });
    socket.on('close', () => this.#rest());
  }

  /** The fields are here; its content may still come. */
  began(request: IncomingMessage): void {
    this.#begun += 1;
    // Fields that nobody has waited for have come in one piece, now.
    if (this.#isIdle || this.#current !== undefined) this.#sinceMs = performance.now();
    this.#rest();
    if (contentOf(request) === 'none') return;
    this.#isIdle = false;
    this.#current = request;
    this.#wait(this.#sinceMs + REQUEST_MS - performance.now());
    request.on('end', () => {
      if (this.#current === request) this.#rest();
    });
  }

  #begin(): void {
    this.#isIdle = false;
    this.#sinceMs = performance.now();
    this.#wait(HEADERS_MS);
  }

  #rest(): void {
    this.#isIdle = true;
    this.#current = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#rest();
      // It would be read as a part of an answer that has begun. Source: Node.js, `socketOnError` of `_http_server`
      if (isAnswering(this.#socket)) this.#socket.destroy();
      else this.#socket.end(TIMED_OUT).destroySoon();
    }, ms);
    this.#timer.unref();
  }
}

/** `node:http` tells its socket which answer is being given, and the answer whether something of it has left. */
const isAnswering = (socket: Socket & { _httpMessage?: Answering | null }): boolean =>
  socket._httpMessage?._headerSent === true;

type Answering = OutgoingMessage & { readonly _headerSent: boolean };
