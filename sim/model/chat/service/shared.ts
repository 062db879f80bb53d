/** What the parts of a full chat have in common: the tables, the people, and who is told. */
import type { Random } from '../../../engine/random.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import { drawRooms, type Rooms } from '../rooms.ts';
import { Balance } from './balance.ts';
import { Conversations } from './conversations.ts';
import { Crowd } from './crowd.ts';
import { Feeds } from './feeds.ts';
import { Homes } from './homes.ts';
import { type LedgerPort, UNREAD } from './ledger-port.ts';
import { Logs } from './logs.ts';
import { Messages } from './messages.ts';
import { Meters } from './meters.ts';
import { Packets } from './packets.ts';
import type { ReceiptSettings } from './receipts.ts';
import { AlwaysOnline, type Sessions } from './sessions.ts';
import type { ServiceSettings } from './settings.ts';
import { Subscriptions } from './subscriptions.ts';

/** What a full chat is made of. */
export interface ServiceParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  /** The group of gateways. */
  readonly gateways: string;
  readonly rooms: { readonly count: number; readonly size: Distribution };
  readonly receipts: ReceiptSettings;
  readonly settings: ServiceSettings;
  /** Who is told what was sent and shown; default: nobody. */
  readonly ledger?: LedgerPort | undefined;
}

export interface Shared {
  readonly world: World;
  readonly settings: ServiceSettings;
  readonly crowd: Crowd;
  readonly homes: Homes;
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly packets: Packets;
  readonly feeds: Feeds;
  readonly subscriptions: Subscriptions;
  readonly sessions: Sessions;
  readonly ledger: LedgerPort;
  readonly balance: Balance;
  readonly meters: Meters;
}

/** @param stream of chance, by what it is for. */
export function share(
  { world, traffic, clients, gateways, rooms: roomParams, settings, ledger = UNREAD }: ServiceParts,
  stream: (purpose: string) => Random,
): { readonly shared: Shared; readonly logs: Logs; readonly rooms: Rooms } {
  const crowd = new Crowd(world, clients, gateways, settings.devices, stream('devices'));
  const rooms = drawRooms(roomParams.count, roomParams.size, crowd, stream('rooms'));
  const places = clients.map(({ place }) => place);
  const homes = new Homes(world, settings.mailbox, places, crowd, settings.isRegional);
  const messages = new Messages();
  const feeds = new Feeds(messages);
  const subscriptions = new Subscriptions(crowd.devices);
  openInboxes(crowd, homes, feeds, subscriptions);
  const logs = new Logs(settings.fanOut, crowd, feeds, subscriptions);
  const conversations = new Conversations(rooms, homes, (all, conversation) => {
    logs.open(all, conversation);
    for (let at = all.first[conversation]!; at < all.first[conversation + 1]!; at += 1) {
      ledger.joined(conversation, all.members[at]!, world.simulator.nowMs);
    }
  });
  const shared: Shared = {
    world,
    settings,
    crowd,
    homes,
    conversations,
    messages,
    packets: new Packets(),
    feeds,
    subscriptions,
    sessions: new AlwaysOnline(world, crowd),
    ledger,
    balance: new Balance(crowd.devices),
    meters: new Meters(world, traffic, clients, crowd),
  };
  return { shared, logs, rooms };
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
