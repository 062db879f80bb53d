/** Servers of `node:http` as they stand in a spoken run. */
import http, { type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { Patience } from './patience.ts';

/**
 * After which a server closes an unused connection, ms. An assumption: longer than anybody who asks keeps one, so that no request
 * meets a connection that is being closed (RFC 9112 §9.5).
 */
const IDLE_MS = 600_000;

export function makeServer(serve: RequestListener): http.Server {
  const server = http.createServer({ keepAliveTimeout: IDLE_MS }, serve);
  const patience = new WeakMap<Socket, Patience>();
  server.on('connection', (socket) => patience.set(socket, new Patience(socket)));
  server.on('request', (request) => patience.get(request.socket)?.began(request));
  return server;
}
