/** A request by `node:http2` that looks as one by `node:http` does to whoever sends it. */
import type { OutgoingHttpHeaders, RequestOptions } from 'node:http';
import http2, { type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import { type Duplex, Readable, Writable } from 'node:stream';
import type { Lines } from './lines.ts';

/** RFC 9113 §8.2.2: there is nothing of one connection in HTTP/2, and content ends with its stream. */
const OF_HTTP1 = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host', 'upgrade']);
const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } = http2.constants;

interface Told {
  opened(): void;
  took(socket: Duplex): void;
}

export class Http2Outgoing extends Writable {
  #stream: ClientHttp2Stream | undefined;
  #answer: Http2Answer | undefined;
  /** Said by the fields: without any, these end the request. */
  readonly #hasContent: boolean;
  /** What waits for the stream. */
  #later: (() => void)[] = [];

  /** @param told of the connection that it takes, and before that when this is a new one. */
  constructor(lines: Lines, node: number, options: RequestOptions, told: Told) {
    super({ autoDestroy: false });
    const headers = (options.headers ?? {}) as OutgoingHttpHeaders;
    this.#hasContent =
      headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    const asked = {
      ...passed(headers),
      ':path': options.path ?? '/',
      ':method': options.method ?? 'GET',
    };
    lines.use(node, told.opened, (session, socket) => {
      if (this.destroyed) return undefined;
      told.took(socket);
      const stream = session.request(asked, { endStream: !this.#hasContent });
      this.#begin(stream);
      return stream;
    });
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#whenBegun((stream) => stream.write(chunk, done));
  }

  override _final(done: () => void): void {
    if (this.#hasContent) this.#whenBegun((stream) => stream.end(done));
    else done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#later = [];
    if (this.#stream?.closed === false) this.#stream.close(NGHTTP2_CANCEL);
    this.#answer?.broken();
    done(error);
  }

  #whenBegun(act: (stream: ClientHttp2Stream) => void): void {
    const stream = this.#stream;
    if (stream === undefined) this.#later.push(() => act(this.#stream!));
    else act(stream);
  }

  #begin(stream: ClientHttp2Stream): void {
    this.#stream = stream;
    for (const each of this.#later.splice(0)) each();
    stream.on('headers', (headers) =>
      this.emit('information', { statusCode: headers[':status'], headers: named(headers) }),
    );
    stream.on('response', (headers, _flags, ...rest: unknown[]) => {
      this.#answer = new Http2Answer(stream, headers, (rest[0] ?? []) as string[]);
      this.emit('response', this.#answer);
    });
    let reason: Error | undefined;
    stream.on('error', (error) => {
      reason = error;
    });
    stream.on('close', () => {
      const isUnanswered = this.#answer === undefined && !this.destroyed;
      this.destroy(isUnanswered ? (reason ?? new Error('the stream ended unanswered')) : undefined);
    });
  }
}

/** What comes on a stream, as an `IncomingMessage` has it. */
class Http2Answer extends Readable {
  readonly httpVersion = '2.0';
  readonly statusCode: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly headersDistinct: Record<string, string[]> = {};
  readonly rawHeaders: string[] = [];
  complete = false;
  readonly #stream: ClientHttp2Stream;

  constructor(stream: ClientHttp2Stream, headers: IncomingHttpHeaders, raw: readonly string[]) {
    super();
    this.#stream = stream;
    this.statusCode = Number(headers[':status']);
    this.headers = named(headers);
    for (let at = 0; at < raw.length; at += 2) {
      const [name, value] = [raw[at]!, raw[at + 1]!];
      if (name.startsWith(':')) continue;
      this.rawHeaders.push(name, value);
      const lines = this.headersDistinct[name];
      if (lines === undefined) this.headersDistinct[name] = [value];
      else lines.push(value);
    }
    stream.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stream.pause();
    });
    stream.on('end', () => {
      if (stream.rstCode !== NGHTTP2_NO_ERROR || stream.aborted) return;
      this.complete = true;
      this.push(null);
    });
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#stream.closed) this.#stream.close(NGHTTP2_CANCEL);
    done(error);
  }

  /** Its stream is over; what has come is no answer if something is missing. */
  broken(): void {
    if (!this.complete) this.destroy(new Error('the stream broke'));
  }
}

const passed = (headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_HTTP1.has(name.toLowerCase())));

const named = (headers: IncomingHttpHeaders): Record<string, string | string[] | undefined> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));
