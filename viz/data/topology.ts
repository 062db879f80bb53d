/** What the topology draws: groups with their hit ratios, calls with their rates. */
import type { GroupFacts, Result } from '../../sim/index.ts';
import { tierColour } from '../charts/palette.ts';
import type { TopologyData } from '../charts/topology.ts';
import { ask } from './ask.ts';

/** `2 × 3` for two instances in each of three places. */
function sizeOf({ instances }: GroupFacts): string {
  const places = new Set(instances.map((instance) => instance.place)).size;
  if (instances.length <= 1) return instances[0]?.place ?? '';
  const each = instances.length / Math.max(1, places);
  return Number.isInteger(each) && places > 1 ? `${each} × ${places}` : `× ${instances.length}`;
}

export function topologyData(result: Result): TopologyData {
  const nodes = result.topology.groups.map((group) => {
    const facts = { name: group.name, kind: group.kind, layer: group.layer, detail: group.detail };
    const node = { ...facts, size: sizeOf(group) };
    if (group.kind !== 'cache') return node;
    const colour = tierColour(result.topology.groups, group.name);
    const hitRatio = ask(result, 'value', 'hit_ratio', { node: group.name });
    return hitRatio === undefined ? { ...node, colour } : { ...node, colour, hitRatio };
  });
  const edges = result.topology.edges.map(({ from, to }) => {
    const labels = { node: from, to };
    return { from, to, ratePerSecond: ask(result, 'rate', 'calls', labels) ?? 0 };
  });
  return { nodes, edges };
}
