/**
 * What follows messages on the ways between devices and gateways, in a chat whose connections do not break: bytes,
 * and the time until a message may be handed on. Packets that confirm are small: they wait for no turn.
 */
import type { Recorder } from '../../../result/recorder.ts';
import type { Clients } from '../../node/clients.ts';
import type { Lane } from '../../node/peer.ts';
import type { World } from '../../node/world.ts';
import type { ChatProtocol, Hop } from './protocol.ts';

interface ConfirmingParts {
  readonly world: World;
  readonly traffic: string;
  readonly protocol: ChatProtocol;
  readonly clients: readonly Clients[];
  readonly people: Numbered;
}

/** People with one device each, or devices: the place of each among the clients, and its number there. */
interface Numbered {
  readonly count: number;
  readonly place: Uint16Array;
  readonly device: Int32Array;
}

export class Confirming {
  readonly protocol: ChatProtocol;
  readonly #parts: ConfirmingParts;
  readonly #recorder: Recorder;
  readonly #lanes: readonly Lane[];
  /** By place: packets that confirm, and their bytes. */
  readonly #packets: readonly number[];
  readonly #bytes: readonly number[];
  /** Messages of each person since the last packets that confirm several. */
  readonly #sinceUp: Int32Array;
  readonly #sinceDown: Int32Array;

  constructor(parts: ConfirmingParts) {
    const { world, traffic, clients, people } = parts;
    const { recorder, places } = world;
    this.#parts = parts;
    this.protocol = parts.protocol;
    this.#recorder = recorder;
    const labels = clients.map(({ place }) => ({ traffic, place: places[place]!.name }));
    this.#packets = labels.map((one) => recorder.counter('confirmations', one));
    this.#bytes = labels.map((one) => recorder.counter('confirmation_bytes', one));
    this.#lanes = clients.map((node) => node.lane(`${traffic}/confirmations`));
    this.#sinceUp = new Int32Array(people.count);
    this.#sinceDown = new Int32Array(people.count);
  }

  /** A message of this person is at the gateway. @returns time until it may be handed on, ms. */
  upMs(person: number, gateway: number): number {
    const { up } = this.protocol;
    return this.#isDue(up, this.#sinceUp, person) ? this.#follow(up, person, gateway, true) : 0;
  }

  /** A message is at the device of this person. @returns time until it may be shown, ms. */
  downMs(person: number, gateway: number): number {
    const { down } = this.protocol;
    return this.#isDue(down, this.#sinceDown, person)
      ? this.#follow(down, person, gateway, false)
      : 0;
  }

  /** One way of something small, ms; Infinity: it does not get through. */
  wayMs(person: number, gateway: number, bytes: number, isUp: boolean): number {
    const { world, people, clients } = this.#parts;
    const place = people.place[person]!;
    const node = clients[place]!;
    const { nowMs } = world.simulator;
    const [from, to] = isUp ? [node.id, gateway] : [gateway, node.id];
    this.#recorder.add(this.#packets[place]!, 1, nowMs);
    this.#recorder.add(this.#bytes[place]!, bytes, nowMs);
    const networkMs = world.exchange.carry(from, to, bytes, nowMs);
    return networkMs + node.accessMs(people.device[person]!, this.#lanes[place]!.setup, gateway);
  }

  #isDue({ messagesPerFollowers, followers }: Hop, since: Int32Array, person: number): boolean {
    if (followers.length === 0) return false;
    since[person]! += 1;
    if (since[person]! < messagesPerFollowers) return false;
    since[person] = 0;
    return true;
  }

  #follow(
    { followers, handsOnAfter }: Hop,
    person: number,
    gateway: number,
    isUp: boolean,
  ): number {
    let waitMs = 0;
    for (let index = 0; index < followers.length; index += 1) {
      const { by, bytes } = followers[index]!;
      const ms = this.wayMs(person, gateway, bytes, (by === 'sender') === isUp);
      if (index < handsOnAfter) waitMs += ms;
    }
    return waitMs;
  }
}
