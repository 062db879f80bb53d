/** Lets the nodes and devices of a built world speak HTTP over the simulated network. */
import type http from 'node:http';
import type { Balancer } from '../model/balance/balancer.ts';
import { makeParts } from '../model/cdn/cache-parts.ts';
import { settingsOf } from '../model/cdn/cache-settings.ts';
import type { Distribution } from '../model/distribution/distribution.ts';
import { SEGMENT_BYTES } from '../model/net/transport/slow-start.ts';
import type { Transport } from '../model/net/transport/transport.ts';
import type { NodeContext } from '../model/node/node.ts';
import type { Choice } from '../part/choice.ts';
import { layOutInstances } from '../scenario/layout.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { speakChats } from './chat/speak-chats.ts';
import { type ClientPlan, HttpClients } from './http/client.ts';
import { Edge } from './http/edge/edge.ts';
import { Shelf } from './http/edge/shelf.ts';
import { Origin } from './http/origin.ts';
import { makeProxy } from './http/proxy.ts';
import { HTTP_PORT, type Speaking } from './http/speaking.ts';
import { upwardOf } from './http/upstreams.ts';
import { edgeMeters } from './meters.ts';
import { mqttPlans } from './mqtt/plans.ts';
import { MqttTelegraph } from './mqtt/telegraph.ts';
import { RtpWire } from './rtp/sound-wire.ts';
import type { WireHash } from './wire/wire-hash.ts';

type Params = Readonly<Record<string, unknown>>;

/** A server that takes connections. */
export interface Spoken {
  readonly server: http.Server;
  crash?(): void;
}

/** How a kind of node is spoken. */
export const spokenKinds: Readonly<
  Record<string, (speaking: Speaking, context: NodeContext, params: Params) => Spoken>
> = {
  origin: (_speaking, context, params) => {
    const { workers, service } = params as { workers: number; service: Choice<Distribution> };
    return new Origin(context, { workers, service: service.make() });
  },
  cache: (speaking, context, params) => {
    const settings = settingsOf(params as Parameters<typeof settingsOf>[0]);
    const shelf = new Shelf((watcher) => makeParts(context, settings, watcher).store);
    const parent = upwardOf(speaking, context, settings.parent, settings.balancer);
    const rules = { collapses: settings.collapse };
    return new Edge(shelf, parent, edgeMeters(context), rules);
  },
  balancer: (speaking, context, params) => {
    const { backends, algorithm } = params as { backends: string; algorithm: Choice<Balancer> };
    return { server: makeProxy(upwardOf(speaking, context, backends, algorithm.make())) };
  },
};

/** With what a world must have before its traffic is made. */
export interface Equipped extends Speaking {
  readonly telegraph: MqttTelegraph;
}

export function equip(scenario: Scenario, speaking: Speaking, hash: WireHash): Equipped {
  speaking.world.makeSoundWire = (ear) => new RtpWire(speaking.kernel, ear, hash);
  const telegraph = new MqttTelegraph({ ...speaking, plans: mqttPlans(scenario), hash });
  speaking.world.telegraph = telegraph;
  return { ...speaking, telegraph };
}

export function speak(scenario: Scenario, speaking: Equipped): void {
  const { world, network, telegraph } = speaking;
  const spoken: (Spoken | undefined)[] = [];
  for (const [id, instance] of layOutInstances(scenario).entries()) {
    const { name, group, place, site, devices } = instance;
    const context = { world, id, name, group: group.name, place, site, devices };
    const one = spokenKinds[group.kind.name]?.(speaking, context, group.kind.params);
    if (group.kind.name === 'broker') telegraph.serve(id, group.name);
    spoken[id] = one;
    if (one === undefined) continue;
    network.listen(id, HTTP_PORT, (socket) => one.server.emit('connection', socket));
  }
  const crashed = speakChats(scenario, speaking);
  world.exchange.watch({
    changed: (node) => {
      if (world.exchange.up[node] === 1) return;
      network.crash(node);
      spoken[node]?.crash?.();
      crashed(node);
      telegraph.crash(node);
    },
    weighed: () => {},
  });
  // By content: only what is asked for has any.
  const plans = scenario.traffic
    .filter(({ kind }) => kind.params.transport !== undefined)
    .map(({ name, kind }) => clientPlan(name, kind.params));
  world.courier = new HttpClients(speaking, plans);
}

export function clientPlan(traffic: string, params: Params): ClientPlan {
  const { transport, idle } = params as { transport: Choice<Transport>; idle: number };
  const { setupRoundTrips, flow } = transport.make();
  return {
    traffic,
    connections: flow?.connections ?? 1,
    idleMs: idle,
    extraRoundTrips: Math.max(0, setupRoundTrips - 1),
    receiveBytes: flow && flow.receiveWindow * SEGMENT_BYTES,
  };
}
