/** What a traffic may say of who answers its devices: which site, which CDN, or a peer. */
import type { z } from 'zod';
import type { HandlerId } from '../../../engine/simulator.ts';
import { choiceOf, choose } from '../../../part/choice.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import { mappings } from './index.ts';
import { nearestSite } from './nearest.ts';
import { Peers, peersParams } from './peers.ts';
import { Routes } from './routes.ts';
import { defaultSteering, steerings } from './steering/index.ts';

export const deliveryParams = {
  mapping: choiceOf(mappings)
    .optional()
    .describe('how devices come to a site; default: the nearest on the map, and no figures of it'),
  steering: choiceOf(steerings)
    .optional()
    .describe(
      'how devices come to one of several CDNs, when `to` names more than one; default: failover',
    ),
  peers: peersParams
    .optional()
    .describe('devices of a place pass objects on to each other; default: they do not'),
};

export type DeliveryParams = z.output<z.ZodObject<typeof deliveryParams>>;

export interface DeliveryPlan {
  readonly traffic: string;
  /** Groups and their parts of the load. */
  readonly shares: Readonly<Record<string, number>>;
  readonly params: DeliveryParams;
  readonly setupRoundTrips: number;
  /** Whether `shares` says more than one group. */
  readonly isSeveral: boolean;
  /** Sends a call to its callee, now. */
  send(call: number): void;
  /** Asks a CDN for what a peer began. */
  begin(call: number): void;
}

export class Delivery {
  readonly #world: World;
  readonly #plan: DeliveryPlan;
  readonly #routes: Routes | undefined;
  readonly #sent: HandlerId | undefined;
  /** By node: its clients, its number among those of the traffic, its peers. */
  readonly #clients: Clients[] = [];
  readonly #place: number[] = [];
  readonly #peers: (Peers | undefined)[] = [];

  constructor(world: World, clients: readonly Clients[], plan: DeliveryPlan) {
    const { traffic, shares, params, setupRoundTrips, isSeveral } = plan;
    const { mapping = choose(nearestSite, {}), steering = defaultSteering, peers } = params;
    this.#world = world;
    this.#plan = plan;
    for (const [place, one] of clients.entries()) {
      this.#clients[one.id] = one;
      this.#place[one.id] = place;
      if (peers === undefined) continue;
      this.#peers[one.id] = new Peers(world, one, traffic, peers, (call) => plan.begin(call));
    }
    if (params.mapping === undefined && !isSeveral) return;
    this.#routes = new Routes(world, clients, {
      traffic,
      shares,
      mapping,
      steering,
      setupRoundTrips,
    });
    this.#sent = world.simulator.handler((call) => plan.send(call), 'device knows its site');
  }

  /** @returns whether a peer answers a call. */
  fromPeer(call: number): boolean {
    const caller = this.#world.calls.caller[call]!;
    return this.#peers[caller]?.serve(call) === true;
  }

  /** Sends a call to the node that is to answer it. @param number of the attempt: another one for each. */
  route(call: number, number: number): void {
    const { calls, simulator } = this.#world;
    const routes = this.#routes;
    if (routes === undefined) {
      this.#plan.send(call);
      return;
    }
    const caller = calls.caller[call]!;
    const clients = this.#clients[caller]!;
    calls.callee[call] = routes.target(this.#place[caller]!, clients, calls.device[call]!, number);
    if (routes.waitMs === 0) this.#plan.send(call);
    else simulator.after(routes.waitMs, this.#sent!, call);
  }

  /** An answer is at the device, whoever gave it. */
  heard(call: number): void {
    const caller = this.#world.calls.caller[call]!;
    const peers = this.#peers[caller];
    if (peers?.isServing !== true) this.#routes?.answered(this.#place[caller]!, call);
    peers?.learn(call);
  }
}
