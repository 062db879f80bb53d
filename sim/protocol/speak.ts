/** Lets the nodes and devices of a built world speak HTTP over the simulated network. */
import type http from 'node:http';
import type { Duplex } from 'node:stream';
import type { Balancer } from '../model/balance/balancer.ts';
import { makeParts } from '../model/cdn/cache-parts.ts';
import { settingsOf } from '../model/cdn/cache-settings.ts';
import type { Distribution } from '../model/distribution/distribution.ts';
import type { Transport } from '../model/net/transport/transport.ts';
import type { NodeContext } from '../model/node/node.ts';
import type { Choice } from '../part/choice.ts';
import { layOutInstances } from '../scenario/layout.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { speakChats } from './chat/speak-chats.ts';
import { HttpClients } from './http/client.ts';
import { Edge } from './http/edge/edge.ts';
import { Shelf } from './http/edge/shelf.ts';
import type { ClientPlan, LibraryName } from './http/library.ts';
import { Origin } from './http/origin.ts';
import { makeProxy } from './http/proxy.ts';
import { HTTP_PORT, HTTP2_PORT, type Speaking } from './http/speaking.ts';
import { type UpwardPlan, upwardOf } from './http/upstreams.ts';
import { http2Door } from './http2/door.ts';
import { edgeMeters } from './meters.ts';
import { mqttPlans } from './mqtt/plans.ts';
import { MqttTelegraph } from './mqtt/telegraph.ts';
import { RtpPorts, RtpWire } from './rtp/sound-wire.ts';
import { listenSealed } from './tls/sealed.ts';
import type { TlsVersion } from './tls/security.ts';
import { Datagrams } from './wire/datagrams.ts';
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
    const plan = upwardPlan(params.transport as Choice<Transport> | undefined);
    const parent = upwardOf(speaking, context, settings.parent, settings.balancer, plan);
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
  const { kernel, world, network } = speaking;
  const datagrams = new Datagrams(kernel, world, hash);
  datagrams.tap = network.tap;
  const ports = new RtpPorts();
  world.makeSoundWire = (ear) => new RtpWire({ kernel, ear, datagrams, ports });
  const telegraph = new MqttTelegraph({ ...speaking, plans: mqttPlans(scenario), datagrams });
  world.telegraph = telegraph;
  return { ...speaking, telegraph };
}

export function speak(scenario: Scenario, speaking: Equipped): void {
  const { world, network, telegraph } = speaking;
  // By content: only what is asked for has any.
  const plans = scenario.traffic
    .filter(({ kind }) => kind.params.transport !== undefined)
    .map(({ name, kind }) => clientPlan(name, kind.params));
  const spoken: (Spoken | undefined)[] = [];
  for (const [id, instance] of layOutInstances(scenario).entries()) {
    const { name, group, place, site, devices } = instance;
    const context = { world, id, name, group: group.name, place, site, devices };
    const one = spokenKinds[group.kind.name]?.(speaking, context, group.kind.params);
    if (group.kind.name === 'broker') telegraph.serve(id, group.name);
    spoken[id] = one;
    if (one === undefined) continue;
    const doors = {
      [HTTP_PORT]: (socket: Duplex) => void one.server.emit('connection', socket),
      [HTTP2_PORT]: http2Door(one.server),
    };
    for (const [port, accept] of Object.entries(doors)) {
      listenSealed(speaking, id, Number(port), accept);
    }
  }
  const chats = speakChats(scenario, speaking);
  world.exchange.watch({
    changed: (node) => {
      if (world.exchange.up[node] === 1) return;
      network.crash(node);
      spoken[node]?.crash?.();
      chats.crash(node);
      telegraph.crash(node);
    },
    weighed: () => {},
  });
  world.courier = new HttpClients(speaking, plans);
}

/** Whether anybody in a scenario speaks TLS. */
export const hasTls = ({ traffic, nodes }: Scenario): boolean =>
  traffic.some(({ kind }) => {
    const { transport, protocol } = kind.params as Record<string, Choice<Transport> | undefined>;
    return protocol?.params.tls === true || isEncrypted(transport);
  }) || nodes.some(({ kind }) => isEncrypted(kind.params.transport as Choice<Transport>));

const isEncrypted = (transport: Choice<Transport> | undefined): boolean =>
  transport !== undefined && tlsOf(transport) !== undefined;

/** What encrypts: a transport that is named after it, or has it as a parameter. */
function tlsOf({ name, params }: Choice<Transport>): TlsVersion | undefined {
  return [name, params.tls].find((one) => one === 'tls-1.2' || one === 'tls-1.3') as
    | TlsVersion
    | undefined;
}

export function clientPlan(traffic: string, params: Params): ClientPlan {
  const { transport, idle } = params as { transport: Choice<Transport>; idle: number };
  const { flow } = transport.make();
  return {
    traffic,
    library: libraryOf(params),
    connections: flow?.connections ?? 1,
    requests: flow?.requests ?? 1,
    idleMs: idle,
    tls: tlsOf(transport),
    flow,
  };
}

/** How a cache asks its parent; undefined: by HTTP/1.1, with as many connections as it needs. */
export function upwardPlan(transport: Choice<Transport> | undefined): UpwardPlan | undefined {
  if (transport === undefined) return undefined;
  const { flow } = transport.make();
  return {
    isHttp2: transport.name === 'http-2',
    requests: flow?.requests ?? 1,
    tls: tlsOf(transport),
    flow,
  };
}

/** What devices of a traffic ask with. */
export function libraryOf({ transport, library }: Params): LibraryName {
  if ((transport as Choice<Transport> | undefined)?.name === 'http-2') return 'node:http2';
  return library === 'undici' ? 'undici' : 'node:http';
}
