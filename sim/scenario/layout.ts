/** The instances of every group, in the order in which they get their ids. */
import { traitsOf } from '../part/reference.ts';
import type { NodeGroup, Scenario } from './scenario.ts';

export interface InstancePlan {
  /** `edge/0`; numbered through all places of the group, place by place. */
  readonly name: string;
  readonly group: NodeGroup;
  readonly place: number;
  /** Devices that a clients' instance stands for; 1 for others. */
  readonly devices: number;
}

/** Clients are one instance a place, however many devices; other groups `count` a place. */
export function layOutInstances(scenario: Scenario): InstancePlan[] {
  return scenario.nodes.flatMap((group) => {
    const isClients = servesClients(group);
    const copies = isClients ? 1 : group.count;
    const places = group.at.flatMap((place) => Array.from({ length: copies }, () => place));
    return places.map((place, index) => ({
      name: `${group.name}/${index}`,
      group,
      place,
      devices: isClients ? group.count : 1,
    }));
  });
}

const servesClients = (group: NodeGroup): boolean =>
  traitsOf(group.kind).serves?.includes('clients') ?? false;
