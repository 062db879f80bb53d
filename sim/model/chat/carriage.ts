/** Between what people say and see, and whoever takes it from one to the others. */
import type { Clients } from '../node/clients.ts';
import type { World } from '../node/world.ts';
import type { Carried } from './kinds/post.ts';
import type { Messages } from './messages.ts';
import type { People } from './people.ts';
import type { ChatProtocol } from './protocols/protocol.ts';
import type { Recipients } from './recipients.ts';
import type { Rooms } from './rooms.ts';

/** Takes messages from their senders' devices to those of all recipients, each of which the ends hear of once. */
export interface Carriage {
  /** A message leaves its sender's device. */
  send(message: number, sender: number): void;
  /** A server says it to one person. */
  tell(message: number, person: number): void;
  /** A server says it in a room. */
  tellRoom(message: number, room: number): void;
}

/** What hears what becomes of messages. */
export interface Ends {
  /** Something happens to a message at a node. */
  note(message: number, what: string, node: number): void;
  /** One delivery is on the screen. */
  shown(message: number, person: number): void;
  /** One delivery is lost. */
  missed(message: number, person: number): void;
  /** All deliveries of a message at a gateway are lost; undefined: at all of them. */
  lost(message: number, gateway: number | undefined): void;
  /** Servers do not take it: nobody gets it. */
  refused(message: number): void;
  /** It was for a server, which has it. */
  taken(message: number): void;
}

/** A chat that keeps nothing, as those see it who carry its messages. */
export interface CarriedChat {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  readonly rooms: Rooms;
  readonly messages: Messages;
  readonly recipients: Recipients;
  readonly ends: Ends;
  /** Undefined: messages are as long as they are, and nothing confirms them. */
  readonly protocol: ChatProtocol | undefined;
  /** Whether somebody has a connection now; default: everybody has. */
  readonly isThere: ((person: number) => boolean) | undefined;
  /** What is told of messages that have notes; undefined: there are none. */
  readonly carried: Carried | undefined;
  /** Has somebody else carry its messages, before the first one. */
  carryBy(carriage: Carriage): void;
}

/** A world's chats, for who has them spoken; a world does not know what its traffic is. */
const chats = new WeakMap<World, CarriedChat[]>();

/** A chat that keeps nothing is there. */
export function addChat(chat: CarriedChat): void {
  const all = chats.get(chat.world);
  if (all === undefined) chats.set(chat.world, [chat]);
  else all.push(chat);
}

/** All chats of a world that keep nothing. */
export const chatsOf = (world: World): readonly CarriedChat[] => chats.get(world) ?? [];
