/** Connections of one asker to nodes, kept open between requests as `node:http` does it. */
import http from 'node:http';
import type { Duplex } from 'node:stream';
import type { Lane } from '../../model/node/peer.ts';
import type { Carried } from '../capture/exchange-log.ts';
import { HTTPS_PORT, type TlsVersion } from '../tls/security.ts';
import type { End } from '../wire/courses.ts';
import { HTTP_PORT, type Speaking } from './speaking.ts';

export interface AgentPlan {
  readonly from: End;
  /** Chance of a device's access network. */
  readonly lane?: Lane;
  /** Connections at a time to one node. */
  readonly most: number;
  /** After which an unused connection is closed, ms. */
  readonly idleMs: number;
  /** Undefined: it is not encrypted. */
  readonly tls?: TlsVersion | undefined;
  /** What it takes in before it is read, bytes. */
  readonly receiveBytes?: number | undefined;
  opened?(): void;
}

/** Of TLS where nobody speaks it, as with live servers. Source: RFC 8446 §2, RFC 5246 §7.3. */
const ROUND_TRIPS = { 'tls-1.3': 1, 'tls-1.2': 2 } as const;
/** What agents of `node:http` ask for: keepAliveMsecs. */
const KEEP_ALIVE_MS = 1000;

/** Connects to the node whose number is the host's name. */
export function agentOf(speaking: Speaking, plan: AgentPlan): http.Agent {
  const { network, security } = speaking;
  const { from, lane } = plan;
  const secured = security === undefined ? undefined : plan.tls;
  const agent = new http.Agent({ keepAlive: true, maxSockets: plan.most, scheduling: 'lifo' });
  const dial = ({ host }: { host?: string | null }): Duplex => {
    plan.opened?.();
    const to = Number(host!.slice('node-'.length));
    const socket = network.dial({
      from,
      to,
      port: secured === undefined ? HTTP_PORT : HTTPS_PORT,
      isSealed: secured !== undefined,
      extraRoundTrips: secured === undefined && plan.tls ? ROUND_TRIPS[plan.tls] : 0,
      ...(lane && { lane }),
      ...(plan.receiveBytes !== undefined && { receiveBytes: plan.receiveBytes }),
    });
    // As net.connect does for an agent that keeps connections.
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    if (secured === undefined) return socket;
    const carried: Carried = { carrier: socket };
    return Object.assign(security!.secure(socket, host!, secured), carried);
  };
  (agent as unknown as { createConnection: typeof dial }).createConnection = dial;
  agent.on('free', (socket: { setTimeout(ms: number): void }) => socket.setTimeout(plan.idleMs));
  return agent;
}

export const hostOf = (node: number): string => `node-${node}`;
