/** The way of a light chat’s message from a gateway down to a device. */
import type { HandlerId } from '../../engine/simulator.ts';
import type { Clients } from '../node/clients.ts';
import type { Lane } from '../node/peer.ts';
import type { World } from '../node/world.ts';
import type { Legs } from './legs.ts';
import type { MessageSizes } from './message-sizes.ts';
import type { Messages } from './messages.ts';
import type { People } from './people.ts';
import { SendBuffers } from './send-buffers.ts';

interface DescentParts {
  readonly world: World;
  readonly clients: readonly Clients[];
  readonly people: People;
  readonly lanes: readonly Lane[];
  readonly messages: Messages;
  readonly legs: Legs;
  readonly sizes: MessageSizes;
  /** It is at the device. */
  land(message: number, person: number): void;
  /** It will not come there. @param isTold whether it was on its way: somebody waits for it then. */
  miss(message: number, person: number): void;
}

export class Descent {
  readonly #parts: DescentParts;
  /** Our numbers at the media of those clients that have one. */
  readonly #downs: readonly (number | undefined)[];
  readonly #atBackbone: HandlerId;
  readonly #shown: HandlerId;
  #rides: HandlerId | undefined;
  readonly #buffers: SendBuffers | undefined;

  constructor(parts: DescentParts) {
    const { world, clients, people } = parts;
    this.#parts = parts;
    this.#downs = clients.map(({ medium }) => medium?.owner((on, lost) => this.#down(on, lost)));
    this.#atBackbone = world.simulator.handler((message, person) => this.#go(message, person));
    this.#shown = world.simulator.handler(
      (message, person) => parts.land(message, person),
      'message shown',
    );
    this.#buffers = SendBuffers.of(world, [...new Set(people.gateway)], {
      wayOf: (person) => clients[people.place[person]!]!.wayDown(people.device[person]!),
      send: (leg) => this.#sendOn(leg),
      drop: (leg) => this.#drop(leg),
      // Nobody keeps anything: what waited is lost, and the next connection is there at once.
      disconnect: () => {},
    });
  }

  /** Messages may share the answer to a poll. */
  rides(): void {
    this.#rides = this.#parts.world.simulator.handler((message, person) =>
      this.#go(message, person, true),
    );
  }

  /** @param isRider whether it shares the answer to a poll with a message before it. */
  send(message: number, person: number, gateway: number, isRider: boolean): void {
    const { legs, sizes } = this.#parts;
    // What answers a poll has been asked for: it is taken.
    if (this.#buffers !== undefined && this.#rides === undefined) {
      const leg = legs.next(message, person);
      const bytes = sizes.down(message, isRider);
      if (!this.#buffers.passes(person, gateway, leg, bytes)) return;
      legs.release(leg);
    }
    this.#sendNow(message, person, gateway, isRider);
  }

  #sendOn(leg: number): void {
    const { legs, people } = this.#parts;
    const [message, person] = [legs.message[leg]!, legs.gateway[leg]!];
    legs.release(leg);
    this.#sendNow(message, person, people.gateway[person]!, false);
  }

  #drop(leg: number): void {
    const { legs } = this.#parts;
    const [message, person] = [legs.message[leg]!, legs.gateway[leg]!];
    legs.release(leg);
    this.#parts.miss(message, person);
  }

  #sendNow(message: number, person: number, gateway: number, isRider: boolean): void {
    const { world, people, clients, messages, sizes } = this.#parts;
    const node = clients[people.place[person]!]!;
    const bytes = sizes.down(message, isRider);
    const backboneMs = world.exchange.carry(gateway, node.id, bytes, messages.sentAtMs[message]!);
    const next = isRider ? this.#rides! : this.#atBackbone;
    if (backboneMs < Number.POSITIVE_INFINITY) {
      world.simulator.after(backboneMs, next, message, person);
    } else this.#parts.miss(message, person);
  }

  /** The message is at the recipient's place and takes its turn on the device's way down. */
  #go(message: number, person: number, isRider = false): void {
    const { world, people, clients, lanes, legs, sizes } = this.#parts;
    const place = people.place[person]!;
    const bytes = sizes.down(message, isRider);
    const { medium } = clients[place]!;
    if (medium !== undefined) {
      const leg = legs.next(message, person);
      medium.sendDown(this.#downs[place]!, leg, people.device[person]!, bytes);
      return;
    }
    const gateway = people.gateway[person]!;
    const downMs = clients[place]!.downMs(people.device[person]!, bytes, lanes[place]!, gateway);
    world.simulator.after(downMs, this.#shown, message, person);
  }

  /** A medium has carried a message to one person, or given it up; the leg has that person where others have a gateway. */
  #down(leg: number, isLost: boolean): void {
    const { legs, land, miss } = this.#parts;
    const [message, person] = [legs.message[leg]!, legs.gateway[leg]!];
    legs.release(leg);
    if (isLost) miss(message, person);
    else land(message, person);
  }
}
