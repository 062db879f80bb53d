/** HTTP/2 by `node:http2`: one connection to each node, with as many streams as the scenario lets it have. */
import http2 from 'node:http2';
import type { Asked, Heard, Library, Seat } from '../http/library.ts';
import type { Speaking } from '../http/speaking.ts';
import { Lines } from './lines.ts';

export class Http2Library implements Library {
  readonly #lines: Lines;

  constructor(speaking: Speaking, { from, lane, plan }: Seat) {
    this.#lines = new Lines(speaking, { ...plan, from, lane });
  }

  get({ node, path, headers, opened }: Asked, heard: (answer: Heard | undefined) => void): void {
    const asked = { ...lowerCased(headers), ':path': path };
    this.#lines.use(node, opened, (session) => {
      let status: number | undefined;
      // Content may be told of before the fields that came with it.
      let bytes = 0;
      let isWhole = false;
      const stream = session.request(asked, { endStream: true });
      stream.on('response', (given) => {
        status = Number(given[':status']);
      });
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      stream.on('end', () => {
        isWhole = stream.rstCode === http2.constants.NGHTTP2_NO_ERROR && !stream.aborted;
      });
      stream.on('error', () => {
        isWhole = false;
      });
      stream.on('close', () =>
        heard(isWhole && status !== undefined ? { status, bytes } : undefined),
      );
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
