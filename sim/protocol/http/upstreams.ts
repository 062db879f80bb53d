/** Who a server asks: chosen as the model's nodes choose, spoken to by `node:http` or `node:http2`. */
import http from 'node:http';
import type { Duplex, Writable } from 'node:stream';
import type { Balancer } from '../../model/balance/balancer.ts';
import type { Flow } from '../../model/net/transport/transport.ts';
import { NO_CALL } from '../../model/node/calls.ts';
import type { NodeContext } from '../../model/node/node.ts';
import { Upstream } from '../../model/node/upstream.ts';
import { Lines } from '../http2/lines.ts';
import { Http2Outgoing } from '../http2/outgoing.ts';
import type { TlsVersion } from '../tls/security.ts';
import { agentOf } from './agents.ts';
import { hostOf, objectOf, type Speaking } from './speaking.ts';

/** Connections to a node, as many as are needed: nginx and HAProxy have no limit by themselves. */
const CONNECTIONS = Number.POSITIVE_INFINITY;
/** After which an unused connection is closed: nginx's keepalive_timeout, 60 s. */
const IDLE_MS = 60_000;

export interface Upward {
  /** Sends a request to one of them. @returns undefined when all are known to be down, or it cannot be sent. */
  send(path: string, options: http.RequestOptions): Writable | undefined;
}

/** How a server asks. */
export interface UpwardPlan {
  readonly isHttp2: boolean;
  /** Requests at a time on a connection. */
  readonly requests: number;
  /** Undefined: it is not encrypted. */
  readonly tls?: TlsVersion | undefined;
  /** How ends send, and how much is taken in before it is read. */
  readonly flow?: Flow | undefined;
}

const PLAIN: UpwardPlan = { isHttp2: false, requests: 1 };

type Send = (node: number, options: http.RequestOptions & { path: string }) => Writable;

/** @param opened told of each new connection. */
function senderOf(speaking: Speaking, from: number, plan: UpwardPlan, opened: () => void): Send {
  const dialling = { ...plan, from: { node: from, device: -1 }, idleMs: IDLE_MS };
  const httpVersion = plan.isHttp2 ? 'HTTP/2' : 'HTTP/1.1';
  const follow = (path: string) => (socket: Duplex) =>
    speaking.log?.passed({ node: from, path, httpVersion }, socket);
  if (plan.isHttp2) {
    const lines = new Lines(speaking, { ...dialling, connections: CONNECTIONS });
    return (node, options) =>
      new Http2Outgoing(lines, node, options, { opened, took: follow(options.path) });
  }
  const agent = agentOf(speaking, { ...dialling, most: CONNECTIONS, opened });
  return (node, options) => {
    const request = http.request({ ...options, agent, host: hostOf(node) });
    return request.once('socket', follow(options.path));
  };
}

/** Connections to parents are counted where the scenario says how they are made, as in the model. */
function countsOpened({ world, group, place }: NodeContext): () => void {
  const { recorder, simulator, places } = world;
  const labels = { node: group, place: places[place]!.name };
  const opened = recorder.counter('node_connections', labels);
  return () => recorder.add(opened, 1, simulator.nowMs);
}

/**
 * The nodes of a group, behind the balancer of whoever asks.
 *
 * @param plan undefined: by HTTP/1.1.
 */
export function upwardOf(
  speaking: Speaking,
  context: NodeContext,
  group: string,
  balancer: Balancer,
  plan?: UpwardPlan,
): Upward {
  const { world } = speaking;
  const upstream = new Upstream(context, group, balancer);
  const opened = plan === undefined ? () => {} : countsOpened(context);
  const sendTo = senderOf(speaking, context.id, plan ?? PLAIN, opened);
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
      try {
        return sendTo(node, { ...options, path }).once('close', done);
      } catch {
        // There is no way to say it, such as a space in a path that came by HTTP/2.
        done();
        return undefined;
      }
    },
  };
}
