/** The gateways of a chat as its devices see them: which is asked, and which is known to be down. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { Backends } from '../../balance/backends.ts';
import { type Balancer, NO_BACKEND } from '../../balance/balancer.ts';
import { byDistance, nearest, type World } from '../../node/world.ts';
import type { Gateway } from '../gateway.ts';

interface GatewaysParts {
  readonly world: World;
  readonly traffic: string;
  /** Group of the gateways, by index of the place among the chat's clients. */
  readonly groups: readonly string[];
  /** Place numbers of the devices, in the order of the chat's clients. */
  readonly places: readonly number[];
  makeBalancer(): Balancer;
  /** Until devices, or what directs them, know that a gateway is down or up again, ms. */
  readonly knownMs: number;
}

/** Those that the devices of one place choose from. */
interface Choosing {
  readonly ids: readonly number[];
  readonly backends: Backends;
  readonly balancer: Balancer;
  readonly random: Random;
}

export class Gateways {
  readonly ids: readonly number[];
  readonly #world: World;
  readonly #choosing: readonly Choosing[];
  readonly #levels: number[] = [];
  readonly #halfOpen: number[] = [];
  readonly #waits: number[] = [];
  readonly #known: HandlerId;
  readonly #knownMs: number;
  readonly #request = { object: 0, client: 0, nowMs: 0 };
  /** By node id, 1 for gateways that were up when devices last looked. */
  readonly #wasUp: Uint8Array;
  /** By node id: connections of this chat, and dead ones among them. */
  readonly #held: Int32Array;
  readonly #dead: Int32Array;

  /** @param crashed told of each gateway that goes down. */
  constructor(parts: GatewaysParts, crashed: (gateway: number) => void) {
    const { world, groups, places } = parts;
    this.#world = world;
    this.ids = [...new Set(groups)].flatMap((group) => world.groups.get(group)!);
    this.#knownMs = parts.knownMs;
    this.#choosing = places.map((place, index) => this.#choosingOf(parts, place, index));
    for (const id of this.ids) this.#meter(id);
    this.#known = world.simulator.handler((id, takes) => this.#learn(id, takes), 'gateway known');
    this.#wasUp = Uint8Array.from(world.exchange.up);
    this.#held = new Int32Array(world.exchange.up.length);
    this.#dead = new Int32Array(world.exchange.up.length);
    world.exchange.watch({
      changed: (id, takes, isDrained) => this.#changed(id, takes, isDrained, crashed),
      weighed: (id, weight) => {
        for (const { ids, backends } of this.#choosing) {
          const index = ids.indexOf(id);
          if (index >= 0) backends.weight[index] = weight;
        }
      },
    });
  }

  at(id: number): Gateway {
    return this.#world.nodes[id] as Gateway;
  }

  /** The gateway that a device asks now. @param place index among the chat's clients. */
  choose(place: number, device: number): number {
    const { ids, backends, balancer, random } = this.#choosing[place]!;
    const request = this.#request;
    request.object = device;
    request.client = device;
    request.nowMs = this.#world.simulator.nowMs;
    const index = balancer.pick(backends, request, random);
    // All are known to be down: a device knocks somewhere all the same.
    return ids[index === NO_BACKEND ? random.below(ids.length) : index]!;
  }

  /** A gateway begins to work on a connection, which is accepted after a time. */
  accepts(id: number, afterMs: number): void {
    const { recorder, simulator } = this.#world;
    recorder.record(this.#waits[id]!, afterMs, simulator.nowMs);
  }

  /** A gateway holds another connection, or one less. */
  hold(id: number, by: number): void {
    this.at(id).acceptor.open += by;
    this.#count(id, by);
  }

  #count(id: number, by: number): void {
    this.#held[id]! += by;
    this.#world.recorder.changeLevel(this.#levels[id]!, by, this.#world.simulator.nowMs);
    for (const { ids, backends } of this.#choosing) {
      const index = ids.indexOf(id);
      if (index >= 0) backends.inFlight[index]! += by;
    }
  }

  /** A gateway holds a connection whose device has gone, or has found out. */
  holdDead(id: number, by: number): void {
    this.#dead[id]! += by;
    this.#world.recorder.changeLevel(this.#halfOpen[id]!, by, this.#world.simulator.nowMs);
  }

  #changed(
    id: number,
    takes: boolean,
    isDrained: boolean,
    crashed: (gateway: number) => void,
  ): void {
    if (!this.ids.includes(id)) return;
    const isUp = this.#world.exchange.up[id]!;
    const hasCrashed = this.#wasUp[id] === 1 && isUp === 0;
    this.#wasUp[id] = isUp;
    if (hasCrashed) this.#forget(id, crashed);
    // An operator tells at once; a crash and its end have to be found out.
    const knownMs = isDrained ? 0 : this.#knownMs;
    if (knownMs === 0) this.#learn(id, takes ? 1 : 0);
    else this.#world.simulator.after(knownMs, this.#known, id, takes ? 1 : 0);
  }

  /** All connections of a gateway are gone; the gateway itself knows. */
  #forget(id: number, crashed: (gateway: number) => void): void {
    this.#count(id, -this.#held[id]!);
    this.holdDead(id, -this.#dead[id]!);
    crashed(id);
  }

  #learn(id: number, takes: number): void {
    for (const { ids, backends } of this.#choosing) {
      const index = ids.indexOf(id);
      if (index >= 0) backends.setUp(index, takes === 1);
    }
  }

  #choosingOf(parts: GatewaysParts, place: number, index: number): Choosing {
    const { world, groups, traffic } = parts;
    const group = groups[index]!;
    const balancer = parts.makeBalancer();
    const near = nearest(world, group, place);
    const ids = balancer.isEverywhere === true ? byDistance(world, group, place).flat() : near;
    const names = ids.map((id) => world.nodes[id]!.name);
    const atWork = (backend: number) => this.at(ids[backend]!).acceptor.open;
    const backends = new Backends(names, index, atWork);
    const ranks = byDistance(world, group, place);
    for (const [backend, id] of ids.entries()) {
      backends.locality[backend] = ranks.findIndex((there) => there.includes(id));
      backends.weight[backend] = balancer.weights?.[backend] ?? 1;
    }
    // Several domains of one place each draw for themselves.
    const whose = group === groups[0] ? '' : `@${group}`;
    const name = `${traffic}@${world.places[place]!.name}${whose}/gateway`;
    const random = world.streams.stream(name);
    return { ids, backends, balancer, random };
  }

  #meter(id: number): void {
    const { recorder, nodes, places } = this.#world;
    const { group, place } = nodes[id]!;
    const labels = { node: group, place: places[place]!.name };
    this.#levels[id] = recorder.level('gateway_connections', labels);
    this.#halfOpen[id] = recorder.level('half_open', labels);
    this.#waits[id] = recorder.histogram('accept_time', labels);
  }
}
