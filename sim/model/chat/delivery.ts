/**
 * The way of a message: sender's device → its gateway → the gateways of the recipients → their
 * devices. Connections are open all the time, so that no set-up is paid.
 */
import type { HandlerId } from '../../engine/simulator.ts';
import type { Recorder } from '../../result/recorder.ts';
import type { Clients } from '../node/clients.ts';
import type { Lane } from '../node/peer.ts';
import type { World } from '../node/world.ts';
import type { Gateway } from './gateway.ts';
import { type Carried, type Post, SERVER } from './kinds/post.ts';
import { Legs } from './legs.ts';
import { Messages } from './messages.ts';
import type { People } from './people.ts';
import type { RoomAtGateway, Rooms } from './rooms.ts';

/** Where the deliveries to the people of one place are counted. */
interface Meters {
  readonly messages: number;
  readonly deliveries: number;
  readonly undelivered: number;
  readonly delivery: number;
}

interface DeliveryParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  readonly rooms: Rooms;
  /** What is told of messages that have notes; undefined: there are none. */
  readonly carried?: Carried | undefined;
}

/** What stands for no room, and for no recipient. */
const NO_ROOM = -1;
const NOBODY = -1;
/** A chat that knows no kinds. */
const NO_KINDS: readonly undefined[] = [undefined];

export class Delivery implements Post {
  readonly #parts: DeliveryParts;
  readonly #recorder: Recorder;
  readonly #messages = new Messages();
  readonly #legs = new Legs();
  readonly #carried: Carried | undefined;
  /** By kind and place. */
  readonly #meters: readonly Meters[];
  readonly #lanes: readonly Lane[];
  /** Our number at each gateway, by node id. */
  readonly #owner: number[] = [];
  /** Our numbers at the media of those clients that have one, for the ways up and down. */
  readonly #ups: readonly (number | undefined)[];
  readonly #downs: readonly (number | undefined)[];
  readonly #atGateway: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #shown: HandlerId;

  constructor(parts: DeliveryParts) {
    const { world, people, clients } = parts;
    this.#parts = parts;
    this.#recorder = world.recorder;
    this.#carried = parts.carried;
    const kinds = parts.carried?.kinds ?? NO_KINDS;
    this.#meters = kinds.flatMap((kind) => clients.map((node) => this.#metersOf(node, kind)));
    this.#lanes = clients.map((node) => node.lane(parts.traffic));
    this.#ups = clients.map(({ medium }) => medium?.owner((leg, lost) => this.#up(leg, lost)));
    this.#downs = clients.map(({ medium }) => medium?.owner((on, lost) => this.#down(on, lost)));
    this.#atGateway = world.simulator.handler((leg) => this.#arrive(leg), 'message at the gateway');
    this.#atBackbone = world.simulator.handler((message, person) => this.#goDown(message, person));
    this.#shown = world.simulator.handler(
      (message, person) => this.#show(message, person),
      'message shown',
    );
    const work = {
      done: (leg: number) => this.#handOut(leg),
      dropped: (leg: number) => this.#lose(leg),
    };
    for (const id of new Set(people.gateway)) this.#owner[id] = this.#gateway(id).serve(work);
  }

  /** Someone says something to one other person. */
  sendTo(sender: number, recipient: number, bytes: number, note = -1): void {
    const message = this.#write(sender, recipient, NO_ROOM, bytes, note);
    this.#leave(message, sender);
  }

  /** Someone says something in a room. */
  sendToRoom(sender: number, room: number, bytes: number, note = -1): void {
    const message = this.#write(sender, NOBODY, room, bytes, note);
    this.#leave(message, sender);
  }

  /** A server says something to one person. */
  tell(person: number, bytes: number, note: number): void {
    const message = this.#write(SERVER, person, NO_ROOM, bytes, note);
    this.#arrive(this.#legs.next(message, this.#parts.people.gateway[person]!));
  }

  /** A server says something in a room: each gateway gets it at once. */
  tellRoom(room: number, bytes: number, note: number): void {
    const { rooms } = this.#parts;
    const message = this.#write(SERVER, NOBODY, room, bytes, note);
    for (const { gateway } of rooms.parts(room)) this.#arrive(this.#legs.next(message, gateway));
  }

  /** @param recipient `NOBODY` in a room; @param room `NO_ROOM` between two. */
  #write(sender: number, recipient: number, room: number, bytes: number, note: number): number {
    const { world, rooms } = this.#parts;
    const now = world.simulator.nowMs;
    const message = this.#messages.make(sender, now, bytes);
    this.#messages.recipient[message] = recipient;
    this.#messages.room[message] = room;
    const others = room < 0 ? 1 : rooms.size(room) - (sender === SERVER ? 0 : 1);
    this.#messages.pending[message] = others;
    if (note >= 0) {
      this.#messages.note[message] = note;
      this.#messages.kind[message] = this.#carried!.kindOf(note);
    }
    this.#recorder.add(this.#metersFor(message, sender).messages, 1, now);
    return message;
  }

  /** The message leaves the sender's device for its gateway. */
  #leave(message: number, sender: number): void {
    const { world, people, clients } = this.#parts;
    const [place, device] = [people.place[sender]!, people.device[sender]!];
    const gateway = people.gateway[sender]!;
    const leg = this.#legs.first(message, gateway);
    const bytes = this.#upBytes(message);
    const { id, medium } = clients[place]!;
    if (medium !== undefined) {
      medium.sendUp(this.#ups[place]!, leg, device, bytes);
      return;
    }
    const upMs = clients[place]!.upMs(device, bytes, this.#lanes[place]!, gateway);
    this.#travel(leg, upMs + world.exchange.carry(id, gateway, bytes, world.simulator.nowMs));
  }

  /** Bytes that leave the sender's device. */
  #upBytes(message: number): number {
    const note = this.#messages.note[message]!;
    return note < 0 ? this.#messages.bytes[message]! : this.#carried!.upBytes(note);
  }

  /** Whether each recipient gets a message of his own. */
  #isForEach(message: number): boolean {
    const note = this.#messages.note[message]!;
    return note >= 0 && this.#carried!.isForEach(note);
  }

  /** @param delayMs Infinity: no way leads there, and the message is lost. */
  #travel(leg: number, delayMs: number): void {
    if (delayMs === Number.POSITIVE_INFINITY) this.#lose(leg);
    else this.#parts.world.simulator.after(delayMs, this.#atGateway, leg);
  }

  #arrive(leg: number): void {
    const { world } = this.#parts;
    const gateway = this.#legs.gateway[leg]!;
    if (world.exchange.up[gateway] === 0) this.#lose(leg);
    else this.#gateway(gateway).submit(this.#owner[gateway]!, leg, this.#deliveriesHere(leg));
  }

  /** A gateway has done its work. */
  #handOut(leg: number): void {
    const note = this.#messages.note[this.#legs.message[leg]!]!;
    if (note >= 0 && this.#legs.isFirst[leg] === 1 && this.#carried!.holds(note, leg)) return;
    this.#handOn(leg);
  }

  /** What was held goes on, unless its gateway has gone down meanwhile. */
  pass(leg: number): void {
    if (this.#parts.world.exchange.up[this.#legs.gateway[leg]!] === 0) this.#lose(leg);
    else this.#handOn(leg);
  }

  /** What was held goes to nobody. */
  refuse(leg: number): void {
    const message = this.#legs.message[leg]!;
    this.#legs.release(leg);
    this.#settle(message, this.#messages.pending[message]!);
  }

  /** What was held was for a server, which has it. */
  take(leg: number): void {
    const message = this.#legs.message[leg]!;
    this.#legs.release(leg);
    this.#countShown(message, SERVER);
    this.#settle(message, 1);
  }

  /** People here get it, and on its first leg the other gateways. */
  #handOn(leg: number): void {
    const message = this.#legs.message[leg]!;
    const gateway = this.#legs.gateway[leg]!;
    const isFirst = this.#legs.isFirst[leg] === 1;
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
      else if (isFirst && this.#membersBesideSender(message, part) > 0) {
        this.#forward(message, gateway, part.gateway);
      }
    }
  }

  #forward(message: number, from: number, to: number): void {
    const { exchange } = this.#parts.world;
    const { bytes, sentAtMs } = this.#messages;
    const leg = this.#legs.next(message, to);
    const copies = this.#isForEach(message) ? this.#deliveriesHere(leg) : 1;
    const delayMs = exchange.carry(from, to, copies * bytes[message]!, sentAtMs[message]!);
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
    const { world, people, clients } = this.#parts;
    const node = clients[people.place[person]!]!;
    const bytes = this.#messages.bytes[message]!;
    const sentAtMs = this.#messages.sentAtMs[message]!;
    const backboneMs = world.exchange.carry(gateway, node.id, bytes, sentAtMs);
    if (backboneMs < Number.POSITIVE_INFINITY) {
      world.simulator.after(backboneMs, this.#atBackbone, message, person);
      return;
    }
    this.#recorder.add(this.#metersFor(message, person).undelivered, 1, sentAtMs);
    this.#settle(message, 1);
  }

  /** The message is at the recipient's place and takes its turn on the device's way down. */
  #goDown(message: number, person: number): void {
    const { world, people, clients } = this.#parts;
    const place = people.place[person]!;
    const bytes = this.#messages.bytes[message]!;
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
    const bytes = this.#upBytes(message);
    this.#travel(leg, world.exchange.carry(node.id, gateway, bytes, sentAtMs[message]!));
  }

  /** As `up`, to one person; the leg has that person where others have a gateway. */
  #down(leg: number, isLost: boolean): void {
    const message = this.#legs.message[leg]!;
    const person = this.#legs.gateway[leg]!;
    this.#legs.release(leg);
    if (!isLost) {
      this.#show(message, person);
      return;
    }
    const { undelivered } = this.#metersFor(message, person);
    this.#recorder.add(undelivered, 1, this.#messages.sentAtMs[message]!);
    this.#settle(message, 1);
  }

  #show(message: number, person: number): void {
    this.#countShown(message, person);
    const note = this.#messages.note[message]!;
    if (note >= 0) this.#carried!.shown(note, person);
    this.#settle(message, 1);
  }

  #countShown(message: number, person: number): void {
    const meters = this.#metersFor(message, person);
    const sentAtMs = this.#messages.sentAtMs[message]!;
    const tookMs = this.#parts.world.simulator.nowMs - sentAtMs;
    this.#recorder.add(meters.deliveries, 1, sentAtMs);
    this.#recorder.record(meters.delivery, tookMs, sentAtMs);
  }

  #settle(message: number, deliveries: number): void {
    const note = this.#messages.note[message]!;
    if (this.#messages.settle(message, deliveries) && note >= 0) this.#carried!.settled(note);
  }

  #metersFor(message: number, person: number): Meters {
    const { people, clients } = this.#parts;
    // A server is counted where those are whom it talks to; in a room, at the first place.
    const { sender, recipient, kind } = this.#messages;
    const who = person >= 0 ? person : Math.max(sender[message]!, recipient[message]!, 0);
    return this.#meters[kind[message]! * clients.length + people.place[who]!]!;
  }

  /** The gateway is down, or went down first: on its first leg the message is lost for all. */
  #lose(leg: number): void {
    const message = this.#legs.message[leg]!;
    const isFirst = this.#legs.isFirst[leg] === 1;
    const lost = isFirst ? this.#messages.pending[message]! : this.#deliveriesHere(leg);
    this.#countLost(message, isFirst ? undefined : this.#legs.gateway[leg]!);
    this.#legs.release(leg);
    this.#settle(message, lost);
  }

  /** Counts lost deliveries where they were awaited. @param gateway undefined: at all of them. */
  #countLost(message: number, gateway: number | undefined): void {
    const { rooms } = this.#parts;
    const sentAtMs = this.#messages.sentAtMs[message]!;
    const lose = (person: number) =>
      this.#recorder.add(this.#metersFor(message, person).undelivered, 1, sentAtMs);
    const room = this.#messages.room[message]!;
    if (room < 0) {
      lose(this.#messages.recipient[message]!);
      return;
    }
    const sender = this.#messages.sender[message]!;
    for (const part of rooms.parts(room)) {
      if (gateway !== undefined && part.gateway !== gateway) continue;
      for (let index = part.from; index < part.to; index += 1) {
        if (rooms.member(index) !== sender) lose(rooms.member(index));
      }
    }
  }

  /** People at the leg's gateway who get the message. */
  #deliveriesHere(leg: number): number {
    const message = this.#legs.message[leg]!;
    const gateway = this.#legs.gateway[leg]!;
    const room = this.#messages.room[message]!;
    if (room < 0) {
      return this.#parts.people.gateway[this.#messages.recipient[message]!] === gateway ? 1 : 0;
    }
    const part = this.#parts.rooms.parts(room).find((here) => here.gateway === gateway);
    return part === undefined ? 0 : this.#membersBesideSender(message, part);
  }

  #membersBesideSender(message: number, part: RoomAtGateway): number {
    const { people } = this.#parts;
    const isHome = people.gateway[this.#messages.sender[message]!] === part.gateway;
    return part.to - part.from - (isHome ? 1 : 0);
  }

  #gateway(id: number): Gateway {
    return this.#parts.world.nodes[id] as Gateway;
  }

  #metersOf(clients: Clients, kind: string | undefined): Meters {
    const { world, traffic } = this.#parts;
    const place = world.places[clients.place]!.name;
    const labels = kind === undefined ? { traffic, place } : { traffic, place, kind };
    return {
      messages: world.recorder.counter('messages', labels),
      deliveries: world.recorder.counter('deliveries', labels),
      undelivered: world.recorder.counter('undelivered', labels),
      delivery: world.recorder.histogram('delivery', labels, { windows: true }),
    };
  }
}
