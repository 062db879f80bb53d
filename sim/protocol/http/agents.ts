/** Connections of one asker to nodes, kept open between requests as `node:http` does it. */
import http from 'node:http';
import type { Duplex } from 'node:stream';
import { type DialPlan, dialNode } from './dialling.ts';
import { HTTP_PORT, nodeOf, type Speaking } from './speaking.ts';

export interface AgentPlan extends DialPlan {
  /** Connections at a time to one node. */
  readonly most: number;
  /** After which an unused connection is closed, ms. */
  readonly idleMs: number;
  opened?(): void;
}

/** Connects to the node whose number is the host's name. */
export function agentOf(speaking: Speaking, plan: AgentPlan): http.Agent {
  const agent = new http.Agent({ keepAlive: true, maxSockets: plan.most, scheduling: 'lifo' });
  const dial = ({ host }: { host?: string | null }): Duplex => {
    plan.opened?.();
    return dialNode(speaking, plan, nodeOf(host!), HTTP_PORT);
  };
  (agent as unknown as { createConnection: typeof dial }).createConnection = dial;
  agent.on('free', (socket: { setTimeout(ms: number): void }) => socket.setTimeout(plan.idleMs));
  return agent;
}
