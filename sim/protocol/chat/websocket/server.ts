/** A gateway that speaks WebSocket, by `ws`. */
import http from 'node:http';
import { WebSocketServer } from 'ws';
import { frameBytes } from '../../../model/wire/websocket.ts';
import type { Plug } from '../../tls/sealed.ts';
import { ackOf } from '../envelope.ts';
import type { Hub } from '../hub.ts';
import { type Beating, beat } from './heartbeat.ts';
import type { WebSocketPlan } from './plan.ts';

/** More than any text: what is longer is refused with 1009 (RFC 6455 §7.4.1). An assumption. */
export const MOST_BYTES = 1 << 20;
/** RFC 6455 §7.4.1: what is received breaks the rules. */
const VIOLATION = 1008;

const UPGRADE_REQUIRED = 426;

const DIGITS = /^\d{1,15}$/;

/** A number that a query has; NaN: it has none. */
export function numberIn(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  return DIGITS.test(text) ? Number(text) : Number.NaN;
}

/** Who asks, as the request's path says: `/chat?user=17&link=3`. */
export function askerOf(url: string): { person: number; number: number } {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  return { person: numberIn(query, 'user'), number: numberIn(query, 'link') };
}

export function serveWebSocket(
  hub: Hub,
  { ackBytes, isDeflated }: WebSocketPlan,
): (socket: Plug) => void {
  const { speaking, links, custody, meters } = hub.parts;
  const server = http.createServer((_request, response) => {
    response.sendDate = false;
    response.writeHead(UPGRADE_REQUIRED, { Upgrade: 'websocket' }).end();
  });
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: isDeflated,
    maxPayload: MOST_BYTES,
  });
  const watch = beat(speaking.kernel);
  server.on('upgrade', (request, socket, head) => {
    const { person, number } = askerOf(request.url!);
    const link = links.get(number);
    const session = hub.session(person);
    if (link === undefined || session === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws: Beating) => {
      link.accepted();
      watch(ws);
      const outlet = { give: (payload: Buffer) => ws.send(payload, { binary: false }) };
      ws.on('message', (payload: Buffer) => {
        const heard = hub.received(person, payload);
        if (heard === undefined) {
          ws.close(VIOLATION);
        } else if ('ack' in heard) {
          session.confirmMessage(heard.ack);
        } else if (ackBytes === undefined) {
          if (link.up.delete(heard.id)) custody.release(heard.id);
        } else {
          const ack = ackOf(heard.id, ackBytes);
          ws.send(ack, { binary: false });
          meters.confirmed(person, frameBytes(ack.length, false));
        }
      });
      ws.on('error', () => {});
      ws.on('close', () => {
        session.detach(outlet);
        link.left();
      });
      session.attach(link, outlet);
    });
  });
  return (socket) => server.emit('connection', socket);
}
