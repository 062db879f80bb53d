/** What the parts of a full chat have in common: the tables, the people, and who is told. */
import type { Clients } from '../../node/clients.ts';
import type { Trail } from '../../node/trail.ts';
import type { World } from '../../node/world.ts';
import { type Domains, domainsOf } from '../federation/domains.ts';
import type { FederationSettings } from '../federation/params.ts';
import type { Carried } from '../kinds/post.ts';
import type { ChatProtocol } from '../protocols/protocol.ts';
import type { Waker } from '../push/waker.ts';
import type { Rooms } from '../rooms.ts';
import { Balance } from './balance.ts';
import { Conversations } from './conversations.ts';
import type { Crowd } from './crowd.ts';
import { Feeds } from './feeds.ts';
import { Homes } from './homes.ts';
import type { LedgerPort } from './ledger-port.ts';
import { Logs } from './logs.ts';
import { Messages } from './messages.ts';
import { Meters } from './meters.ts';
import { Packets } from './packets.ts';
import type { ReceiptSettings } from './receipts.ts';
import { AlwaysOnline, type Sessions } from './sessions.ts';
import type { ServiceSettings } from './settings.ts';
import { Shards } from './shards.ts';
import { States } from './states.ts';
import { Subscriptions } from './subscriptions.ts';

/** What a full chat sees of the traffic that it is for. */
export interface ServiceContext {
  readonly world: World;
  readonly name: string;
  readonly clients: readonly Clients[];
  /** The group of gateways. */
  readonly to: string;
  /** Undefined: all belong together. */
  readonly domains?: Domains | undefined;
}

/** What a full chat is made of. */
export interface ServiceParts {
  readonly context: ServiceContext;
  readonly crowd: Crowd;
  readonly rooms: Rooms;
  /** What is around messages between devices and gateways; undefined: nothing. */
  readonly protocol?: ChatProtocol | undefined;
  /** Who knows more of messages than that they have bytes. */
  readonly carried?: Carried | undefined;
  readonly receipts: ReceiptSettings;
  readonly settings: ServiceSettings;
  /** How domains exchange messages, where there are several. */
  readonly federation?: FederationSettings | undefined;
  /** Who is told what was sent and shown. */
  readonly ledger: LedgerPort;
  /** Who is connected; default: everybody whose gateway is up. */
  readonly sessions?: Sessions | undefined;
  /** Who wakes devices that have no connection; default: nobody. */
  readonly waker?: Waker | undefined;
}

export interface Shared {
  readonly world: World;
  readonly settings: ServiceSettings;
  readonly carried: Carried | undefined;
  readonly crowd: Crowd;
  readonly domains: Domains;
  readonly homes: Homes;
  readonly shards: Shards;
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly packets: Packets;
  readonly feeds: Feeds;
  readonly subscriptions: Subscriptions;
  readonly logs: Logs;
  readonly sessions: Sessions;
  readonly waker: Waker | undefined;
  readonly ledger: LedgerPort;
  readonly balance: Balance;
  readonly meters: Meters;
  /** Of one message, when somebody asks for it. */
  readonly trail: Trail | undefined;
  /** Node id of the clients that a device is one of. */
  clientsOf(device: number): number;
}

export function share(parts: ServiceParts): Shared {
  const { context, crowd, rooms, carried, settings, ledger } = parts;
  const { world, name, clients } = context;
  const places = clients.map(({ place }) => place);
  const domains = domainsOf(context, settings.mailbox);
  const homes = new Homes(world, domains, places, crowd, settings.isRegional);
  const messages = new Messages((note) => carried?.settled(note));
  const feeds = new Feeds(messages);
  const subscriptions = new Subscriptions(crowd.devices);
  openInboxes(crowd, homes, feeds, subscriptions);
  const isMixed = (all: Conversations, conversation: number) =>
    all.isMixed(conversation, (person) => domains.numberAt(crowd.place[person]!));
  const logs = new Logs(settings.fanOut, crowd, feeds, subscriptions, isMixed);
  const conversations = new Conversations(rooms, homes, (all, conversation) => {
    logs.open(all, conversation);
    for (let at = all.first[conversation]!; at < all.first[conversation + 1]!; at += 1) {
      ledger.joined(conversation, all.members[at]!, world.simulator.nowMs);
    }
  });
  const states = parts.sessions && new States(world, parts.sessions, crowd.devices);
  return {
    world,
    settings,
    carried,
    crowd,
    domains,
    homes,
    shards: new Shards(domains, world.exchange.up.length, settings.replicas, settings.quorum),
    conversations,
    messages,
    packets: new Packets(),
    feeds,
    subscriptions,
    logs,
    sessions: parts.sessions ?? new AlwaysOnline(world, crowd),
    waker: parts.waker,
    ledger,
    balance: new Balance(crowd.devices),
    meters: new Meters({
      world,
      traffic: name,
      clients,
      crowd,
      kinds: carried?.kinds,
      states,
      domains,
    }),
    trail: world.trail?.of(name),
    clientsOf: (device) => clients[crowd.placeOf[device]!]!.id,
  };
}

/** Feeds and subscriptions have the numbers of people and of their devices. */
function openInboxes(crowd: Crowd, homes: Homes, feeds: Feeds, subscriptions: Subscriptions): void {
  feeds.reserve(crowd.count);
  subscriptions.reserve(crowd.count, crowd.devices);
  for (let person = 0; person < crowd.count; person += 1) feeds.add(homes.inbox[person]!);
  for (let device = 0; device < crowd.devices; device += 1) {
    subscriptions.add(device, crowd.person[device]!, 0);
  }
}
