/** HTTP/2 by `node:http2`: one connection to each node, with as many streams as the scenario lets it have. */
import http2 from 'node:http2';
import type { ExchangeLog } from '../capture/exchange-log.ts';
import type { Asked, Heard, Library, Seat } from '../http/library.ts';
import type { Speaking } from '../http/speaking.ts';
import type { End } from '../wire/courses.ts';
import { Lines } from './lines.ts';

export class Http2Library implements Library {
  readonly #lines: Lines;
  readonly #log: ExchangeLog | undefined;
  readonly #from: End;

  constructor(speaking: Speaking, { from, lane, plan }: Seat) {
    this.#log = speaking.log;
    this.#from = from;
    this.#lines = new Lines(speaking, { ...plan, from, lane });
  }

  get({ node, path, headers, opened }: Asked, heard: (answer: Heard | undefined) => void): void {
    const asked = { ...lowerCased(headers), ':path': path };
    const following = this.#log?.follow({
      ...this.#from,
      callee: node,
      path,
      httpVersion: 'HTTP/2',
    });
    this.#lines.use(node, opened, (session, socket) => {
      let status: number | undefined;
      // Content may be told of before the fields that came with it.
      let bytes = 0;
      let isWhole = false;
      const stream = session.request(asked, { endStream: true });
      following?.took(socket);
      following?.sent(Object.entries({ ':method': 'GET', ...asked }).flat());
      stream.on('response', (given, _flags, ...rest: unknown[]) => {
        status = Number(given[':status']);
        following?.answered(status, '', (rest[0] ?? []) as string[]);
      });
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        following?.came(chunk.length);
      });
      stream.on('end', () => {
        isWhole = stream.rstCode === http2.constants.NGHTTP2_NO_ERROR && !stream.aborted;
      });
      stream.on('error', () => {
        isWhole = false;
      });
      stream.on('close', () => {
        const answer = isWhole && status !== undefined ? { status, bytes } : undefined;
        if (answer === undefined) following?.failed();
        else following?.ended();
        heard(answer);
      });
      return stream;
    });
  }
}

/** RFC 9113 §8.2, §8.2.2: names are in lower case, and none is of the connection. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  const all = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(
    all.map(([name, value]) => (name === 'host' ? [':authority', value] : [name, value])),
  );
}
