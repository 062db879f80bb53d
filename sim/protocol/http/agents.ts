/** Connections of one asker to nodes, kept open between requests as `node:http` does it. */
import http from 'node:http';
import type { Duplex } from 'node:stream';
import type { Lane } from '../../model/node/peer.ts';
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
  /** Round trips after those of TCP, such as those of TLS. */
  readonly extraRoundTrips: number;
  /** What it takes in before it is read, bytes. */
  readonly receiveBytes?: number | undefined;
  opened?(): void;
}

/** What agents of `node:http` ask for: keepAliveMsecs. */
const KEEP_ALIVE_MS = 1000;

/** Connects to the node whose number is the host's name. */
export function agentOf({ network }: Speaking, plan: AgentPlan): http.Agent {
  const { from, lane, extraRoundTrips } = plan;
  const agent = new http.Agent({ keepAlive: true, maxSockets: plan.most, scheduling: 'lifo' });
  const dial = ({ host }: { host?: string | null }): Duplex => {
    plan.opened?.();
    const to = Number(host!.slice('node-'.length));
    const socket = network.dial({
      from,
      to,
      port: HTTP_PORT,
      extraRoundTrips,
      ...(lane && { lane }),
      ...(plan.receiveBytes !== undefined && { receiveBytes: plan.receiveBytes }),
    });
    // As net.connect does for an agent that keeps connections.
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    return socket;
  };
  (agent as unknown as { createConnection: typeof dial }).createConnection = dial;
  agent.on('free', (socket: { setTimeout(ms: number): void }) => socket.setTimeout(plan.idleMs));
  return agent;
}

export const hostOf = (node: number): string => `node-${node}`;
