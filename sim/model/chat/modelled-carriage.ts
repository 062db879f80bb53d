/**
 * The way of a message: sender's device → its gateway → the gateways of the recipients → their
 * devices. Connections are open all the time, so that no set-up is paid.
 */
import type { HandlerId } from '../../engine/simulator.ts';
import type { Lane } from '../node/peer.ts';
import type { Carriage, CarriedChat, Ends } from './carriage.ts';
import type { Gateway } from './gateway.ts';
import type { Holder } from './kinds/post.ts';
import { Legs } from './legs.ts';
import { MessageSizes } from './message-sizes.ts';
import type { Messages } from './messages.ts';
import { Confirming } from './protocols/confirming.ts';
import { type Polls, pollsOf } from './protocols/polls.ts';
import type { Recipients } from './recipients.ts';
import type { RoomAtGateway } from './rooms.ts';
import { SendBuffers } from './send-buffers.ts';

/** What stands for what is not there. */
const NONE = -1;

export class ModelledCarriage implements Carriage, Holder {
  readonly #parts: CarriedChat;
  readonly #messages: Messages;
  readonly #legs = new Legs();
  readonly #ends: Ends;
  readonly #recipients: Recipients;
  readonly #sizes: MessageSizes;
  readonly #lanes: readonly Lane[];
  /** Our number at each gateway, by node id. */
  readonly #owner: number[] = [];
  /** Our numbers at the media of those clients that have one, for the ways up and down. */
  readonly #ups: readonly (number | undefined)[];
  readonly #downs: readonly (number | undefined)[];
  readonly #atGateway: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #shown: HandlerId;
  readonly #confirming: Confirming | undefined;
  readonly #polls: Polls | undefined;
  /** Undefined: gateways buffer whatever comes. */
  readonly #buffers: SendBuffers | undefined;
  /** For a chat with a protocol: a message may be handed on, may be shown, shares an answer. */
  readonly #confirmed: HandlerId = NONE;
  readonly #displayed: HandlerId = NONE;
  readonly #rides: HandlerId = NONE;

  constructor(parts: CarriedChat) {
    const { world, people, clients } = parts;
    this.#parts = parts;
    this.#messages = parts.messages;
    this.#ends = parts.ends;
    this.#recipients = parts.recipients;
    this.#sizes = new MessageSizes(this.#messages, parts.carried, parts.protocol);
    this.#lanes = clients.map((node) => node.lane(parts.traffic));
    this.#ups = clients.map(({ medium }) => medium?.owner((leg, lost) => this.#up(leg, lost)));
    this.#downs = clients.map(({ medium }) => medium?.owner((on, lost) => this.#down(on, lost)));
    this.#atGateway = world.simulator.handler((leg) => this.#arrive(leg), 'message at the gateway');
    this.#atBackbone = world.simulator.handler((message, person) => this.#goDown(message, person));
    this.#shown = world.simulator.handler(
      (message, person) => this.#land(message, person),
      'message shown',
    );
    const { simulator } = world;
    if (parts.protocol !== undefined) {
      this.#confirming = new Confirming({ ...parts, protocol: parts.protocol });
      this.#polls = pollsOf(this.#confirming, parts, {
        send: (person, message, isRider) =>
          this.#sendDown(message, person, people.gateway[person]!, isRider),
        lose: (person, message) => this.#ends.missed(message, person),
      });
      this.#confirmed = simulator.handler((leg) => this.#work(leg), 'message handed on');
      this.#displayed = simulator.handler((message, person) => this.#ends.shown(message, person));
      this.#rides = simulator.handler((message, person) => this.#goDown(message, person, true));
    }
    this.#buffers = SendBuffers.of(world, [...new Set(people.gateway)], {
      wayOf: (person) => clients[people.place[person]!]!.wayDown(people.device[person]!),
      send: (leg) => this.#sendLater(leg),
      drop: (leg) => this.#down(leg, true),
      // Nobody keeps anything: what waited is lost, and the next connection is there at once.
      disconnect: () => {},
    });
    const work = {
      done: (leg: number) => this.#handOut(leg),
      dropped: (leg: number) => this.#lose(leg),
    };
    for (const id of new Set(people.gateway)) this.#owner[id] = this.#gateway(id).serve(work);
  }

  /** The message leaves the sender's device for its gateway. */
  send(message: number, sender: number): void {
    const { world, people, clients } = this.#parts;
    const [place, device] = [people.place[sender]!, people.device[sender]!];
    const gateway = people.gateway[sender]!;
    const leg = this.#legs.first(message, gateway);
    const bytes = this.#sizes.up(message);
    const { id, medium } = clients[place]!;
    if (medium !== undefined) {
      medium.sendUp(this.#ups[place]!, leg, device, bytes);
      return;
    }
    const upMs = clients[place]!.upMs(device, bytes, this.#lanes[place]!, gateway);
    this.#travel(leg, upMs + world.exchange.carry(id, gateway, bytes, world.simulator.nowMs));
  }

  tell(message: number, person: number): void {
    this.#arrive(this.#legs.next(message, this.#parts.people.gateway[person]!));
  }

  tellRoom(message: number, room: number): void {
    for (const { gateway } of this.#parts.rooms.parts(room)) {
      this.#arrive(this.#legs.next(message, gateway));
    }
  }

  /** @param delayMs Infinity: no way leads there, and the message is lost. */
  #travel(leg: number, delayMs: number): void {
    if (delayMs === Number.POSITIVE_INFINITY) this.#lose(leg);
    else this.#parts.world.simulator.after(delayMs, this.#atGateway, leg);
  }

  #arrive(leg: number): void {
    const gateway = this.#legs.gateway[leg]!;
    this.#ends.note(this.#legs.message[leg]!, 'arrives', gateway);
    const isUp = this.#parts.world.exchange.up[gateway] === 1;
    if (this.#confirming !== undefined && isUp && this.#legs.isFirst[leg] === 1) {
      const sender = this.#messages.sender[this.#legs.message[leg]!]!;
      const waitMs = this.#confirming.upMs(sender, gateway);
      if (waitMs > 0) {
        this.#wait(leg, waitMs);
        return;
      }
    }
    this.#work(leg);
  }

  /** @param waitMs Infinity: what confirms does not get through, and the message is lost. */
  #wait(leg: number, waitMs: number): void {
    if (waitMs === Number.POSITIVE_INFINITY) this.#lose(leg);
    else this.#parts.world.simulator.after(waitMs, this.#confirmed, leg);
  }

  #work(leg: number): void {
    const gateway = this.#legs.gateway[leg]!;
    if (this.#parts.world.exchange.up[gateway] === 0) this.#lose(leg);
    else this.#gateway(gateway).submit(this.#owner[gateway]!, leg, this.#recipientsOf(leg));
  }

  /** A gateway has done its work. */
  #handOut(leg: number): void {
    const note = this.#messages.note[this.#legs.message[leg]!]!;
    if (note >= 0 && this.#legs.isFirst[leg] === 1 && this.#parts.carried!.holds(note, leg, this))
      return;
    this.#handOn(leg);
  }

  /** Who sent it is not told of a refusal by what carries messages here. */
  readonly tellsOfRefusal = false;

  /** What was held goes on, unless its gateway has gone down meanwhile. */
  pass(leg: number): void {
    if (this.#parts.world.exchange.up[this.#legs.gateway[leg]!] === 0) this.#lose(leg);
    else this.#handOn(leg);
  }

  /** What was held goes to nobody. */
  refuse(leg: number): void {
    const message = this.#legs.message[leg]!;
    this.#legs.release(leg);
    this.#ends.refused(message);
  }

  /** What was held was for a server, which has it. */
  take(leg: number): void {
    const message = this.#legs.message[leg]!;
    this.#legs.release(leg);
    this.#ends.taken(message);
  }

  /** People here get it, and on its first leg the other gateways. */
  #handOn(leg: number): void {
    const message = this.#legs.message[leg]!;
    const gateway = this.#legs.gateway[leg]!;
    const isFirst = this.#legs.isFirst[leg] === 1;
    this.#ends.note(message, 'handed out', gateway);
    this.#legs.release(leg);
    const room = this.#messages.room[message]!;
    if (room < 0) this.#passOn(message, gateway, isFirst);
    else this.#passOnInRoom(message, room, gateway, isFirst);
  }

  #passOn(message: number, gateway: number, isFirst: boolean): void {
    const recipient = this.#messages.recipient[message]!;
    const home = this.#parts.people.gateway[recipient]!;
    if (isFirst && home !== gateway) this.#forward(message, gateway, home);
    else this.#toDevice(message, recipient, gateway);
  }

  #passOnInRoom(message: number, room: number, gateway: number, isFirst: boolean): void {
    for (const part of this.#parts.rooms.parts(room)) {
      if (part.gateway === gateway) this.#toMembers(message, part);
      else if (isFirst && this.#recipients.besideSender(message, part) > 0) {
        this.#forward(message, gateway, part.gateway);
      }
    }
  }

  #forward(message: number, from: number, to: number): void {
    const { exchange } = this.#parts.world;
    const leg = this.#legs.next(message, to);
    const bytes = this.#sizes.between(message, this.#recipientsOf(leg));
    const delayMs = exchange.carry(from, to, bytes, this.#messages.sentAtMs[message]!);
    this.#travel(leg, delayMs);
  }

  #toMembers(message: number, part: RoomAtGateway): void {
    const sender = this.#messages.sender[message]!;
    for (let index = part.from; index < part.to; index += 1) {
      const member = this.#parts.rooms.member(index);
      if (member !== sender) this.#toDevice(message, member, part.gateway);
    }
  }

  #toDevice(message: number, person: number, gateway: number): void {
    if (this.#parts.isThere?.(person) === false) this.#ends.missed(message, person);
    else if (this.#polls !== undefined) this.#polls.offer(person, message);
    else if (this.#isToWait(message, person, gateway)) return;
    else this.#sendDown(message, person, gateway, false);
  }

  /** Whether it waits in the buffer of a slow device, or is dropped from it. */
  #isToWait(message: number, person: number, gateway: number): boolean {
    if (this.#buffers === undefined) return false;
    const leg = this.#legs.next(message, person);
    const bytes = this.#sizes.down(message, false);
    if (!this.#buffers.passes(person, gateway, leg, bytes)) return true;
    this.#legs.release(leg);
    return false;
  }

  /** The leg has a person where others have a gateway. */
  #sendLater(leg: number): void {
    const [message, person] = [this.#legs.message[leg]!, this.#legs.gateway[leg]!];
    this.#legs.release(leg);
    this.#sendDown(message, person, this.#parts.people.gateway[person]!, false);
  }

  /** @param isRider whether it shares the answer to a poll with a message before it. */
  #sendDown(message: number, person: number, gateway: number, isRider: boolean): void {
    const { world, people, clients } = this.#parts;
    const node = clients[people.place[person]!]!;
    const bytes = this.#sizes.down(message, isRider);
    const sentAtMs = this.#messages.sentAtMs[message]!;
    const backboneMs = world.exchange.carry(gateway, node.id, bytes, sentAtMs);
    const next = isRider ? this.#rides : this.#atBackbone;
    if (backboneMs < Number.POSITIVE_INFINITY) {
      world.simulator.after(backboneMs, next, message, person);
      return;
    }
    this.#polls?.landed(person);
    this.#ends.missed(message, person);
  }

  /** The message is at the recipient's place and takes its turn on the device's way down. */
  #goDown(message: number, person: number, isRider = false): void {
    const { world, people, clients } = this.#parts;
    const place = people.place[person]!;
    const bytes = this.#sizes.down(message, isRider);
    const { medium } = clients[place]!;
    if (medium !== undefined) {
      const leg = this.#legs.next(message, person);
      medium.sendDown(this.#downs[place]!, leg, people.device[person]!, bytes);
      return;
    }
    const gateway = people.gateway[person]!;
    const lane = this.#lanes[place]!;
    const downMs = clients[place]!.downMs(people.device[person]!, bytes, lane, gateway);
    world.simulator.after(downMs, this.#shown, message, person);
  }

  /** A medium has carried a message to the backbone, or given it up. */
  #up(leg: number, isLost: boolean): void {
    if (isLost) {
      this.#lose(leg);
      return;
    }
    const { world, people, clients } = this.#parts;
    const message = this.#legs.message[leg]!;
    const { sender, sentAtMs } = this.#messages;
    const node = clients[people.place[sender[message]!]!]!;
    const gateway = this.#legs.gateway[leg]!;
    const bytes = this.#sizes.up(message);
    this.#travel(leg, world.exchange.carry(node.id, gateway, bytes, sentAtMs[message]!));
  }

  /** As `up`, to one person; the leg has that person where others have a gateway. */
  #down(leg: number, isLost: boolean): void {
    const message = this.#legs.message[leg]!;
    const person = this.#legs.gateway[leg]!;
    this.#legs.release(leg);
    if (!isLost) {
      this.#land(message, person);
      return;
    }
    this.#polls?.landed(person);
    this.#ends.missed(message, person);
  }

  /** A message is at the device; with some protocols it is shown when packets that confirm have crossed. */
  #land(message: number, person: number): void {
    const confirming = this.#confirming;
    if (this.#polls !== undefined) this.#polls.landed(person);
    else if (confirming !== undefined) {
      const waitMs = confirming.downMs(person, this.#parts.people.gateway[person]!);
      if (waitMs === Number.POSITIVE_INFINITY) this.#ends.missed(message, person);
      else if (waitMs > 0)
        this.#parts.world.simulator.after(waitMs, this.#displayed, message, person);
      if (waitMs > 0) return;
    }
    this.#ends.shown(message, person);
  }

  /** The gateway is down, or went down first: on its first leg the message is lost for all. */
  #lose(leg: number): void {
    const message = this.#legs.message[leg]!;
    const gateway = this.#legs.isFirst[leg] === 1 ? undefined : this.#legs.gateway[leg]!;
    this.#legs.release(leg);
    this.#ends.lost(message, gateway);
  }

  /** People at the leg's gateway who get the message. */
  #recipientsOf(leg: number): number {
    return this.#recipients.at(this.#legs.message[leg]!, this.#legs.gateway[leg]!);
  }

  #gateway(id: number): Gateway {
    return this.#parts.world.nodes[id] as Gateway;
  }
}
