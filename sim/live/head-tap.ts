/** Reads along what HTTP/1.1 messages pass on a connection, without holding them up. */

/** Bodies of answers that have none by their status. RFC 9112 §6.3 */
const hasNoBody = (status: number) => status < 200 || status === 204 || status === 304;

export interface SeenHead {
  /** Of a request; empty for answers. */
  readonly path: string;
  /** 0: of a request. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bodyBytes: number;
}

const END_OF_HEAD = '\r\n\r\n';

/** One direction of a connection. */
export class HeadTap {
  readonly #seen: (head: SeenHead) => void;
  #head = '';
  /** Of the body, so many bytes are still to come. */
  #left = 0;
  #isChunked = false;
  #tail = '';

  constructor(seen: (head: SeenHead) => void) {
    this.#seen = seen;
  }

  pass(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#isChunked) at = this.#skipChunks(bytes, at);
      else if (this.#left > 0) {
        const skipped = Math.min(this.#left, bytes.length - at);
        this.#left -= skipped;
        at += skipped;
      } else at = this.#readHead(bytes, at);
    }
  }

  /** @returns where the head ends, or the bytes do. */
  #readHead(bytes: Buffer, from: number): number {
    const before = this.#head.length;
    this.#head += bytes.toString('latin1', from);
    const end = this.#head.indexOf(END_OF_HEAD);
    if (end < 0) return bytes.length;
    const head = parseHead(this.#head.slice(0, end));
    this.#head = '';
    this.#isChunked =
      head.headers.get('transfer-encoding') === 'chunked' && !hasNoBody(head.status || 200);
    this.#left = this.#isChunked ? 0 : head.bodyBytes;
    this.#tail = '';
    if (head.status === 0 || head.status >= 200) this.#seen(head);
    return from + end + END_OF_HEAD.length - before;
  }

  /** Up to the last chunk, `0` without trailers, RFC 9112 §7.1: bodies of ours have no line breaks. */
  #skipChunks(bytes: Buffer, from: number): number {
    const text = this.#tail + bytes.toString('latin1', from);
    const end = text.indexOf(`0${END_OF_HEAD}`);
    if (end < 0) {
      this.#tail = text.slice(-END_OF_HEAD.length);
      return bytes.length;
    }
    this.#isChunked = false;
    return from + end + 1 + END_OF_HEAD.length - this.#tail.length;
  }
}

function parseHead(text: string): SeenHead {
  const [first = '', ...lines] = text.split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? 0);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const length = Number(headers.get('content-length') ?? 0);
  const path = status === 0 ? (first.split(' ')[1] ?? '') : '';
  return { path, status, headers, bodyBytes: status > 0 && hasNoBody(status) ? 0 : length };
}
