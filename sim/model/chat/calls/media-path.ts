/** The way that sound takes: from device to device, or over a relay that both can reach. */
import type { Random } from '../../../engine/random.ts';
import type { Clients } from '../../node/clients.ts';
import type { Lane } from '../../node/peer.ts';
import type { World } from '../../node/world.ts';
import type { People } from '../people.ts';

export const LOST = Number.POSITIVE_INFINITY;
const NO_RELAY = -1;

interface MediaParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  /** Whether sound goes over the gateway of the one who calls: it forwards in no time (assumption). */
  readonly isRelayed: boolean;
}

export class MediaPath {
  readonly #parts: MediaParts;
  readonly #lanes: readonly Lane[];
  readonly #chance: readonly Random[];

  constructor(parts: MediaParts) {
    const { world, traffic, clients } = parts;
    this.#parts = parts;
    this.#lanes = clients.map((node) => node.lane(`${traffic}/sound`));
    this.#chance = clients.map(({ name }) => world.streams.stream(`${name}/${traffic}/loss`));
  }

  /** The node over which a call of this person goes, or -1. */
  relayOf(caller: number): number {
    return this.#parts.isRelayed ? this.#parts.people.gateway[caller]! : NO_RELAY;
  }

  endOf(person: number): { readonly node: number; readonly device: number } {
    const { people, clients } = this.#parts;
    return { node: clients[people.place[person]!]!.id, device: people.device[person]! };
  }

  /** Sends a packet. @returns time to the other one's place, ms; LOST: it does not come. */
  toBackboneMs(from: number, to: number, relay: number, bytes: number): number {
    const { people, clients, world } = this.#parts;
    const place = people.place[from]!;
    const node = clients[place]!;
    const target = clients[people.place[to]!]!;
    const next = relay === NO_RELAY ? target.id : relay;
    const upMs = node.upMs(people.device[from]!, bytes, this.#lanes[place]!, next);
    if (this.#isLostInAccess(node, place)) return LOST;
    const { exchange } = world;
    if (relay === NO_RELAY) return upMs + exchange.datagram(node.id, target.id, bytes);
    if (exchange.up[relay] === 0) return LOST;
    const thereMs = exchange.datagram(node.id, relay, bytes);
    return upMs + thereMs + exchange.datagram(relay, target.id, bytes);
  }

  /** The packet is at the other one's place. @returns time from there to the device, ms, or LOST. */
  toDeviceMs(from: number, to: number, relay: number, bytes: number): number {
    const { people, clients } = this.#parts;
    const place = people.place[to]!;
    const node = clients[place]!;
    if (this.#isLostInAccess(node, place)) return LOST;
    const last = relay === NO_RELAY ? clients[people.place[from]!]!.id : relay;
    return node.downMs(people.device[to]!, bytes, this.#lanes[place]!, last);
  }

  /** There and back for something small that takes nobody's turn, ms. */
  roundTripMs(one: number, other: number, relay: number): number {
    const { people, clients, world } = this.#parts;
    const ends = [one, other].map((person) => clients[people.place[person]!]!.id);
    const accessMs = this.#accessMs(one, relay) + this.#accessMs(other, relay);
    const stops = relay === NO_RELAY ? ends : [ends[0]!, relay, ends[1]!];
    let pathMs = 0;
    for (let stop = 1; stop < stops.length; stop += 1) {
      pathMs += world.exchange.roundTripMs(stops[stop - 1]!, stops[stop]!);
    }
    return pathMs + 2 * accessMs;
  }

  #accessMs(person: number, relay: number): number {
    const { people, clients } = this.#parts;
    const place = people.place[person]!;
    const node = clients[place]!;
    const to = relay === NO_RELAY ? node.id : relay;
    return node.accessMs(people.device[person]!, this.#lanes[place]!.setup, to);
  }

  #isLostInAccess({ lossRatio }: Clients, place: number): boolean {
    return lossRatio > 0 && this.#chance[place]!.uniform() < lossRatio;
  }
}
