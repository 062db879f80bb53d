/** Devices that ask, by `node:http`: takes the calls of a model's traffic and speaks them. */
import http from 'node:http';
import type { Clients } from '../../model/node/clients.ts';
import type { Courier } from '../../model/node/courier.ts';
import type { Lane } from '../../model/node/peer.ts';
import { agentOf, hostOf } from './agents.ts';
import { pathOf, type Speaking } from './speaking.ts';

/** How one traffic's devices connect. */
export interface ClientPlan {
  readonly traffic: string;
  readonly connections: number;
  readonly idleMs: number;
  readonly extraRoundTrips: number;
  readonly receiveBytes: number | undefined;
}

/** What a server of somebody else's is asked for. */
export interface Address {
  readonly host: string;
  /** Before the paths of objects; empty, or with a slash at its beginning. */
  readonly prefix: string;
}

const OK = 200;
const FIRST_ERROR = 400;

export class HttpClients implements Courier {
  readonly #speaking: Speaking;
  readonly #plans: readonly ClientPlan[];
  /** By content, node of clients and device. */
  readonly #agents = new Map<string, http.Agent>();
  readonly #lanes = new Map<string, Lane>();
  readonly #prefix: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param plans by content. */
  constructor(speaking: Speaking, plans: readonly ClientPlan[], address?: Address) {
    this.#speaking = speaking;
    this.#plans = plans;
    this.#prefix = address?.prefix ?? '';
    this.#headers = {
      ...(address && { Host: address.host }),
      'User-Agent': 'twinwing',
      Accept: '*/*',
      'Accept-Encoding': 'identity',
    };
  }

  request(call: number, opened: () => void): void {
    const { calls, exchange, simulator } = this.#speaking.world;
    const content = calls.content[call]!;
    exchange.countCarried(calls.caller[call]!, calls.callee[call]!, 1, 0, simulator.nowMs);
    const request = http.get({
      agent: this.#agentOf(call, opened),
      host: hostOf(calls.callee[call]!),
      path: this.#prefix + pathOf(content, calls.object[call]!),
      headers: this.#headers,
    });
    let isOver = false;
    // A connection that breaks in the middle of an answer is an error of both.
    const conclude = (hasFailed: boolean) => {
      if (!isOver) this.#conclude(call, hasFailed);
      isOver = true;
    };
    request.on('response', (response) => this.#read(call, response, conclude));
    request.on('error', () => conclude(true));
  }

  #read(
    call: number,
    response: http.IncomingMessage,
    conclude: (hasFailed: boolean) => void,
  ): void {
    const { calls } = this.#speaking.world;
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    response.on('end', () => {
      const status = response.statusCode ?? 0;
      const isBroken = status >= FIRST_ERROR || !response.complete;
      if (status === OK && !isBroken) calls.bytes[call] = bytes;
      conclude(isBroken);
    });
    response.on('error', () => conclude(true));
  }

  #conclude(call: number, hasFailed: boolean): void {
    const { world } = this.#speaking;
    const { calls, nodes } = world;
    calls.failed[call] = hasFailed ? 1 : 0;
    (nodes[calls.caller[call]!] as Clients).received(call);
  }

  #agentOf(call: number, opened: () => void): http.Agent {
    const { calls, nodes } = this.#speaking.world;
    const content = calls.content[call]!;
    const node = calls.caller[call]!;
    const device = calls.device[call]!;
    const key = `${content}/${node}/${device}`;
    let agent = this.#agents.get(key);
    if (agent !== undefined) return agent;
    const plan = this.#plans[content]!;
    const laneKey = `${content}/${node}`;
    let lane = this.#lanes.get(laneKey);
    if (lane === undefined) {
      lane = (nodes[node] as Clients).lane(plan.traffic);
      this.#lanes.set(laneKey, lane);
    }
    const { connections: most, idleMs, extraRoundTrips, receiveBytes } = plan;
    agent = agentOf(this.#speaking, {
      from: { node, device },
      lane,
      most,
      idleMs,
      extraRoundTrips,
      receiveBytes,
      opened,
    });
    this.#agents.set(key, agent);
    return agent;
  }
}
