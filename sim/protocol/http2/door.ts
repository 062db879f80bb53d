/** Lets a server of `node:http` be asked by HTTP/2, too. RFC 9113 §3.3: those who connect know that it can. */
import type http from 'node:http';
import http2 from 'node:http2';
import type { Duplex } from 'node:stream';

/** @returns what takes connections. */
export function http2Door(server: http.Server): (socket: Duplex) => void {
  let door: http2.Http2Server | undefined;
  return (socket) => {
    door ??= made(server);
    door.emit('connection', socket);
  };
}

function made(server: http.Server): http2.Http2Server {
  const door = http2.createServer();
  door.on('request', (request, response) => server.emit('request', request, response));
  // A broken connection is no fault of ours; its streams say so to whoever serves them.
  door.on('sessionError', () => {});
  return door;
}
