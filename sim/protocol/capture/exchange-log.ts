/** What devices ask and are answered, with the times between, whatever library they ask with. */
import type { Duplex } from 'node:stream';
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
  readonly path: string;
  readonly httpVersion: HttpVersion;
  readonly marks: Marks;
  isSealed: boolean;
  /** Names and values in turn, as they were sent; as they came. */
  asked: readonly string[];
  fields: readonly string[];
  /** Request line and fields; undefined: nobody knows, since they are compressed. */
  askedBytes: number | undefined;
  status: number;
  reason: string;
  bodyBytes: number;
  socket: VirtualSocket | undefined;
  hasFailed: boolean;
}

export type HttpVersion = 'HTTP/1.1' | 'HTTP/2';

export interface Asked {
  readonly node: number;
  readonly device: number;
  readonly callee: number;
  readonly path: string;
  readonly httpVersion: HttpVersion;
}

/** What a node asks another one for, on whose behalf ever. */
export interface Onward {
  readonly node: number;
  readonly path: string;
  readonly httpVersion: HttpVersion;
  readonly socket: VirtualSocket;
  readonly atMs: number;
}

/** Of those that are kept, for each request of devices. No scenario has more nodes behind each other. */
export const MOST_HOPS = 8;

/** A connection, from when it was dialled. */
interface Dialled {
  readonly carrier: VirtualSocket;
  readonly isSealed: boolean;
  readonly atMs: number;
  connectedMs?: number;
  securedMs?: number;
  /** Who asks on it first: for that one it was made. */
  first?: Marks;
  /** Those that have it while it is being made. */
  readonly others: Marks[];
}

/** Told of what becomes of one request. */
export class Following {
  readonly #exchanged: Exchanged;
  readonly #log: ExchangeLog;

  constructor(exchanged: Exchanged, log: ExchangeLog) {
    this.#exchanged = exchanged;
    this.#log = log;
  }

  /** It will be asked on this connection, which may not be set up. */
  took(socket: Duplex): void {
    this.#log.give(this.#exchanged, socket);
  }

  /** @param askedBytes undefined: they are compressed. */
  sent(asked: readonly string[], askedBytes?: number): void {
    Object.assign(this.#exchanged, { asked, askedBytes });
    this.#exchanged.marks.sent = this.#log.nowMs;
  }

  answered(status: number, reason: string, fields: readonly string[]): void {
    Object.assign(this.#exchanged, { status, reason, fields });
    this.#exchanged.marks.answered ??= this.#log.nowMs;
  }

  came(bytes: number): void {
    this.#exchanged.bodyBytes += bytes;
    // Content may be told of before the fields that came with it.
    this.#exchanged.marks.answered ??= this.#log.nowMs;
  }

  ended(): void {
    this.#exchanged.marks.ended ??= this.#log.nowMs;
  }

  failed(): void {
    this.#exchanged.hasFailed = true;
    this.ended();
  }
}

export class ExchangeLog {
  readonly #nowMs: () => number;
  readonly #most: number;
  readonly #dialled = new WeakMap<Duplex, Dialled>();
  readonly exchanges: Exchanged[] = [];
  /** In the order in which they were asked. */
  readonly onward: Onward[] = [];
  /** All that were asked, with those that are left out. */
  seen = 0;

  /** @param most how many are kept. */
  constructor(nowMs: () => number, most: number) {
    this.#nowMs = nowMs;
    this.#most = most;
  }

  get nowMs(): number {
    return this.#nowMs();
  }

  /** A connection is being made. @param socket that of TLS where there is one. */
  dialled(socket: Duplex, carrier: VirtualSocket): void {
    const isSealed = socket !== carrier;
    const dialled: Dialled = { carrier, isSealed, atMs: this.nowMs, others: [] };
    this.#dialled.set(socket, dialled);
    carrier.once('connect', () => {
      dialled.connectedMs = this.nowMs;
      if (dialled.first !== undefined) dialled.first.connected = this.nowMs;
      if (!isSealed) this.#ready(dialled);
    });
    if (!isSealed) return;
    socket.once('secureConnect', () => {
      dialled.securedMs = this.nowMs;
      if (dialled.first !== undefined) dialled.first.secured = this.nowMs;
      this.#ready(dialled);
    });
  }

  /** Listens to a request from its beginning to its end; undefined: there is no room for it. */
  follow(asked: Asked): Following | undefined {
    this.seen += 1;
    if (this.exchanges.length >= this.#most) return undefined;
    const exchanged: Exchanged = {
      ...asked,
      number: this.seen,
      isSealed: false,
      marks: { began: this.nowMs },
      asked: [],
      askedBytes: undefined,
      status: 0,
      reason: '',
      fields: [],
      bodyBytes: 0,
      socket: undefined,
      hasFailed: false,
    };
    this.exchanges.push(exchanged);
    return new Following(exchanged, this);
  }

  /** A node asks for something on this connection, which may not be set up. */
  passed(asked: Omit<Onward, 'socket' | 'atMs'>, socket: Duplex): void {
    const dialled = this.#dialled.get(socket);
    if (dialled === undefined || this.onward.length >= this.#most * MOST_HOPS) return;
    this.onward.push({ ...asked, socket: dialled.carrier, atMs: this.nowMs });
  }

  give(exchanged: Exchanged, socket: Duplex): void {
    const dialled = this.#dialled.get(socket);
    if (dialled === undefined) return;
    const { marks } = exchanged;
    const { carrier, isSealed, atMs, connectedMs, securedMs } = dialled;
    Object.assign(exchanged, { socket: carrier, isSealed });
    if (dialled.first === undefined) {
      // Some libraries dial before they say for whom.
      dialled.first = marks;
      marks.socket = Math.max(marks.began, atMs);
      if (connectedMs !== undefined) marks.connected = Math.max(marks.began, connectedMs);
      if (securedMs !== undefined) marks.secured = Math.max(marks.began, securedMs);
      return;
    }
    marks.socket = this.nowMs;
    if ((isSealed ? securedMs : connectedMs) === undefined) dialled.others.push(marks);
  }

  #ready({ others }: Dialled): void {
    for (const marks of others.splice(0)) marks.socket = this.nowMs;
  }
}

/** Names and values of the fields in a request of HTTP/1.1. */
export function fieldsIn(head: string): string[] {
  const [, ...lines] = head.split('\r\n').filter((line) => line !== '');
  return lines.flatMap((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1).trim()];
  });
}
