/** Connections of one asker by `node:http2`: to each node as many as it may have, with a limit of streams on each. */
import http2, { type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { type DialPlan, dialNode } from '../http/dialling.ts';
import { HTTP2_PORT, hostOf, type Speaking } from '../http/speaking.ts';

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
  /** What waits for a stream to end. */
  readonly waiting: (() => void)[];
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
    const line = this.#lineOf(node, bundle, opened);
    if (line === undefined) bundle.waiting.push(() => this.use(node, opened, begin));
    else this.#begin(bundle, line, begin);
  }

  /** The one with room that was used last, as the model's; or a new one. */
  #lineOf(node: number, bundle: Bundle, opened: () => void): Line | undefined {
    let best: Line | undefined;
    for (const line of bundle.lines) {
      if (line.streams >= this.#plan.requests) continue;
      if (best === undefined || line.usedMs > best.usedMs) best = line;
    }
    if (best !== undefined || bundle.lines.length >= this.#plan.connections) return best;
    return this.#open(node, bundle, opened);
  }

  #begin(bundle: Bundle, line: Line, begin: Begin): void {
    clearTimeout(line.idle);
    const stream = begin(line.session, line.socket);
    if (stream !== undefined) {
      line.streams += 1;
      stream.on('close', () => {
        line.streams -= 1;
        line.usedMs = performance.now();
        this.#next(bundle, line);
      });
    } else this.#next(bundle, line);
  }

  #next(bundle: Bundle, line: Line): void {
    bundle.waiting.shift()?.();
    if (line.streams > 0) return;
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
    const session = http2.connect(`http://${hostOf(node)}`, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW_BYTES },
    });
    session.on('connect', () => session.setLocalWindowSize(SESSION_WINDOW_BYTES));
    const usedMs = performance.now();
    const line: Line = { session, socket, streams: 0, usedMs, idle: undefined };
    const gone = () => {
      clearTimeout(line.idle);
      drop(bundle, line);
      // Nobody waits for one that is gone.
      if (bundle.lines.length === 0) for (const act of bundle.waiting.splice(0)) act();
    };
    session.on('error', gone);
    session.on('goaway', gone);
    session.on('close', gone);
    bundle.lines.push(line);
    return line;
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

function drop({ lines }: Bundle, line: Line): void {
  const at = lines.indexOf(line);
  if (at >= 0) lines.splice(at, 1);
}
