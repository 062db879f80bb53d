/** Who a server asks: chosen as the model's nodes choose, spoken to by `node:http`. */
import http from 'node:http';
import type { Balancer } from '../../model/balance/balancer.ts';
import { NO_CALL } from '../../model/node/calls.ts';
import type { NodeContext } from '../../model/node/node.ts';
import { Upstream } from '../../model/node/upstream.ts';
import { agentOf } from './agents.ts';
import { hostOf, objectOf, type Speaking } from './speaking.ts';

/** Connections to a node, as many as are needed: nginx and HAProxy have no limit by themselves. */
const CONNECTIONS = Number.POSITIVE_INFINITY;
/** After which an unused connection is closed: nginx's keepalive_timeout, 60 s. */
const IDLE_MS = 60_000;

export interface Upward {
  /** Sends a request to one of them. @returns undefined when all are known to be down, or it cannot be sent. */
  send(path: string, options: http.RequestOptions): http.ClientRequest | undefined;
}

/** @returns undefined for what HTTP/1.1 has no way to say, such as a space in a path that came by HTTP/2. */
function requestOf(options: http.RequestOptions): http.ClientRequest | undefined {
  try {
    return http.request(options);
  } catch {
    return undefined;
  }
}

/** The nodes of a group, behind the balancer of whoever asks. */
export function upwardOf(
  speaking: Speaking,
  context: NodeContext,
  group: string,
  balancer: Balancer,
): Upward {
  const { world } = speaking;
  const upstream = new Upstream(context, group, balancer);
  const agent = agentOf(speaking, {
    from: { node: context.id, device: -1 },
    most: CONNECTIONS,
    idleMs: IDLE_MS,
  });
  return {
    send: (path, options) => {
      const asked = objectOf(path) ?? { content: 0, object: 0 };
      const call = upstream.make(asked.content, asked.object, 0, world.simulator.nowMs);
      if (call === NO_CALL) return undefined;
      const node = world.calls.callee[call]!;
      world.exchange.countCarried(context.id, node, 1, 0, world.simulator.nowMs);
      const done = () => {
        const answered = upstream.done(call);
        if (answered !== NO_CALL) world.calls.release(answered);
      };
      const request = requestOf({ ...options, agent, host: hostOf(node), path });
      if (request === undefined) done();
      else request.once('close', done);
      return request;
    },
  };
}
