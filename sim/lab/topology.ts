/** What a Result says of a scenario's nodes: groups, who calls whom, and layers for drawing. */
import { type Service, traitsOf } from '../part/reference.ts';
import type { GroupFacts, Topology } from '../result/result.ts';
import { layOutInstances } from '../scenario/layout.ts';
import type { NodeGroup, Scenario, TrafficEntry } from '../scenario/scenario.ts';

/** What servers ask each other for the devices; all else the devices ask themselves. */
const AMONG_SERVERS: readonly (Service | 'clients' | undefined)[] = [
  'mailbox',
  'registry',
  'push',
  'claims',
];

/** @param details one line on each group, by name. */
export function topologyOf(scenario: Scenario, details: ReadonlyMap<string, string>): Topology {
  const edges = edgesOf(scenario);
  const layers = layersOf(scenario, edges);
  const instances = layOutInstances(scenario);
  const groups = scenario.nodes.map((group): GroupFacts => {
    const own = instances.filter((instance) => instance.group === group);
    return {
      name: group.name,
      kind: group.kind.name,
      layer: layers.get(group.name) ?? 0,
      instances: own.map(({ name, place }) => ({ name, place: scenario.places[place]!.name })),
      detail: details.get(group.name) ?? '',
    };
  });
  const places = scenario.places.map(({ name, latDeg, lonDeg, share }) => {
    return { name, latDeg, lonDeg, share };
  });
  return { places, groups, edges };
}

/** The groups that a group calls by itself: backends, parents. */
function calledGroups(group: NodeGroup): string[] {
  const all = traitsOf(group.kind).references?.(group.kind.params) ?? [];
  return all.filter(({ calls }) => calls === true).map(({ name }) => name);
}

/** Groups that a traffic needs beside the one it talks to: stores, registries, the CDN of its pictures. */
function besides({ from, to, kind }: TrafficEntry): { from: string; to: string }[] {
  const groups = (traitsOf(kind).references?.(kind.params) ?? []).filter(
    ({ to: what, needs }) => what === 'group' && needs !== undefined,
  );
  return groups.map(({ name, needs }) => ({
    from: AMONG_SERVERS.includes(needs) ? to : from,
    to: name,
  }));
}

function edgesOf(scenario: Scenario): { from: string; to: string }[] {
  const asked = scenario.traffic.flatMap(({ from, to, shares }) =>
    Object.keys(shares ?? { [to]: 1 }).map((group) => ({ from, to: group })),
  );
  const needed = scenario.traffic.flatMap(besides).filter(({ from, to }) => from !== to);
  const passed = scenario.nodes.flatMap((group) =>
    calledGroups(group).map((to) => ({ from: group.name, to })),
  );
  const unique = new Map(
    [...asked, ...needed, ...passed].map((edge) => [`${edge.from}>${edge.to}`, edge]),
  );
  return [...unique.values()];
}

/** Longest way from the clients, in hops; the reader has made sure that there is no cycle. */
function layersOf(scenario: Scenario, edges: { from: string; to: string }[]): Map<string, number> {
  const layers = new Map(scenario.nodes.map(({ name }) => [name, 0]));
  for (let round = 0; round < scenario.nodes.length; round += 1) {
    for (const { from, to } of edges) {
      layers.set(to, Math.max(layers.get(to)!, layers.get(from)! + 1));
    }
  }
  return layers;
}
