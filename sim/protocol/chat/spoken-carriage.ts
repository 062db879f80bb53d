/** Takes the messages of a chat by real libraries: devices, gateways, and connections between them. */
import type { Random } from '../../engine/random.ts';
import type { Carriage, CarriedChat } from '../../model/chat/carriage.ts';
import { SERVER } from '../../model/chat/kinds/post.ts';
import type { Lane } from '../../model/node/peer.ts';
import type { Speaking } from '../http/speaking.ts';
import { dialSealed, listenSealed, type Plug } from '../tls/sealed.ts';
import { ChatMeters } from './chat-meters.ts';
import { Custody } from './custody.ts';
import { envelopeOf, type Said } from './envelope.ts';
import { Hub } from './hub.ts';
import { Link } from './link.ts';
import type { Device, Joining, SpokenProtocol } from './spoken-protocol.ts';
import { Texts } from './texts.ts';
import { Trunks } from './trunks.ts';

export interface CarriagePlan {
  readonly protocol: SpokenProtocol;
  readonly isEncrypted: boolean;
  /** Added to the ports of its protocols: chats at the same gateways have ports of their own; even. */
  readonly offset: number;
}

/** Where gateways take what others send; an assumption. */
const TRUNK_PORT = 7000;
/** Waits before the next attempt, twice as long each time, half of it drawn; assumptions. */
const FIRST_BACK_OFF_MS = 1000;
const LONGEST_BACK_OFF_MS = 30_000;

export class SpokenCarriage implements Carriage {
  readonly #chat: CarriedChat;
  readonly #custody: Custody;
  readonly #meters: ChatMeters;
  readonly #speaking: Speaking;
  readonly #plan: CarriagePlan;
  readonly #texts: Texts;
  readonly #lanes: readonly Lane[];
  readonly #random: Random;
  readonly #links = new Map<number, Link>();
  readonly #hubs = new Map<number, Hub>();
  /** Gateways that are other programs. */
  readonly #strangers = new Map<number, { crash(): void }>();
  readonly #trunks: Trunks;
  readonly #devices: readonly Device[];
  #connections = 0;

  constructor(speaking: Speaking, chat: CarriedChat, plan: CarriagePlan) {
    const { world, traffic, clients, people } = chat;
    this.#chat = chat;
    this.#plan = plan;
    this.#speaking = speaking;
    this.#custody = new Custody(chat);
    this.#meters = new ChatMeters(chat, plan.isEncrypted, speaking.security !== undefined);
    this.#texts = new Texts(world.streams.stream(`${traffic}/words`));
    this.#random = world.streams.stream(`${traffic}/reconnect`);
    this.#lanes = clients.map((node) => node.lane(traffic));
    const [custody, meters] = [this.#custody, this.#meters];
    const port = TRUNK_PORT + plan.offset;
    this.#trunks = new Trunks({
      speaking,
      custody,
      meters,
      port,
      isBare: plan.protocol.isBare === true,
    });
    for (const node of new Set(people.gateway)) this.#serve(node);
    const joining = this.#joining();
    this.#devices = Array.from({ length: people.count }, (_, person) =>
      plan.protocol.join(joining, person),
    );
  }

  send(message: number, sender: number): void {
    const { said, payload } = this.#wrap(message);
    this.#devices[sender]!.send(said.id, payload);
  }

  tell(message: number, person: number): void {
    const { said, payload } = this.#wrap(message);
    this.#hubs.get(this.#chat.people.gateway[person]!)!.take(said, payload, false);
    this.#custody.release(said.id);
  }

  tellRoom(message: number, room: number): void {
    const { said, payload } = this.#wrap(message);
    for (const { gateway } of this.#chat.rooms.parts(room)) {
      this.#hubs.get(gateway)!.take(said, payload, false);
    }
    this.#custody.release(said.id);
  }

  /** A node is down; its connections are broken. */
  crash(node: number): void {
    this.#hubs.get(node)?.crash();
    this.#strangers.get(node)?.crash();
    this.#trunks.crash(node);
  }

  /** The run is over, in a process that goes on: nobody connects again. */
  close(): void {
    for (const device of this.#devices) device.close?.();
  }

  #serve(node: number): void {
    const { protocol, offset } = this.#plan;
    const { network } = this.#speaking;
    const port = protocol.port + offset;
    if (protocol.stand !== undefined) {
      const [chat, custody] = [this.#chat, this.#custody];
      this.#strangers.set(node, protocol.stand({ node, port, chat, custody }));
      return;
    }
    const hub = new Hub(node, {
      speaking: this.#speaking,
      chat: this.#chat,
      custody: this.#custody,
      meters: this.#meters,
      keeping: protocol.keeping,
      links: this.#links,
      forward: (from, to, said, payload) => this.#trunks.send(from, to, said, payload),
    });
    this.#hubs.set(node, hub);
    listenSealed(this.#speaking, node, protocol.port, protocol.serve(hub), offset);
    network.listen(node, TRUNK_PORT + offset, this.#trunks.serve(hub));
  }

  #joining(): Joining {
    const [custody, meters] = [this.#custody, this.#meters];
    return {
      speaking: this.#speaking,
      chat: this.#chat,
      custody,
      meters,
      dial: (person) => this.#dial(person),
      link: (person) => this.#link(person),
      backOffMs: (failures) => {
        const most = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));
        return (most * (1 + this.#random.uniform())) / 2;
      },
    };
  }

  #dial(person: number): Plug {
    const { people, clients } = this.#chat;
    const { protocol, isEncrypted, offset } = this.#plan;
    const place = people.place[person]!;
    const { id } = clients[place]!;
    const to = people.gateway[person]!;
    const { plug } = dialSealed(this.#speaking, {
      from: { node: id, device: people.device[person]! },
      to,
      port: protocol.port,
      offset,
      lane: this.#lanes[place]!,
      tls: isEncrypted ? 'tls-1.3' : undefined,
      wrote: ({ length }, isUp) =>
        isUp ? this.#meters.passed(id, to, length) : this.#meters.passed(to, id, length),
    });
    return plug;
  }

  #link(person: number): { link: Link; number: number } {
    const number = this.#connections;
    this.#connections += 1;
    const link: Link = new Link(this.#speaking.kernel, {
      up: (serial) => this.#custody.release(serial),
      down: (serial) => this.#custody.drop(serial, person),
      gone: () => this.#links.delete(number),
    });
    this.#links.set(number, link);
    return { link, number };
  }

  /** What a message looks like on the wire. */
  #wrap(message: number): { said: Said; payload: Buffer } {
    const { sender, recipient, room, bytes, note } = this.#chat.messages;
    const id = this.#custody.begin(message);
    const from = sender[message] === SERVER ? 0 : sender[message]!;
    const where = room[message]! < 0 ? { to: recipient[message]! } : { room: room[message]! };
    const said = { id, from, ...where };
    const noted = note[message]!;
    const size = noted < 0 ? bytes[message]! : this.#chat.carried!.upBytes(noted);
    const { isBare } = this.#plan.protocol;
    return { said, payload: isBare ? this.#text(id, size) : envelopeOf(said, size, this.#texts) };
  }

  #text(serial: number, bytes: number): Buffer {
    const text = Buffer.allocUnsafe(bytes);
    this.#texts.write(serial, text, 0, bytes);
    return text;
  }
}
