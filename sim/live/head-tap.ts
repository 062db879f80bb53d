/** Reads along what HTTP/1.1 messages pass on a connection, without holding them up. */

const OK = 200;

/** Bodies of answers that have none by their status. RFC 9112 §6.3 */
const hasNoBody = (status: number) => status < OK || status === 204 || status === 304;

export interface SeenHead {
  /** Of a request; empty for answers. */
  readonly path: string;
  /** 0: of a request. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Without what frames chunks. */
  readonly bodyBytes: number;
}

const END_OF_LINE = '\r\n';
const END_OF_HEAD = `${END_OF_LINE}${END_OF_LINE}`;
const LINE_FEED = 0x0a;
const HEXADECIMAL = 16;

/** A message in chunks, RFC 9112 §7.1: what was read of it. */
interface Chunked {
  readonly head: SeenHead;
  bytes: number;
  /** Of a chunk's size or a trailer, as far as it has come. */
  line: string;
  isOver: boolean;
}

/** One direction of a connection. */
export class HeadTap {
  readonly #seen: (head: SeenHead) => void;
  #head = '';
  /** Of the body, or of a chunk with its end of line, so many bytes are still to come. */
  #left = 0;
  #chunked: Chunked | undefined;

  /** @param seen called as soon as all is known: of answers in chunks when these end, of all others when their heads do. */
  constructor(seen: (head: SeenHead) => void) {
    this.#seen = seen;
  }

  pass(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left > 0) {
        const skipped = Math.min(this.#left, bytes.length - at);
        this.#left -= skipped;
        at += skipped;
      } else if (this.#chunked !== undefined) at = this.#readLine(this.#chunked, bytes, at);
      else at = this.#readHead(bytes, at);
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
    const isChunked = /\bchunked$/i.test(head.headers.get('transfer-encoding') ?? '');
    const isInterim = head.status > 0 && head.status < OK;
    if (isChunked && !hasNoBody(head.status || OK)) {
      this.#chunked = { head, bytes: 0, line: '', isOver: false };
    } else this.#left = head.bodyBytes;
    // Who asks waits for nobody.
    if (!isInterim && (head.status === 0 || this.#chunked === undefined)) this.#seen(head);
    return from + end + END_OF_HEAD.length - before;
  }

  /** A chunk's size, of which extensions are none of our business, or a trailer. @returns where the line ends. */
  #readLine(chunked: Chunked, bytes: Buffer, from: number): number {
    const end = bytes.indexOf(LINE_FEED, from) + 1;
    chunked.line += bytes.toString('latin1', from, end === 0 ? bytes.length : end);
    if (end === 0) return bytes.length;
    const line = chunked.line.trim();
    chunked.line = '';
    if (chunked.isOver) {
      if (line === '') this.#endChunks(chunked);
      return end;
    }
    const size = Number.parseInt(line, HEXADECIMAL) || 0;
    chunked.bytes += size;
    chunked.isOver = size === 0;
    this.#left = chunked.isOver ? 0 : size + END_OF_LINE.length;
    return end;
  }

  #endChunks({ head, bytes }: Chunked): void {
    this.#chunked = undefined;
    if (head.status > 0) this.#seen({ ...head, bodyBytes: bytes });
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
