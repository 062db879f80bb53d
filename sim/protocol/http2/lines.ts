/** Connections of one asker by `node:http2`: to each node as many as it may have, with a limit of streams on each. */
import http2, { type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { type DialPlan, dialNode } from '../http/dialling.ts';
import { HTTP2_PORT, hostOf, type Speaking } from '../http/speaking.ts';
import { securePort } from '../tls/security.ts';

/** What a client takes in before it says that it takes more, so that TCP's windows are what holds up. Source: Chromium, `net/spdy` */
const STREAM_WINDOW_BYTES = 6 * 1024 * 1024;
const SESSION_WINDOW_BYTES = 15 * 1024 * 1024;

export interface LinesPlan extends DialPlan {
  /** Connections at a time to one node. */
  readonly connections: number;
  /** Streams at a time on each. */
  readonly requests: number;
  /** After which an unused connection is closed, ms. */
  readonly idleMs: number;
}

/** A connection to one node. */
interface Line {
  readonly session: ClientHttp2Session;
  readonly socket: Duplex;
  streams: number;
  usedMs: number;
  idle: NodeJS.Timeout | undefined;
}

/** To one node. */
interface Bundle {
  readonly lines: Line[];
  /** What waits for a stream to end, in the order in which it came. */
  readonly waiting: Wait[];
}

interface Wait {
  /** Told when it takes a new connection. */
  readonly opened: () => void;
  readonly begin: Begin;
}

/** @returns the stream that it began; undefined: none. */
export type Begin = (session: ClientHttp2Session, socket: Duplex) => ClientHttp2Stream | undefined;

export class Lines {
  readonly #speaking: Speaking;
  readonly #plan: LinesPlan;
  readonly #bundles = new Map<number, Bundle>();

  constructor(speaking: Speaking, plan: LinesPlan) {
    this.#speaking = speaking;
    this.#plan = plan;
  }

  /**
   * Begins a stream to a node, at once or when another one ends: more would be refused. RFC 9113 §5.1.2
   *
   * @param opened told when it takes a new connection.
   */
  use(node: number, opened: () => void, begin: Begin): void {
    const bundle = this.#bundleOf(node);
    bundle.waiting.push({ opened, begin });
    this.#serve(node, bundle);
  }

  /** Begins what there is room for. */
  #serve(node: number, bundle: Bundle): void {
    for (;;) {
      const [first] = bundle.waiting;
      if (first === undefined) return;
      const line = this.#lineOf(node, bundle, first.opened);
      if (line === undefined) return;
      bundle.waiting.shift();
      this.#begin(node, bundle, line, first.begin);
    }
  }

  /** The one with room that was used last, as the model's; or a new one. */
  #lineOf(node: number, bundle: Bundle, opened: () => void): Line | undefined {
    let best: Line | undefined;
    let lines = 0;
    for (const line of bundle.lines) {
      // Its streams are over before a connection that breaks says so itself.
      if (isGone(line)) continue;
      lines += 1;
      if (line.streams >= this.#plan.requests) continue;
      if (best === undefined || line.usedMs > best.usedMs) best = line;
    }
    if (best !== undefined || lines >= this.#plan.connections) return best;
    return this.#open(node, bundle, opened);
  }

  #begin(node: number, bundle: Bundle, line: Line, begin: Begin): void {
    clearTimeout(line.idle);
    const stream = begin(line.session, line.socket);
    if (stream === undefined) {
      this.#rest(bundle, line);
      return;
    }
    line.streams += 1;
    stream.on('close', () => {
      line.streams -= 1;
      line.usedMs = performance.now();
      this.#serve(node, bundle);
      this.#rest(bundle, line);
    });
  }

  #rest(bundle: Bundle, line: Line): void {
    if (line.streams > 0 || isGone(line)) return;
    clearTimeout(line.idle);
    const close = () => this.#close(bundle, line);
    line.idle = setTimeout(close, this.#plan.idleMs);
  }

  #close(bundle: Bundle, line: Line): void {
    drop(bundle, line);
    line.session.close();
  }

  #open(node: number, bundle: Bundle, opened: () => void): Line {
    opened();
    const socket = dialNode(this.#speaking, this.#plan, node, HTTP2_PORT);
    const session = http2.connect(this.#originOf(node), {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW_BYTES },
    });
    session.on('connect', () => session.setLocalWindowSize(SESSION_WINDOW_BYTES));
    const usedMs = performance.now();
    const line: Line = { session, socket, streams: 0, usedMs, idle: undefined };
    const gone = () => {
      clearTimeout(line.idle);
      drop(bundle, line);
      this.#serve(node, bundle);
    };
    session.on('error', gone);
    session.on('goaway', gone);
    session.on('close', gone);
    bundle.lines.push(line);
    return line;
  }

  /** What `:scheme` and `:authority` say. RFC 9113 §8.3.1 */
  #originOf(node: number): string {
    const host = hostOf(node);
    return this.#plan.tls === undefined
      ? `http://${host}`
      : `https://${host}:${securePort(HTTP2_PORT)}`;
  }

  #bundleOf(node: number): Bundle {
    let bundle = this.#bundles.get(node);
    if (bundle === undefined) {
      bundle = { lines: [], waiting: [] };
      this.#bundles.set(node, bundle);
    }
    return bundle;
  }
}

/** It takes no further stream. */
const isGone = ({ session }: Line): boolean => session.destroyed || session.closed;

function drop({ lines }: Bundle, line: Line): void {
  const at = lines.indexOf(line);
  if (at >= 0) lines.splice(at, 1);
}
