/** Lets the nodes and devices of a built world speak HTTP over the simulated network. */
import { makeParts } from '../model/cdn/cache-parts.ts';
import { type CacheSettings, settingsOf } from '../model/cdn/cache-settings.ts';
import type { Flow, Transport } from '../model/net/transport/transport.ts';
import type { NodeContext } from '../model/node/node.ts';
import { nearest, type World } from '../model/node/world.ts';
import type { Choice } from '../part/choice.ts';
import { type InstancePlan, layOutInstances } from '../scenario/layout.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { agentOf, hostOf } from './http/agents.ts';
import { type ClientPlan, HttpClients } from './http/client.ts';
import { Edge } from './http/edge.ts';
import { startOrigin } from './http/origin.ts';
import { Shelf } from './http/shelf.ts';
import { HTTP_PORT, type Speaking } from './http/speaking.ts';

type Params = Readonly<Record<string, unknown>>;

/** Connections of an edge to its parent, as many as it needs: nginx and Varnish have no limit by themselves. */
const PARENT_CONNECTIONS = Number.POSITIVE_INFINITY;
/** After which an edge closes a connection to its parent: nginx's keepalive_timeout, 60 s. */
const PARENT_IDLE_MS = 60_000;

export function speak(scenario: Scenario, speaking: Speaking): void {
  const { world } = speaking;
  for (const [id, instance] of layOutInstances(scenario).entries()) {
    const { kind } = instance.group;
    if (kind.name === 'origin') startOrigin(speaking, originPlan(id, instance));
    else if (kind.name === 'cache') startEdge(speaking, id, instance);
  }
  const plans = scenario.traffic.map(({ name, kind }) => clientPlan(name, kind.params));
  world.courier = new HttpClients(speaking, plans);
}

const originPlan = (node: number, { name, group }: InstancePlan) => ({
  node,
  name,
  ...(group.kind.params as {
    workers: number;
    service: Parameters<typeof startOrigin>[1]['service'];
  }),
});

function clientPlan(traffic: string, params: Params): ClientPlan {
  const transport = (params['transport'] as Choice<Transport>).make();
  const flow: Flow | undefined = transport.flow;
  return {
    traffic,
    connections: flow?.connections ?? 1,
    idleMs: params['idle'] as number,
    extraRoundTrips: Math.max(0, transport.setupRoundTrips - 1),
  };
}

function startEdge(speaking: Speaking, id: number, instance: InstancePlan): void {
  const { world, network } = speaking;
  const { name, group, place, site } = instance;
  const settings = settingsOf(group.kind.params as Parameters<typeof settingsOf>[0]);
  const context: NodeContext = { world, id, name, group: group.name, place, site, devices: 1 };
  const shelf = new Shelf((watcher) => makeParts(context, settings, watcher).store);
  const agent = agentOf(speaking, {
    from: { node: id, device: -1 },
    most: PARENT_CONNECTIONS,
    idleMs: PARENT_IDLE_MS,
    extraRoundTrips: 0,
  });
  const parent = parentOf(world, settings, place);
  const edge = new Edge(shelf, { agent, hostOf: () => hostOf(parent) }, metersOf(context));
  network.listen(id, HTTP_PORT, (socket) => edge.server.emit('connection', socket));
}

const parentOf = (world: World, { parent }: CacheSettings, place: number): number =>
  nearest(world, parent, place)[0]!;

function metersOf(context: NodeContext) {
  const { world, group, place } = context;
  const { recorder, simulator, places } = world;
  const labels = { node: group, place: places[place]!.name };
  const counter = (metric: string) => recorder.counter(metric, labels);
  const requests = counter('cache_requests');
  const [hits, stale] = [counter('cache_hits'), counter('cache_stale')];
  const collapsed = counter('cache_collapsed');
  const revalidated = counter('cache_revalidated');
  const add = (metric: number, amount = 1) => recorder.add(metric, amount, simulator.nowMs);
  return {
    asked: (found: 'hit' | 'stale' | 'miss') => {
      add(requests);
      if (found === 'hit') add(hits);
      else if (found === 'stale') add(stale);
    },
    collapsed: () => add(collapsed),
    revalidated: () => add(revalidated),
  };
}
