/** What the two ends of a call tell each other: over the gateway of each, which has work with it. */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Clients } from '../../node/clients.ts';
import type { Lane } from '../../node/peer.ts';
import type { World } from '../../node/world.ts';
import type { Gateway } from '../gateway.ts';
import { Legs } from '../legs.ts';
import type { People } from '../people.ts';

/** A request or an answer of SIP with its SDP, bytes: of the order of 1 kB (assumption). */
const SIGNAL_BYTES = 1000;

interface SignalsParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  /** Tells of a signal by its ticket, once. */
  arrived(ticket: number): void;
  lost(ticket: number): void;
}

export class Signals {
  readonly #parts: SignalsParts;
  readonly #lanes: readonly Lane[];
  readonly #owner: number[] = [];
  /** Of a signal on its way: `message` is its ticket. */
  readonly #legs = new Legs();
  /** To whom each goes, by leg. */
  readonly #to: number[] = [];
  readonly #atGateway: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #atDevice: HandlerId;

  constructor(parts: SignalsParts) {
    const { world, traffic, clients, people } = parts;
    const { simulator, nodes } = world;
    this.#parts = parts;
    this.#lanes = clients.map((node) => node.lane(`${traffic}/signals`));
    this.#atGateway = simulator.handler((leg) => this.#arrive(leg), 'signal at the gateway');
    this.#atBackbone = simulator.handler((leg) => this.#goDown(leg), 'signal at the backbone');
    this.#atDevice = simulator.handler((leg) => parts.arrived(this.#end(leg)), 'signal arrives');
    const work = {
      done: (leg: number) => this.#passOn(leg),
      dropped: (leg: number) => parts.lost(this.#end(leg)),
    };
    for (const id of new Set(people.gateway)) this.#owner[id] = (nodes[id] as Gateway).serve(work);
  }

  /** @param from to the people who call and are called. */
  send(ticket: number, from: number, to: number): void {
    const { people, clients, world } = this.#parts;
    const gateway = people.gateway[from]!;
    const leg = this.#legs.first(ticket, gateway);
    this.#to[leg] = to;
    const place = people.place[from]!;
    const node = clients[place]!;
    const upMs = node.upMs(people.device[from]!, SIGNAL_BYTES, this.#lanes[place]!, gateway);
    const { exchange, simulator } = world;
    const networkMs = exchange.carry(node.id, gateway, SIGNAL_BYTES, simulator.nowMs);
    this.#travel(leg, upMs + networkMs, this.#atGateway);
  }

  #travel(leg: number, delayMs: number, next: HandlerId): void {
    if (delayMs === Number.POSITIVE_INFINITY) this.#parts.lost(this.#end(leg));
    else this.#parts.world.simulator.after(delayMs, next, leg);
  }

  #arrive(leg: number): void {
    const { exchange, nodes } = this.#parts.world;
    const gateway = this.#legs.gateway[leg]!;
    if (exchange.up[gateway] === 0) this.#parts.lost(this.#end(leg));
    else (nodes[gateway] as Gateway).submit(this.#owner[gateway]!, leg, 1);
  }

  #passOn(leg: number): void {
    const { world, people, clients } = this.#parts;
    const gateway = this.#legs.gateway[leg]!;
    const to = this.#to[leg]!;
    const home = people.gateway[to]!;
    const isThere = home === gateway;
    const target = isThere ? clients[people.place[to]!]!.id : home;
    const { exchange, simulator } = world;
    const delayMs = exchange.carry(gateway, target, SIGNAL_BYTES, simulator.nowMs);
    this.#legs.gateway[leg] = home;
    this.#travel(leg, delayMs, isThere ? this.#atBackbone : this.#atGateway);
  }

  #goDown(leg: number): void {
    const { people, clients } = this.#parts;
    const to = this.#to[leg]!;
    const place = people.place[to]!;
    const device = people.device[to]!;
    const gateway = this.#legs.gateway[leg]!;
    const downMs = clients[place]!.downMs(device, SIGNAL_BYTES, this.#lanes[place]!, gateway);
    this.#travel(leg, downMs, this.#atDevice);
  }

  #end(leg: number): number {
    this.#legs.release(leg);
    return this.#legs.message[leg]!;
  }
}
