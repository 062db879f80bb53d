/**
 * What a server puts up with from one connection of HTTP/2, in virtual time: Node's own limits leave those open that only time
 * shows, and count resets by a clock that nobody can replace.
 */
import http2, { type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';

const { NGHTTP2_ENHANCE_YOUR_CALM, NGHTTP2_NO_ERROR } = http2.constants;

/** From the connection to the end of the first request's fields, ms. Source: Node.js, `http.Server`, headersTimeout */
const FIRST_MS = 60_000;
/** To the end of a request's content, ms. Source: Node.js, `http.Server`, requestTimeout */
const REQUEST_MS = 300_000;
/** Without a request, ms; as over HTTP/1.1: longer than anybody who asks keeps a connection. */
const IDLE_MS = 600_000;
/** Streams that were reset beyond those that ended well. Apache Tomcat's overheadCountFactor and nginx's patch of 2023 have some hundred. */
const MOST_RESET = 100;
/** Of one connection, ever: below the burst of 1000 that nghttp2 allows, which it counts by the machine's clock. */
const MOST_RESET_EVER = 900;
/** SETTINGS and PING of one connection beyond one for each request. Some clients measure their line by a few. */
const MOST_CONTROL = 100;
/** RFC 9110 §15.5.9 */
const REQUEST_TIMEOUT = 408;

export class Vigil {
  readonly #session: ServerHttp2Session;
  #timer: NodeJS.Timeout | undefined;
  #streams = 0;
  #asked = 0;
  #ended = 0;
  #reset = 0;
  #control = 0;

  constructor(session: ServerHttp2Session) {
    this.#session = session;
    this.#wait(FIRST_MS);
    session.on('stream', (stream) => this.#began(stream));
    session.on('remoteSettings', () => this.#controlled());
    session.on('ping', () => this.#controlled());
    session.on('close', () => clearTimeout(this.#timer));
  }

  #began(stream: ServerHttp2Stream): void {
    this.#asked += 1;
    this.#streams += 1;
    clearTimeout(this.#timer);
    const content = stream.endAfterHeaders ? undefined : setTimeout(() => late(stream), REQUEST_MS);
    stream.on('end', () => clearTimeout(content));
    stream.on('close', () => {
      clearTimeout(content);
      this.#over(stream.rstCode !== NGHTTP2_NO_ERROR);
    });
  }

  #over(isReset: boolean): void {
    this.#streams -= 1;
    if (isReset) this.#reset += 1;
    else this.#ended += 1;
    // CVE-2023-44487 resets streams itself, CVE-2025-8671 has the server do it.
    if (this.#reset - this.#ended > MOST_RESET) this.#refuse();
    else if (this.#reset === MOST_RESET_EVER) this.#session.close();
    else if (this.#streams === 0) this.#wait(IDLE_MS);
  }

  /** CVE-2019-9512, CVE-2019-9515 */
  #controlled(): void {
    this.#control += 1;
    if (this.#control - this.#asked > MOST_CONTROL) this.#refuse();
  }

  #wait(ms: number): void {
    if (this.#session.destroyed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#session.destroy(), ms);
  }

  /** Whatever has come and is not answered will not be. RFC 9113 §5.4.1, §7 */
  #refuse(): void {
    if (this.#session.destroyed) return;
    this.#session.destroy(new Error('too much'), NGHTTP2_ENHANCE_YOUR_CALM);
  }
}

/** Its content has not come: an answer may come before it, and then nobody wants it any more. RFC 9113 §8.1 */
function late(stream: ServerHttp2Stream): void {
  if (stream.destroyed) return;
  if (!stream.headersSent) stream.respond({ ':status': REQUEST_TIMEOUT }, { endStream: true });
  stream.close(NGHTTP2_NO_ERROR);
}
