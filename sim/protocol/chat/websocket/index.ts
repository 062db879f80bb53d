/** A chat over WebSocket: frames of `ws` 8 at both ends. */
import { HTTP_PORT } from '../../http/speaking.ts';
import type { SpokenProtocol } from '../spoken-protocol.ts';
import { WebSocketDevice } from './device.ts';
import type { WebSocketPlan } from './plan.ts';
import { serveWebSocket } from './server.ts';

export function spokenWebSocket(params: Readonly<Record<string, unknown>>): SpokenProtocol {
  const { acks, ack, deflate } = params as { acks: boolean; ack: number; deflate: number };
  const plan: WebSocketPlan = { ackBytes: acks ? ack : undefined, isDeflated: deflate < 1 };
  return {
    port: HTTP_PORT,
    keeping: { isKept: acks, most: Number.POSITIVE_INFINITY },
    serve: (hub) => serveWebSocket(hub, plan),
    join: (joining, person) => new WebSocketDevice(joining, person, plan),
  };
}
