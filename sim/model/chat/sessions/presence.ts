/**
 * Who is there: a person is, as long as one of his devices is connected and looked at. Each change
 * goes to the gateways of those who have him in their lists, and from there to their devices.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { Domains } from '../federation/domains.ts';
import type { Gateway } from '../gateway.ts';
import type { ChatProtocol } from '../protocols/protocol.ts';
import type { ContactLists } from './contacts.ts';
import { type Devices, NOWHERE, ONLINE } from './device-table.ts';
import type { Directory } from './directory.ts';
import { Frames } from './frames.ts';
import type { Owners } from './persons.ts';
import { LIST, NEWS, PresenceLegs } from './presence-legs.ts';
import type { PresenceMeters } from './presence-meters.ts';
import type { PresenceParams } from './presence-params.ts';
import type { Routers } from './routers.ts';
import type { Sessions } from './sessions.ts';

export interface PresenceParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly to: string;
  readonly domains?: Domains | undefined;
  readonly devices: Devices;
  readonly sessions: Sessions;
  readonly persons: Owners;
  readonly contacts: ContactLists;
  readonly protocol: ChatProtocol;
  readonly params: PresenceParams;
  /** Whom gateways ask, or hand news to; neither: they know of themselves where everybody is. */
  readonly directory?: Directory | undefined;
  readonly routers?: Routers | undefined;
  /** By place of the clients. */
  readonly meters: readonly PresenceMeters[];
}

/** Fractional part of the golden ratio times 2^32: spreads consecutive numbers evenly. */
const SPREAD = 0x9e3779b1;
const TWO_32 = 4_294_967_296;

export class Presence {
  readonly #parts: PresenceParts;
  readonly #legs = new PresenceLegs();
  readonly #frames: Frames;
  readonly #directory: Directory | undefined;
  readonly #routers: Routers | undefined;
  /** Our number at these. */
  readonly #whose: number;
  /** By node id: our number at the gateway. */
  readonly #owner: number[] = [];
  readonly #gatewayIds: readonly number[];
  readonly #atGateway: HandlerId;
  readonly #lingered: HandlerId;
  readonly #told: HandlerId;
  #hasBegun = false;
  /** 1 for devices that are seen. */
  readonly #isSeen: Uint8Array;
  /** By person: devices that are seen; whether others were told; whether that is to be looked at again. */
  readonly #seen: Uint8Array;
  readonly #isTold: Uint8Array;
  readonly #isPending: Uint8Array;
  /** By node id: devices that have to hear of the change at hand. */
  readonly #counts: Int32Array;

  constructor(parts: PresenceParts) {
    const { world, to, domains, persons, devices, sessions } = parts;
    this.#parts = parts;
    this.#gatewayIds = domains?.gateways ?? world.groups.get(to)!;
    this.#isSeen = new Uint8Array(devices.count);
    this.#seen = new Uint8Array(persons.count);
    this.#isTold = new Uint8Array(persons.count);
    this.#isPending = new Uint8Array(persons.count);
    this.#counts = new Int32Array(world.nodes.length);
    this.#frames = new Frames(parts);
    this.#directory = parts.directory;
    this.#routers = parts.routers;
    const routes = this.#routers ?? this.#directory;
    this.#whose =
      routes?.serve((leg, _at, isFound) => {
        if (isFound) this.#spread(leg);
        else this.#lose(leg);
      }) ?? NOWHERE;
    const work = {
      done: (leg: number) => this.#handOut(leg),
      dropped: (leg: number) => this.#lose(leg),
    };
    for (const id of this.#gatewayIds) this.#owner[id] = this.#gateway(id).serve(work);
    const { simulator } = world;
    this.#atGateway = simulator.handler((leg) => this.#arrive(leg), 'presence at the gateway');
    this.#lingered = simulator.handler((person) => this.#settle(person), 'presence has lasted');
    this.#told = simulator.handler((device) => this.#see(device), 'device says how it is');
    sessions.listen({
      connected: (device) => this.#connected(device),
      gone: (device) => this.#look(device, false),
      changed: (device) => this.#tell(device),
    });
  }

  /** What holds when the run begins is known to everybody. */
  begin(): void {
    this.#isTold.set(this.#seen.map((devices) => (devices > 0 ? 1 : 0)));
    this.#hasBegun = true;
  }

  #connected(device: number): void {
    this.#see(device);
    if (this.#hasBegun && this.#parts.params.list) this.#askForList(device);
  }

  /** A device that is connected tells its gateway that it is looked at, or is not any more. */
  #tell(device: number): void {
    const { sessions, world, protocol, params } = this.#parts;
    const gateway = sessions.gateway[device]!;
    if (gateway === NOWHERE) return;
    const wayMs = sessions.ways.upMs(device, gateway, protocol.up.messageBytes(params.bytes));
    if (wayMs === Number.POSITIVE_INFINITY) return;
    sessions.touch(device);
    world.simulator.after(wayMs, this.#told, device);
  }

  /** A gateway knows how it is with a device now. */
  #see(device: number): void {
    const { gateway, state } = this.#parts.sessions;
    this.#look(device, gateway[device] !== NOWHERE && state[device] === ONLINE);
  }

  #look(device: number, isSeen: boolean): void {
    if ((this.#isSeen[device] === 1) === isSeen) return;
    this.#isSeen[device] = isSeen ? 1 : 0;
    const person = this.#personOf(device);
    this.#seen[person]! += isSeen ? 1 : -1;
    if (!this.#hasBegun || this.#isPending[person] === 1) return;
    if (this.#isTold[person] === (this.#seen[person]! > 0 ? 1 : 0)) return;
    const { params, world } = this.#parts;
    this.#isPending[person] = 1;
    if (params.linger === 0) this.#settle(person);
    else world.simulator.after(params.linger, this.#lingered, person);
  }

  #settle(person: number): void {
    this.#isPending[person] = 0;
    const isThere = this.#seen[person]! > 0 ? 1 : 0;
    if (this.#isTold[person] === isThere) return;
    this.#isTold[person] = isThere;
    const { world, devices, persons, meters, sessions } = this.#parts;
    const { nowMs } = world.simulator;
    const device = persons.firstOf(person);
    meters[devices.place[device]!]!.changed(nowMs);
    const own = sessions.gateway[device]!;
    // Of a device that has gone, its gateway tells, or whoever watches over gateways.
    const from = own !== NOWHERE ? own : this.#anyUp();
    if (from !== NOWHERE) this.#announce(person, from, nowMs);
  }

  /** The news is at the gateway `from`, which finds out who is to hear of it. */
  #announce(person: number, from: number, nowMs: number): void {
    if (this.#routers !== undefined) {
      this.#handOver(this.#routers, person, from, nowMs);
      return;
    }
    const leg = this.#legs.take(NEWS, person, nowMs);
    this.#legs.from[leg] = from;
    this.#legs.deliveries[leg] = 0;
    const unknown = this.#directory === undefined ? 0 : this.#unknown(person, from);
    if (unknown === 0) this.#spread(leg);
    else this.#directory!.ask(this.#whose, from, unknown, leg);
  }

  /** The news goes to each router that has some of those who are to hear of it. */
  #handOver(routers: Routers, person: number, from: number, sinceMs: number): void {
    const counts = this.#counts;
    let homeless = 0;
    this.#eachContactDevice(person, (device) => {
      const router = routers.routerOf(device);
      if (router === NOWHERE) homeless += 1;
      else counts[router]! += 1;
    });
    for (const router of routers.ids) {
      const devices = counts[router]!;
      if (devices === 0) continue;
      counts[router] = 0;
      routers.handMany(
        this.#whose,
        this.#news(person, router, devices, sinceMs),
        from,
        router,
        devices,
      );
    }
    if (homeless === 0) return;
    const lost = this.#news(person, from, homeless, sinceMs);
    routers.handMany(this.#whose, lost, from, NOWHERE, homeless);
  }

  /** @param from where it goes on from. */
  #news(person: number, from: number, devices: number, sinceMs: number): number {
    const leg = this.#legs.take(NEWS, person, sinceMs);
    this.#legs.from[leg] = from;
    this.#legs.deliveries[leg] = devices;
    return leg;
  }

  /** Devices of those who want to hear of a person, wherever they are. */
  #eachContactDevice(person: number, then: (device: number) => void): void {
    const { contacts, persons } = this.#parts;
    for (let index = 0; index < contacts.count(person); index += 1) {
      const contact = contacts.at(person, index);
      if (!this.#watches(contact, person)) continue;
      for (let device = persons.firstOf(contact); device >= 0; ) {
        then(device);
        device = persons.nextOf(contact, device);
      }
    }
  }

  /** Devices of which a gateway has to ask where they are. */
  #unknown(person: number, from: number): number {
    let unknown = 0;
    this.#eachContactDevice(person, (device) => {
      if (this.#directory!.misses(from, device)) unknown += 1;
    });
    return unknown;
  }

  /** Sends the news from where it is to each gateway where somebody wants it. */
  #spread(news: number): void {
    const { world } = this.#parts;
    const { nowMs } = world.simulator;
    const counts = this.#counts;
    const person = this.#legs.about[news]!;
    const from = this.#legs.from[news]!;
    const sinceMs = this.#legs.sinceMs[news]!;
    this.#legs.release(news);
    this.#eachListener(person, from, (_device, gateway) => {
      counts[gateway]! += 1;
    });
    for (const gateway of this.#gatewayIds) {
      if (counts[gateway] === 0) continue;
      const leg = this.#legs.take(NEWS, person, sinceMs);
      this.#legs.from[leg] = from;
      this.#legs.gateway[leg] = gateway;
      this.#legs.deliveries[leg] = counts[gateway]!;
      counts[gateway] = 0;
      const bytes = this.#parts.params.bytes;
      const delayMs = from === gateway ? 0 : world.exchange.carry(from, gateway, bytes, nowMs);
      if (delayMs === Number.POSITIVE_INFINITY) this.#lose(leg);
      else if (delayMs === 0) this.#arrive(leg);
      else world.simulator.after(delayMs, this.#atGateway, leg);
    }
  }

  /**
   * Devices of those who have a person in their lists and want to hear of him.
   *
   * @param then told of the gateway where each is, or is believed to be by the gateway `from`.
   */
  #eachListener(
    person: number,
    from: number,
    then: (device: number, gateway: number) => void,
  ): void {
    const { contacts, persons } = this.#parts;
    for (let index = 0; index < contacts.count(person); index += 1) {
      const contact = contacts.at(person, index);
      const isSeen = this.#seen[contact]! > 0 || this.#whose !== NOWHERE;
      if (!isSeen || !this.#watches(contact, person)) continue;
      for (let device = persons.firstOf(contact); device >= 0; ) {
        const gateway = this.#whereIs(device, from);
        if (gateway !== NOWHERE) then(device, gateway);
        device = persons.nextOf(contact, device);
      }
    }
  }

  #whereIs(device: number, from: number): number {
    const { sessions } = this.#parts;
    const routes = this.#routers ?? this.#directory;
    if (routes !== undefined) return routes.believed(from, device);
    return sessions.state[device] === ONLINE ? sessions.gateway[device]! : NOWHERE;
  }

  /** Whether somebody has subscribed to another: always the same ones. */
  #watches(contact: number, person: number): boolean {
    const { watching } = this.#parts.params;
    if (watching === 1) return true;
    const mixed = Math.imul(Math.imul(contact + 1, SPREAD) ^ (person + 1), SPREAD) >>> 0;
    return mixed < watching * TWO_32;
  }

  #askForList(device: number): void {
    const { world, sessions, contacts } = this.#parts;
    if (sessions.state[device] !== ONLINE) return;
    const leg = this.#legs.take(LIST, device, world.simulator.nowMs);
    this.#legs.gateway[leg] = sessions.gateway[device]!;
    this.#legs.deliveries[leg] = contacts.count(this.#personOf(device));
    this.#arrive(leg);
  }

  #arrive(leg: number): void {
    const { exchange } = this.#parts.world;
    const gateway = this.#legs.gateway[leg]!;
    if (exchange.up[gateway] === 0) this.#lose(leg);
    else this.#gateway(gateway).submit(this.#owner[gateway]!, leg, this.#legs.deliveries[leg]!);
  }

  /** A gateway has done its work. */
  #handOut(leg: number): void {
    const { kind, about, from: origins, gateway: gateways, sinceMs } = this.#legs;
    const gateway = gateways[leg]!;
    const from = origins[leg]!;
    const [person, happenedMs] = [about[leg]!, sinceMs[leg]!];
    const isList = kind[leg] === LIST;
    this.#legs.release(leg);
    if (isList) this.#frames.list(person, gateway, this.#present(person));
    else {
      this.#eachListener(person, from, (device, its) => {
        if (its === gateway) this.#hand(device, gateway, from, happenedMs);
      });
    }
  }

  /** A gateway has news for a device, which is connected to it, or was. */
  #hand(device: number, gateway: number, from: number, happenedMs: number): void {
    const { sessions } = this.#parts;
    if (sessions.gateway[device] !== gateway) this.#wasStale(from);
    else if (sessions.state[device] === ONLINE) this.#frames.add(device, gateway, happenedMs);
  }

  /** How many of the contacts of a device's owner are there. */
  #present(device: number): number {
    const { contacts } = this.#parts;
    const person = this.#personOf(device);
    let present = 0;
    for (let index = 0; index < contacts.count(person); index += 1) {
      present += this.#isTold[contacts.at(person, index)]!;
    }
    return present;
  }

  #lose(leg: number): void {
    const { meters, world } = this.#parts;
    const isNews = this.#legs.kind[leg] === NEWS;
    // What was to go to a gateway that is down found nobody there.
    for (let one = 0; isNews && one < this.#legs.deliveries[leg]!; one += 1) {
      this.#wasStale(this.#legs.from[leg]!);
    }
    if (isNews) meters[0]!.undelivered(this.#legs.deliveries[leg]!, world.simulator.nowMs);
    this.#legs.release(leg);
  }

  #wasStale(from: number): void {
    this.#directory?.wasStale(from);
    this.#routers?.wasStale(from);
  }

  #personOf(device: number): number {
    return this.#parts.persons.personOf(device, this.#parts.devices.place[device]!);
  }

  #anyUp(): number {
    const { up } = this.#parts.world.exchange;
    for (const id of this.#gatewayIds) if (up[id] === 1) return id;
    return NOWHERE;
  }

  #gateway(id: number): Gateway {
    return this.#parts.world.nodes[id] as Gateway;
  }
}
