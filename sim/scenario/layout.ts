/** The instances of every group, in the order in which they get their ids. */
import { AT_ALL_SITES, METRO } from '../model/net/place.ts';
import { traitsOf } from '../part/reference.ts';
import type { NodeGroup, Scenario } from './scenario.ts';

export interface InstancePlan {
  /** `edge/0`; numbered through all places of the group, place by place. */
  readonly name: string;
  readonly group: NodeGroup;
  readonly place: number;
  /** Devices that a clients' instance stands for; 1 for others. */
  readonly devices: number;
  /** As `NodeContext` has it. */
  readonly site: number;
}

/** Clients are one instance a place, however many devices; other groups `count` a place. */
export function layOutInstances(scenario: Scenario): InstancePlan[] {
  return scenario.nodes.flatMap((group) => {
    const isClients = servesClients(group);
    const copies = isClients ? 1 : group.count;
    const stands = group.at.flatMap((place) => {
      const sites = group.isAtSites ? (scenario.places[place]!.sites ?? 1) : 1;
      // All sites have one before any has a second: `RadioSites.seat` counts on it.
      return Array.from({ length: copies * sites }, (_, index) => ({ place, site: index % sites }));
    });
    return stands.map(({ place, site }, index) => ({
      name: `${group.name}/${index}`,
      group,
      place,
      devices: isClients ? group.count : 1,
      site: isClients ? AT_ALL_SITES : group.isAtSites ? site : METRO,
    }));
  });
}

const servesClients = (group: NodeGroup): boolean =>
  traitsOf(group.kind).serves?.includes('clients') ?? false;
