/** Signals that somebody types: one every few seconds, for one other person, as long as he writes. */

import { exp } from '../../../engine/math/index.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Gateway } from '../gateway.ts';
import { NOWHERE, ONLINE } from './device-table.ts';
import type { PresenceParts } from './presence.ts';
import { PresenceLegs, TYPING } from './presence-legs.ts';
import type { TypingParams } from './presence-params.ts';

interface TypingParts
  extends Pick<
    PresenceParts,
    | 'world'
    | 'traffic'
    | 'clients'
    | 'to'
    | 'domains'
    | 'devices'
    | 'sessions'
    | 'persons'
    | 'contacts'
    | 'protocol'
  > {
  readonly params: TypingParams;
}

interface Meters {
  readonly signals: number;
  readonly shown: number;
}

const MS_PER_SECOND = 1000;
/** Devices that nobody looks at write nothing: another is tried so often. */
const TRIES = 8;

export class Typing {
  readonly #parts: TypingParts;
  readonly #legs = new PresenceLegs();
  readonly #random: Random;
  readonly #owner: number[] = [];
  readonly #meters: readonly Meters[];
  /** Chance that somebody still writes when the next signal is due. */
  readonly #goesOn: number;
  readonly #begin: HandlerId;
  readonly #signal: HandlerId;
  readonly #atGateway: HandlerId;

  constructor(parts: TypingParts) {
    const { world, traffic, to, domains, clients, params } = parts;
    const { simulator, recorder, places } = world;
    this.#parts = parts;
    this.#random = world.streams.stream(`${traffic}/typing`);
    this.#goesOn = exp(-params.every / params.lasts);
    this.#meters = clients.map(({ place }) => {
      const labels = { traffic, place: places[place]!.name };
      return {
        signals: recorder.counter('typing_signals', labels),
        shown: recorder.counter('typing_shown', labels),
      };
    });
    const work = {
      done: (leg: number) => this.#passOn(leg),
      dropped: (leg: number) => this.#legs.release(leg),
    };
    for (const id of domains?.gateways ?? world.groups.get(to)!)
      this.#owner[id] = this.#gateway(id).serve(work);
    this.#begin = simulator.handler(() => this.#someone(), 'somebody begins to write');
    this.#signal = simulator.handler((device, whom) => this.#send(device, whom), 'typing');
    this.#atGateway = simulator.handler((leg) => this.#arrive(leg), 'typing at the gateway');
  }

  start(): void {
    const { params, world } = this.#parts;
    if (params.rate === 0) return;
    const gapMs = this.#random.exponential(MS_PER_SECOND / params.rate);
    world.simulator.after(gapMs, this.#begin);
  }

  #someone(): void {
    const { devices, sessions, persons, contacts } = this.#parts;
    for (let tried = 0; tried < TRIES; tried += 1) {
      const device = this.#random.below(devices.count);
      if (sessions.state[device] !== ONLINE || sessions.gateway[device] === NOWHERE) continue;
      const person = persons.personOf(device, devices.place[device]!);
      if (contacts.count(person) === 0) continue;
      const whom = contacts.at(person, this.#random.below(contacts.count(person)));
      this.#send(device, whom);
      break;
    }
    this.start();
  }

  /** A signal leaves the device, and the next one follows if its owner still writes then. */
  #send(device: number, whom: number): void {
    const { world, sessions, devices, persons, params, protocol } = this.#parts;
    const { simulator, recorder } = world;
    const gateway = sessions.gateway[device]!;
    const place = devices.place[device]!;
    if (gateway === NOWHERE || sessions.state[device] !== ONLINE) return;
    recorder.add(this.#meters[place]!.signals, 1, simulator.nowMs);
    const bytes = protocol.up.messageBytes(params.bytes);
    const wayMs = sessions.ways.upMs(device, gateway, bytes);
    sessions.touch(device);
    if (wayMs < Number.POSITIVE_INFINITY) {
      const leg = this.#legs.take(TYPING, persons.personOf(device, place), simulator.nowMs);
      this.#legs.whom[leg] = whom;
      this.#legs.from[leg] = gateway;
      this.#legs.gateway[leg] = gateway;
      this.#legs.deliveries[leg] = 0;
      simulator.after(wayMs, this.#atGateway, leg);
    }
    if (this.#random.uniform() < this.#goesOn) {
      simulator.after(params.every, this.#signal, device, whom);
    }
  }

  #arrive(leg: number): void {
    const gateway = this.#legs.gateway[leg]!;
    if (this.#parts.world.exchange.up[gateway] === 0) this.#legs.release(leg);
    else this.#gateway(gateway).submit(this.#owner[gateway]!, leg, this.#legs.deliveries[leg]!);
  }

  /** A gateway has done its work: the devices of whom it is for get it, here or at another gateway. */
  #passOn(leg: number): void {
    const { persons, sessions, params, world } = this.#parts;
    const whom = this.#legs.whom[leg]!;
    const here = this.#legs.gateway[leg]!;
    const isFirst = this.#legs.deliveries[leg] === 0;
    for (let device = persons.firstOf(whom); device >= 0; device = persons.nextOf(whom, device)) {
      const gateway = sessions.gateway[device]!;
      if (gateway === NOWHERE || sessions.state[device] !== ONLINE) continue;
      if (gateway === here) this.#show(device, here);
      else if (isFirst) {
        const { nowMs } = world.simulator;
        const wayMs = world.exchange.carry(here, gateway, params.bytes, nowMs);
        if (wayMs < Number.POSITIVE_INFINITY) this.#forward(leg, gateway, wayMs);
      }
    }
    this.#legs.release(leg);
  }

  #forward(first: number, gateway: number, wayMs: number): void {
    const leg = this.#legs.take(TYPING, this.#legs.about[first]!, this.#legs.sinceMs[first]!);
    this.#legs.whom[leg] = this.#legs.whom[first]!;
    this.#legs.from[leg] = this.#legs.gateway[first]!;
    this.#legs.gateway[leg] = gateway;
    this.#legs.deliveries[leg] = 1;
    this.#parts.world.simulator.after(wayMs, this.#atGateway, leg);
  }

  #show(device: number, gateway: number): void {
    const { sessions, devices, params, protocol, world } = this.#parts;
    if (!sessions.hears(device)) return;
    const bytes = protocol.down.messageBytes(params.bytes);
    const wayMs = sessions.ways.downMs(device, gateway, bytes);
    sessions.touch(device);
    if (wayMs === Number.POSITIVE_INFINITY) return;
    const { shown } = this.#meters[devices.place[device]!]!;
    world.recorder.add(shown, 1, world.simulator.nowMs);
  }

  #gateway(id: number): Gateway {
    return this.#parts.world.nodes[id] as Gateway;
  }
}
