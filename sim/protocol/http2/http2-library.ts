/** HTTP/2 by `node:http2`: one connection to each node, with as many streams as the scenario lets it have. */
import http2, { type ClientHttp2Session } from 'node:http2';
import { dialNode } from '../http/dialling.ts';
import type { Asked, Heard, Library, Seat } from '../http/library.ts';
import { HTTP2_PORT, hostOf, type Speaking } from '../http/speaking.ts';

/** What a client takes in before it says that it takes more, so that TCP's windows are what holds up. Source: Chromium, `net/spdy` */
const STREAM_WINDOW_BYTES = 6 * 1024 * 1024;
const SESSION_WINDOW_BYTES = 15 * 1024 * 1024;

/** A connection to one node. */
interface Line {
  readonly session: ClientHttp2Session;
  readonly waiting: (() => void)[];
  streams: number;
  idle: NodeJS.Timeout | undefined;
}

export class Http2Library implements Library {
  readonly #speaking: Speaking;
  readonly #seat: Seat;
  readonly #lines = new Map<number, Line>();

  constructor(speaking: Speaking, seat: Seat) {
    this.#speaking = speaking;
    this.#seat = seat;
  }

  get(asked: Asked, heard: (answer: Heard | undefined) => void): void {
    const line = this.#lines.get(asked.node) ?? this.#open(asked);
    clearTimeout(line.idle);
    const ask = () => this.#ask(line, asked, heard);
    // RFC 9113 §5.1.2: more would be refused, or queue elsewhere.
    if (line.streams >= this.#seat.plan.requests) line.waiting.push(ask);
    else ask();
  }

  #ask(line: Line, { path, headers }: Asked, heard: (answer: Heard | undefined) => void): void {
    const { session } = line;
    line.streams += 1;
    let answer: { status: number; bytes: number } | undefined;
    let isWhole = false;
    const done = () => {
      line.streams -= 1;
      heard(isWhole ? answer : undefined);
      line.waiting.shift()?.();
      if (line.streams === 0) this.#rest(line);
    };
    if (session.destroyed || session.closed) {
      process.nextTick(done);
      return;
    }
    const stream = session.request({ ...lowerCased(headers), ':path': path }, { endStream: true });
    stream.on('response', (given) => {
      answer = { status: Number(given[':status']), bytes: 0 };
    });
    stream.on('data', (chunk: Buffer) => {
      if (answer !== undefined) answer.bytes += chunk.length;
    });
    stream.on('end', () => {
      isWhole = stream.rstCode === http2.constants.NGHTTP2_NO_ERROR && !stream.aborted;
    });
    stream.on('error', () => {
      isWhole = false;
    });
    stream.on('close', done);
  }

  #open({ node, opened }: Asked): Line {
    const { from, lane, plan } = this.#seat;
    const dial = () => {
      opened();
      return dialNode(this.#speaking, { ...plan, from, lane }, node, HTTP2_PORT);
    };
    const session = http2.connect(`http://${hostOf(node)}`, {
      createConnection: dial as never,
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW_BYTES },
    });
    session.on('connect', () => session.setLocalWindowSize(SESSION_WINDOW_BYTES));
    const line: Line = { session, waiting: [], streams: 0, idle: undefined };
    const gone = () => {
      if (this.#lines.get(node) === line) this.#lines.delete(node);
    };
    session.on('error', gone);
    session.on('goaway', gone);
    session.on('close', gone);
    this.#lines.set(node, line);
    return line;
  }

  #rest(line: Line): void {
    clearTimeout(line.idle);
    line.idle = setTimeout(() => line.session.close(), this.#seat.plan.idleMs);
  }
}

/** RFC 9113 §8.2, §8.2.2: names are in lower case, and none is of the connection. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  const all = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(
    all.map(([name, value]) => (name === 'host' ? [':authority', value] : [name, value])),
  );
}
