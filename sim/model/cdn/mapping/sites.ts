/** The places in which a group has nodes, as the clients of one place see them: the quickest first. */
import { distanceKm } from '../../net/place.ts';
import type { World } from '../../node/world.ts';

interface Site {
  readonly ids: readonly number[];
  /** Round trip between the clients' place and this one, ms; and on the map, km. */
  readonly roundTripMs: number;
  readonly km: number;
  /** Nodes of it that take no calls now. */
  readonly away: Set<number>;
  /** When it was lost, and when it was back, in turn, ms. */
  readonly changesMs: number[];
}

export class Sites {
  readonly #world: World;
  readonly #sites: readonly Site[];
  /** The one that is nearest on the map. */
  readonly nearest: number;
  /** Whether one has ever been lost. */
  hasChanged = false;

  constructor(world: World, group: string, place: number) {
    const { groups, network, nodes, places, simulator } = world;
    this.#world = world;
    const byPlace = new Map<number, number[]>();
    for (const id of groups.get(group)!) {
      const at = nodes[id]!.place;
      byPlace.set(at, [...(byPlace.get(at) ?? []), id]);
    }
    const sites = [...byPlace].map(([at, ids]): Site => {
      const roundTripMs = network.roundTripMs(place, at);
      const km = distanceKm(places[place]!, places[at]!);
      return { ids, roundTripMs, km, away: new Set(), changesMs: [] };
    });
    this.#sites = sites.sort(
      (one, other) =>
        one.roundTripMs - other.roundTripMs || one.km - other.km || one.ids[0]! - other.ids[0]!,
    );
    const shortestKm = Math.min(...sites.map(({ km }) => km));
    this.nearest = this.#sites.findIndex(({ km }) => km === shortestKm);
    world.exchange.watch({
      changed: (node, takes) => this.#changed(node, takes, simulator.nowMs),
      weighed: () => {},
    });
  }

  get count(): number {
    return this.#sites.length;
  }

  roundTripMs(site: number): number {
    return this.#sites[site]!.roundTripMs;
  }

  /** How much farther a site is than the quickest one, as round trip, ms. */
  extraMs(site: number): number {
    return this.#sites[site]!.roundTripMs - this.#sites[0]!.roundTripMs;
  }

  isUp(site: number): boolean {
    return isThere(this.#sites[site]!);
  }

  /** When a site was last lost, ms. */
  lostAtMs(site: number): number {
    return this.#sites[site]!.changesMs.findLast((_, change) => change % 2 === 0) ?? Number.NaN;
  }

  /** `preferred` if it was there at a time, else the quickest that was. */
  at(preferred: number, timeMs: number): number {
    if (!this.hasChanged || this.#wasUp(preferred, timeMs)) return preferred;
    for (let site = 0; site < this.count; site += 1) if (this.#wasUp(site, timeMs)) return site;
    return preferred;
  }

  /** The site that is about so much farther than the quickest one. @param from the first to be looked at. */
  about(extraMs: number, from: number): number {
    let best = Math.min(from, this.count - 1);
    for (let site = best + 1; site < this.count; site += 1) {
      const isCloser =
        Math.abs(this.extraMs(site) - extraMs) < Math.abs(this.extraMs(best) - extraMs);
      if (isCloser) best = site;
    }
    return best;
  }

  /** The node of a site that has a device: one that is up, if any is. */
  nodeFor(site: number, device: number): number {
    const { ids } = this.#sites[site]!;
    const { up } = this.#world.exchange;
    for (let tried = 0; tried < ids.length; tried += 1) {
      const id = ids[(device + tried) % ids.length]!;
      if (up[id] === 1) return id;
    }
    return ids[device % ids.length]!;
  }

  #wasUp(site: number, timeMs: number): boolean {
    const { changesMs } = this.#sites[site]!;
    let changes = changesMs.length;
    while (changes > 0 && changesMs[changes - 1]! > timeMs) changes -= 1;
    return changes % 2 === 0;
  }

  #changed(node: number, takes: boolean, nowMs: number): void {
    const site = this.#sites.find(({ ids }) => ids.includes(node));
    if (site === undefined) return;
    const wasThere = isThere(site);
    if (takes) site.away.delete(node);
    else site.away.add(node);
    if (wasThere === isThere(site)) return;
    site.changesMs.push(nowMs);
    this.hasChanged = true;
  }
}

const isThere = ({ ids, away }: Site): boolean => away.size < ids.length;
