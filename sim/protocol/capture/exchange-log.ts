/** What devices ask and are answered, with the times between. */
import type http from 'node:http';
import type { VirtualSocket } from '../wire/socket.ts';

/** When what happened, ms of virtual time; undefined: it did not. */
export interface Marks {
  began: number;
  /** It has a connection, or one is being made. */
  socket?: number;
  /** The other end has answered the first packet. */
  connected?: number;
  /** TLS is set up. */
  secured?: number;
  sent?: number;
  answered?: number;
  ended?: number;
}

export interface Exchanged {
  /** From 1 on, in the order in which they were asked. */
  readonly number: number;
  readonly node: number;
  readonly device: number;
  readonly callee: number;
  readonly isSealed: boolean;
  readonly path: string;
  readonly marks: Marks;
  /** Request line and fields as they were sent. */
  head: string;
  status: number;
  reason: string;
  /** Names and values in turn, as they came. */
  fields: readonly string[];
  bodyBytes: number;
  socket: VirtualSocket | undefined;
  hasFailed: boolean;
}

export interface Asked {
  readonly node: number;
  readonly device: number;
  readonly callee: number;
  readonly path: string;
}

/** A socket of TLS knows the one that carries it. */
export interface Carried {
  carrier?: VirtualSocket;
}

export class ExchangeLog {
  readonly #nowMs: () => number;
  readonly #most: number;
  readonly exchanges: Exchanged[] = [];
  /** All that were asked, with those that are left out. */
  seen = 0;

  /** @param most how many are kept. */
  constructor(nowMs: () => number, most: number) {
    this.#nowMs = nowMs;
    this.#most = most;
  }

  /** Listens to a request from its beginning to its end. */
  follow(request: http.ClientRequest, asked: Asked): void {
    this.seen += 1;
    if (this.exchanges.length >= this.#most) return;
    const marks: Marks = { began: this.#nowMs() };
    const exchanged: Exchanged = {
      ...asked,
      number: this.seen,
      isSealed: false,
      marks,
      head: '',
      status: 0,
      reason: '',
      fields: [],
      bodyBytes: 0,
      socket: undefined,
      hasFailed: false,
    };
    this.exchanges.push(exchanged);
    request.on('socket', (socket) => this.#onSocket(exchanged, socket as never));
    request.on('finish', () => {
      marks.sent = Math.max(this.#nowMs(), marks.secured ?? marks.connected ?? 0);
      exchanged.head = (request as unknown as { _header: string })._header;
    });
    request.on('response', (response) => this.#onResponse(exchanged, response));
    request.on('error', () => this.#fail(exchanged));
  }

  #onSocket(exchanged: Exchanged, socket: VirtualSocket & Carried): void {
    const { marks } = exchanged;
    const carrier = socket.carrier ?? socket;
    marks.socket = this.#nowMs();
    Object.assign(exchanged, { socket: carrier, isSealed: socket.carrier !== undefined });
    if (!carrier.connecting) return;
    carrier.once('connect', () => {
      marks.connected = this.#nowMs();
      // What was written meanwhile leaves now.
      if (socket.carrier === undefined) marks.sent = marks.connected;
    });
    if (socket.carrier === undefined) return;
    socket.once('secureConnect', () => {
      marks.secured = this.#nowMs();
      marks.sent = marks.secured;
    });
  }

  #onResponse(exchanged: Exchanged, response: http.IncomingMessage): void {
    const { marks } = exchanged;
    marks.answered = this.#nowMs();
    exchanged.status = response.statusCode ?? 0;
    exchanged.reason = response.statusMessage ?? '';
    exchanged.fields = response.rawHeaders;
    response.on('data', (part: Buffer) => {
      exchanged.bodyBytes += part.length;
    });
    response.on('end', () => {
      marks.ended = this.#nowMs();
    });
    response.on('error', () => this.#fail(exchanged));
  }

  #fail(exchanged: Exchanged): void {
    exchanged.hasFailed = true;
    exchanged.marks.ended ??= this.#nowMs();
  }
}
