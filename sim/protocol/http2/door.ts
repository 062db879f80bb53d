/** Lets a server of `node:http` be asked by HTTP/2, too. RFC 9113 §3.3: those who connect know that it can. */
import type http from 'node:http';
import http2 from 'node:http2';
import type { Duplex } from 'node:stream';
import { Vigil } from './vigil.ts';

/** Fields of a request: as many as `node:http` takes, bytes. Source: Node.js, `http.maxHeaderSize` */
const MOST_FIELD_BYTES = 16_384;
/** Requests at a time on a connection. An assumption: more than anybody wants, since what a scenario has is up to who asks. */
const MOST_STREAMS = 1000;

/** RFC 6585 §5 */
const TOO_LARGE = 431;

/** nghttp2 holds to what its peer has confirmed, and some peers confirm nothing. */
const bytesOf = (fields: readonly string[]): number =>
  fields.reduce((sum, { length }) => sum + length, 0);

/** @returns what takes connections. */
export function http2Door(server: http.Server): (socket: Duplex) => void {
  let door: http2.Http2Server | undefined;
  return (socket) => {
    door ??= made(server);
    door.emit('connection', socket);
  };
}

function made(server: http.Server): http2.Http2Server {
  const door = http2.createServer({
    settings: { maxHeaderListSize: MOST_FIELD_BYTES, maxConcurrentStreams: MOST_STREAMS },
  });
  door.on('session', (session) => new Vigil(session));
  door.on('request', (request, response) => {
    if (bytesOf(request.rawHeaders) <= MOST_FIELD_BYTES) server.emit('request', request, response);
    else response.writeHead(TOO_LARGE).end();
  });
  // A broken connection is no fault of ours; its streams say so to whoever serves them.
  door.on('sessionError', () => {});
  return door;
}
