/**
 * The way of a message: sender's device → its gateway → the gateways of the recipients → their
 * devices. Connections are open all the time, so that no set-up is paid.
 */
import type { HandlerId } from '../../engine/simulator.ts';
import type { Clients } from '../node/clients.ts';
import type { Lane } from '../node/peer.ts';
import type { World } from '../node/world.ts';
import { DeliveryMeters } from './delivery-meters.ts';
import { Descent } from './descent.ts';
import type { Gateway } from './gateway.ts';
import { type Carried, type Holder, type Post, SERVER } from './kinds/post.ts';
import { Legs } from './legs.ts';
import { LightLedger } from './light-ledger.ts';
import { MessageSizes } from './message-sizes.ts';
import { Messages } from './messages.ts';
import type { People } from './people.ts';
import { Confirming } from './protocols/confirming.ts';
import { type Polls, pollsOf } from './protocols/polls.ts';
import type { ChatProtocol } from './protocols/protocol.ts';
import { Recipients } from './recipients.ts';
import type { RoomAtGateway, Rooms } from './rooms.ts';

interface DeliveryParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  readonly rooms: Rooms;
  /** Undefined: messages are as long as they are, and nothing confirms them. */
  readonly protocol?: ChatProtocol | undefined;
  /** Name of its ledger; default: that of the traffic. */
  readonly ledger?: string | undefined;
  /** Whether somebody has a connection now; default: everybody has. */
  readonly isThere?: ((person: number) => boolean) | undefined;
  /** What is told of messages that have notes; undefined: there are none. */
  readonly carried?: Carried | undefined;
}

/** What stands for no room, for no recipient, and for what is not there. */
const NONE = -1;

export class Delivery implements Post, Holder {
  readonly #parts: DeliveryParts;
  readonly #messages = new Messages();
  readonly #legs = new Legs();
  readonly #carried: Carried | undefined;
  readonly #ledger: LightLedger;
  readonly #meters: DeliveryMeters;
  readonly #recipients: Recipients;
  readonly #sizes: MessageSizes;
  readonly #lanes: readonly Lane[];
  /** Our number at each gateway, by node id. */
  readonly #owner: number[] = [];
  /** Our numbers at the media of those clients that have one, for the ways up. */
  readonly #ups: readonly (number | undefined)[];
  readonly #atGateway: HandlerId;
  readonly #descent: Descent;
  readonly #confirming: Confirming | undefined;
  readonly #polls: Polls | undefined;
  /** For a chat with a protocol: a message may be handed on, may be shown. */
  readonly #confirmed: HandlerId = NONE;
  readonly #displayed: HandlerId = NONE;

  constructor(parts: DeliveryParts) {
    const { world, people, clients } = parts;
    this.#parts = parts;
    this.#carried = parts.carried;
    const messages = this.#messages;
    this.#ledger = new LightLedger({ ...parts, traffic: parts.ledger ?? parts.traffic }, messages);
    this.#meters = new DeliveryMeters({ ...parts, messages }, parts.carried?.kinds);
    this.#recipients = new Recipients(messages, people, parts.rooms);
    this.#sizes = new MessageSizes(messages, parts.carried, parts.protocol);
    this.#lanes = clients.map((node) => node.lane(parts.traffic));
    this.#ups = clients.map(({ medium }) => medium?.owner((leg, lost) => this.#up(leg, lost)));
    this.#atGateway = world.simulator.handler((leg) => this.#arrive(leg), 'message at the gateway');
    this.#descent = new Descent({
      ...parts,
      lanes: this.#lanes,
      messages,
      legs: this.#legs,
      sizes: this.#sizes,
      land: (message, person) => this.#land(message, person),
      miss: (message, person) => {
        this.#polls?.landed(person);
        this.#miss(message, person);
      },
    });
    const { simulator } = world;
    if (parts.protocol !== undefined) {
      this.#confirming = new Confirming({ ...parts, protocol: parts.protocol });
      this.#polls = pollsOf(this.#confirming, parts, {
        send: (person, message, isRider) =>
          this.#descent.send(message, person, people.gateway[person]!, isRider),
        lose: (person, message) => this.#miss(message, person),
      });
      this.#confirmed = simulator.handler((leg) => this.#work(leg), 'message handed on');
      this.#displayed = simulator.handler((message, person) => this.#show(message, person));
      this.#descent.rides();
    }
    const work = {
      done: (leg: number) => this.#handOut(leg),
      dropped: (leg: number) => this.#lose(leg),
    };
    for (const id of new Set(people.gateway)) this.#owner[id] = this.#gateway(id).serve(work);
  }

  /** Someone says something to one other person. */
  sendTo(sender: number, recipient: number, bytes: number, note = -1): void {
    const message = this.#write(sender, recipient, NONE, bytes, note);
    this.#leave(message, sender);
  }

  /** Someone says something in a room. */
  sendToRoom(sender: number, room: number, bytes: number, note = -1): void {
    const message = this.#write(sender, NONE, room, bytes, note);
    this.#leave(message, sender);
  }

  /** A server says something to one person. */
  tell(person: number, bytes: number, note: number): void {
    const message = this.#write(SERVER, person, NONE, bytes, note);
    this.#arrive(this.#legs.next(message, this.#parts.people.gateway[person]!));
  }

  /** A server says something in a room: each gateway gets it at once. */
  tellRoom(room: number, bytes: number, note: number): void {
    const { rooms } = this.#parts;
    const message = this.#write(SERVER, NONE, room, bytes, note);
    for (const { gateway } of rooms.parts(room)) this.#arrive(this.#legs.next(message, gateway));
  }

  /** @param recipient `NONE` in a room, as `room` between two. */
  #write(sender: number, recipient: number, room: number, bytes: number, note: number): number {
    const { world, rooms } = this.#parts;
    const now = world.simulator.nowMs;
    const message = this.#messages.make(sender, now, bytes);
    this.#messages.recipient[message] = recipient;
    this.#messages.room[message] = room;
    const others = room < 0 ? 1 : rooms.size(room) - (sender === SERVER ? 0 : 1);
    this.#messages.pending[message] = others;
    if (this.#messages.isAmongPeople(message)) this.#messages.owed += others;
    this.#ledger.sent(message, room);
    if (note >= 0) {
      this.#messages.note[message] = note;
      this.#messages.kind[message] = this.#carried!.kindOf(note);
    }
    this.#meters.sent(message, sender);
    return message;
  }

  /** The message leaves the sender's device for its gateway. */
  #leave(message: number, sender: number): void {
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

  /** @param delayMs Infinity: no way leads there, and the message is lost. */
  #travel(leg: number, delayMs: number): void {
    if (delayMs === Number.POSITIVE_INFINITY) this.#lose(leg);
    else this.#parts.world.simulator.after(delayMs, this.#atGateway, leg);
  }

  #arrive(leg: number): void {
    const gateway = this.#legs.gateway[leg]!;
    this.#ledger.note(this.#legs.message[leg]!, 'arrives', gateway);
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
    if (note >= 0 && this.#legs.isFirst[leg] === 1 && this.#carried!.holds(note, leg, this)) return;
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
    this.#ledger.refused(message);
    this.#settle(message, this.#messages.pending[message]!);
  }

  /** What was held was for a server, which has it. */
  take(leg: number): void {
    const message = this.#legs.message[leg]!;
    this.#legs.release(leg);
    this.#meters.shown(message, SERVER);
    this.#settle(message, 1);
  }

  /** People here get it, and on its first leg the other gateways. */
  #handOn(leg: number): void {
    const message = this.#legs.message[leg]!;
    const gateway = this.#legs.gateway[leg]!;
    const isFirst = this.#legs.isFirst[leg] === 1;
    this.#ledger.note(message, 'handed out', gateway);
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
    if (this.#parts.isThere?.(person) === false) this.#miss(message, person);
    else if (this.#polls !== undefined) this.#polls.offer(person, message);
    else this.#descent.send(message, person, gateway, false);
  }

  /** One delivery is lost. */
  #miss(message: number, person: number): void {
    this.#drop(message, person);
    this.#settle(message, 1);
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

  /** A message is at the device; with some protocols it is shown when packets that confirm have crossed. */
  #land(message: number, person: number): void {
    const confirming = this.#confirming;
    if (this.#polls !== undefined) this.#polls.landed(person);
    else if (confirming !== undefined) {
      const waitMs = confirming.downMs(person, this.#parts.people.gateway[person]!);
      if (waitMs === Number.POSITIVE_INFINITY) this.#miss(message, person);
      else if (waitMs > 0)
        this.#parts.world.simulator.after(waitMs, this.#displayed, message, person);
      if (waitMs > 0) return;
    }
    this.#show(message, person);
  }

  #show(message: number, person: number): void {
    this.#ledger.shown(message, person);
    this.#meters.shown(message, person);
    const note = this.#messages.note[message]!;
    if (note >= 0) this.#carried!.shown(note, person);
    this.#settle(message, 1);
  }

  #settle(message: number, deliveries: number): void {
    const note = this.#messages.note[message]!;
    if (this.#messages.settle(message, deliveries) && note >= 0) this.#carried!.settled(note);
  }

  /** The gateway is down, or went down first: on its first leg the message is lost for all. */
  #lose(leg: number): void {
    const message = this.#legs.message[leg]!;
    const isFirst = this.#legs.isFirst[leg] === 1;
    const lost = isFirst ? this.#messages.pending[message]! : this.#recipientsOf(leg);
    const gateway = isFirst ? undefined : this.#legs.gateway[leg]!;
    this.#recipients.each(message, gateway, (person) => this.#drop(message, person));
    this.#legs.release(leg);
    this.#settle(message, lost);
  }

  /** Nobody sends it again: one delivery is lost. */
  #drop(message: number, person: number): void {
    this.#meters.lost(message, person);
    this.#ledger.dropped(message, person);
  }

  /** People at the leg's gateway who get the message. */
  #recipientsOf(leg: number): number {
    return this.#recipients.at(this.#legs.message[leg]!, this.#legs.gateway[leg]!);
  }

  #gateway(id: number): Gateway {
    return this.#parts.world.nodes[id] as Gateway;
  }
}
