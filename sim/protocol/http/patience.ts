/**
 * How long a server waits for a request that does not come, as `node:http` does it: `headersTimeout` and `requestTimeout`. Node's own
 * sweeps begin with `listen`, which nobody calls here, and have clocks that nobody can replace.
 */
import type { IncomingMessage } from 'node:http';
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
    if (contentOf(request) === 'none') {
      this.#rest();
      return;
    }
    this.#wait(this.#sinceMs + REQUEST_MS - performance.now());
    request.on('end', () => this.#rest());
  }

  #begin(): void {
    this.#isIdle = false;
    this.#sinceMs = performance.now();
    this.#wait(HEADERS_MS);
  }

  #rest(): void {
    this.#isIdle = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#rest();
      this.#socket.end(TIMED_OUT);
      this.#socket.destroySoon();
    }, ms);
    this.#timer.unref();
  }
}
