/** Both ends of a message: who says it, and on whose screens it is in the end. What is in between is a carriage. */
import type { Clients } from '../node/clients.ts';
import type { World } from '../node/world.ts';
import { addChat, type Carriage, type CarriedChat, type Ends } from './carriage.ts';
import { DeliveryMeters } from './delivery-meters.ts';
import { type Carried, type Post, SERVER } from './kinds/post.ts';
import { LightLedger } from './light-ledger.ts';
import { Messages } from './messages.ts';
import { ModelledCarriage } from './modelled-carriage.ts';
import type { People } from './people.ts';
import type { ChatProtocol } from './protocols/protocol.ts';
import { Recipients } from './recipients.ts';
import type { Rooms } from './rooms.ts';

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

/** What stands for no room, and for no recipient. */
const NONE = -1;

export class Delivery implements Post, Ends {
  readonly #world: World;
  readonly #rooms: Rooms;
  readonly #messages = new Messages();
  readonly #carried: Carried | undefined;
  readonly #ledger: LightLedger;
  readonly #meters: DeliveryMeters;
  readonly #recipients: Recipients;
  #carriage: Carriage;

  constructor(parts: DeliveryParts) {
    const { world, people, rooms, traffic, clients, carried, protocol, isThere } = parts;
    this.#world = world;
    this.#rooms = rooms;
    this.#carried = carried;
    const messages = this.#messages;
    this.#ledger = new LightLedger({ ...parts, traffic: parts.ledger ?? traffic }, messages);
    this.#meters = new DeliveryMeters({ ...parts, messages }, carried?.kinds);
    this.#recipients = new Recipients(messages, people, rooms);
    const chat: CarriedChat = {
      ...{ world, traffic, clients, people, rooms, messages, protocol, isThere, carried },
      recipients: this.#recipients,
      ends: this,
      carryBy: (carriage) => {
        this.#carriage = carriage;
      },
    };
    this.#carriage = new ModelledCarriage(chat);
    addChat(chat);
  }

  /** Someone says something to one other person. */
  sendTo(sender: number, recipient: number, bytes: number, note = -1): void {
    this.#carriage.send(this.#write(sender, recipient, NONE, bytes, note), sender);
  }

  /** Someone says something in a room. */
  sendToRoom(sender: number, room: number, bytes: number, note = -1): void {
    this.#carriage.send(this.#write(sender, NONE, room, bytes, note), sender);
  }

  /** A server says something to one person. */
  tell(person: number, bytes: number, note: number): void {
    this.#carriage.tell(this.#write(SERVER, person, NONE, bytes, note), person);
  }

  /** A server says something in a room: each gateway gets it at once. */
  tellRoom(room: number, bytes: number, note: number): void {
    this.#carriage.tellRoom(this.#write(SERVER, NONE, room, bytes, note), room);
  }

  note(message: number, what: string, node: number): void {
    this.#ledger.note(message, what, node);
  }

  shown(message: number, person: number): void {
    this.#ledger.shown(message, person);
    this.#meters.shown(message, person);
    const note = this.#messages.note[message]!;
    if (note >= 0) this.#carried!.shown(note, person);
    this.#settle(message, 1);
  }

  missed(message: number, person: number): void {
    this.#drop(message, person);
    this.#settle(message, 1);
  }

  lost(message: number, gateway: number | undefined): void {
    const isForAll = gateway === undefined;
    const lost = isForAll
      ? this.#messages.pending[message]!
      : this.#recipients.at(message, gateway);
    this.#recipients.each(message, gateway, (person) => this.#drop(message, person));
    this.#settle(message, lost);
  }

  refused(message: number): void {
    this.#ledger.refused(message);
    this.#settle(message, this.#messages.pending[message]!);
  }

  taken(message: number): void {
    this.#meters.shown(message, SERVER);
    this.#settle(message, 1);
  }

  /** @param recipient `NONE` in a room, as `room` between two. */
  #write(sender: number, recipient: number, room: number, bytes: number, note: number): number {
    const rooms = this.#rooms;
    const now = this.#world.simulator.nowMs;
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

  #settle(message: number, deliveries: number): void {
    const note = this.#messages.note[message]!;
    if (this.#messages.settle(message, deliveries) && note >= 0) this.#carried!.settled(note);
  }

  /** Nobody sends it again: one delivery is lost. */
  #drop(message: number, person: number): void {
    this.#meters.lost(message, person);
    this.#ledger.dropped(message, person);
  }
}
