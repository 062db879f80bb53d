/** A gateway that speaks HTTP/1.1, by `node:http`: messages come by POST, and leave as its protocol has it. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Plug } from '../../tls/sealed.ts';
import type { Hub } from '../hub.ts';
import type { Link } from '../link.ts';
import type { Session } from '../session.ts';
import { numberIn } from '../websocket/server.ts';
import { answerHeaders } from './heads.ts';

/** Somebody who asks for what is for him. */
export interface Listening {
  readonly session: Session;
  readonly link: Link;
  readonly query: URLSearchParams;
}

/** As of WebSocket's: an assumption. */
const MOST_BYTES = 1 << 20;
const ERRORS = {
  400: '400 Bad Request',
  403: '403 Forbidden',
  404: '404 Not Found',
  413: '413 Payload Too Large',
};
const NO_CONTENT = 204;

/** @param path where devices listen. */
export function serveHttp(
  hub: Hub,
  path: string,
  listen: (listening: Listening, request: IncomingMessage, response: ServerResponse) => void,
): (socket: Plug) => void {
  const server = http.createServer((request, response) => {
    response.sendDate = false;
    const url = request.url!;
    const at = url.indexOf('?');
    const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
    const where = at < 0 ? url : url.slice(0, at);
    const person = numberIn(query, 'user');
    const session = hub.session(person);
    if (session === undefined) refuse(request, response, 403);
    else if (request.method === 'POST' && where === '/send') take(hub, person, request, response);
    else if (request.method === 'GET' && where === path) {
      const link = hub.parts.links.get(numberIn(query, 'link'));
      if (link === undefined) refuse(request, response, 403);
      else listen({ session, link, query }, request, response);
    } else refuse(request, response, 404);
  });
  // Connections stay open as long as their owners want.
  server.keepAliveTimeout = 0;
  return (socket) => server.emit('connection', socket);
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: keyof typeof ERRORS,
): void {
  request.resume();
  response.writeHead(status, answerHeaders(ERRORS[status], { 'Content-Length': 0 })).end();
}

function take(hub: Hub, person: number, request: IncomingMessage, response: ServerResponse): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) parts.push(chunk);
  });
  request.on('error', () => {});
  request.on('end', () => {
    const payload = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    if (bytes > MOST_BYTES) refuse(request, response, 413);
    else if (hub.received(person, payload) === undefined) refuse(request, response, 400);
    else response.writeHead(NO_CONTENT, answerHeaders('204 No Content', {})).end();
  });
}
