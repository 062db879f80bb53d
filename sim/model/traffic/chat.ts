import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { type Choice, choiceOf, choose } from '../../part/choice.ts';
import type { Reference, Service } from '../../part/reference.ts';
import { bytes, count, ratio } from '../../part/units.ts';
import { Delivery } from '../chat/delivery.ts';
import { Domains } from '../chat/federation/domains.ts';
import {
  type FederationParams,
  federationParams,
  federationReferences,
  federationSettingsOf,
} from '../chat/federation/params.ts';
import { contactsAcross, roomsAcross } from '../chat/federation/people.ts';
import { NO_NOTE } from '../chat/kinds/notes.ts';
import type { Carried, Post } from '../chat/kinds/post.ts';
import { TwoWays } from '../chat/kinds/two-ways.ts';
import type { Contacts } from '../chat/people/contacts/contacts.ts';
import { Conversing } from '../chat/people/conversing.ts';
import { roomsOf } from '../chat/people/known-rooms.ts';
import { People } from '../chat/people.ts';
import { chatProtocols } from '../chat/protocols/index.ts';
import type { ChatProtocol } from '../chat/protocols/protocol.ts';
import { websocket } from '../chat/protocols/websocket.ts';
import { type PushParams, pushParams, Waker } from '../chat/push/waker.ts';
import type { Rooms } from '../chat/rooms.ts';
import { Crowd } from '../chat/service/crowd.ts';
import { openService } from '../chat/service/open-service.ts';
import { receiptsOf, serviceParams, serviceReliesOn, settingsOf } from '../chat/service/params.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import type { Clients } from '../node/clients.ts';
import {
  contentsOfKinds,
  type KindParams,
  type Kinds,
  kindParams,
  openKinds,
  referencesOfKinds,
} from './media/kinds-of-chat.ts';
import type { ConversationParams } from './people/conversations.ts';
import { habitParams, habitsOf } from './people/habits.ts';
import {
  Connected,
  type ConnectedParams,
  connectedParams,
  connectedReliesOn,
} from './sessions/connected.ts';
import { type Source, sourcesOf } from './sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from './traffic.ts';

const roomParams = z.strictObject({
  count: count({ min: 1 }).prefault(100).describe('how many rooms there are (assumption)'),
  size: varying(count)
    .prefault({ lognormal: { median: 6, p99: 200 } })
    .describe('members of one room; the median of 5 to 8 with a heavy tail is an assumption'),
  share: ratio().prefault('40%').describe('messages said in rooms; the rest goes to one person'),
  writers: count({ min: 1 })
    .optional()
    .describe('members of a room who write there, as in a channel; default: all of them'),
});

type ChatParams = KindParams &
  z.output<z.ZodObject<typeof serviceParams>> &
  z.output<z.ZodObject<typeof habitParams>> & {
    readonly rooms: z.output<typeof roomParams>;
    readonly text: Choice<Distribution>;
    readonly protocol?: Choice<ChatProtocol> | undefined;
    readonly sessions?: ConnectedParams | undefined;
    readonly push?: PushParams | undefined;
    readonly federation?: FederationParams | undefined;
  };

/** With what a chat of several domains knows beside. */
type ChatContext = TrafficContext & { readonly domains?: Domains | undefined };

const wholeBytes = (bytes: number): number => Math.max(1, Math.round(bytes));

/** What begins and breaks with what carries messages. */
interface Talk {
  start?(): void;
  disconnect?(): void;
}

/** People who say things to each other and in rooms. */
class Chat implements Traffic {
  readonly #sources: readonly Source[];
  readonly #people: People;
  readonly #rooms: Rooms;
  readonly #contacts: Contacts;
  /** Those of a room who write there. */
  readonly #writers: number;
  readonly #talk: Talk;
  /** What people say goes here: conversations stand between it and the talk. */
  readonly #post: Post;
  /** Undefined: all that is said is text. */
  readonly #kinds: Kinds | undefined;
  readonly #roomShare: number;
  readonly #text: Distribution;

  constructor(context: ChatContext, params: ChatParams) {
    const { world, name, clients, to } = context;
    const { streams } = world;
    const { mailbox } = params;
    this.#people =
      mailbox === undefined
        ? new People(world, clients, to)
        : new Crowd(context, to, params.devices.make());
    const habits = habitsOf(params, this.#people.count);
    const contacts = habits.contacts.make({
      people: this.#people,
      chance: () => streams.stream(`${name}/contacts`),
    });
    const rooms = roomsOf(
      contacts,
      habits.rooms.count,
      habits.rooms.size.make(),
      this.#people,
      streams.stream(`${name}/rooms`),
    );
    const { across, mixed } = params.federation ?? {};
    const { domains } = context;
    this.#contacts =
      domains === undefined || across === undefined
        ? contacts
        : contactsAcross(contacts, this.#people, domains, across);
    this.#rooms =
      domains === undefined || mixed === undefined
        ? rooms
        : roomsAcross(rooms, this.#people, domains, mixed, streams.stream(`${name}/mixed`));
    this.#roomShare = habits.rooms.share;
    this.#writers = params.rooms.writers ?? Number.POSITIVE_INFINITY;
    this.#text = habits.text.make();
    this.#kinds = openKinds(context, params, this.#people, this.#rooms);
    const conversing = this.#converse(context, habits.conversations);
    const { talk, post } = this.#openTalk(context, params, conversing ?? this.#kinds?.speech);
    this.#talk = talk;
    conversing?.connect(post);
    this.#post = conversing ?? post;
    this.#kinds?.speech.connect(this.#post, this.#kinds.media);
    this.#sources = sourcesOf(context, habits.arrivals, (node, place) => {
      const talk = streams.stream(`${name}@${node.name}/talk`);
      return (user) => {
        this.#say(place, talk, user);
        return false;
      };
    });
  }

  start(): void {
    this.#talk.start?.();
    for (const source of this.#sources) source.schedule();
    this.#kinds?.speech.start();
  }

  disconnect(): void {
    this.#kinds?.media?.disconnect();
    this.#talk.disconnect?.();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  /** @param user who says it, where arrivals are people; whoever it is in a room. */
  #say(place: number, random: Random, user: number): void {
    const bytes = wholeBytes(this.#text.sample(random));
    if (random.uniform() < this.#roomShare) {
      const room = random.below(this.#rooms.count);
      this.#utter(this.#rooms.randomWriter(room, this.#writers, random), -1, room, bytes);
      return;
    }
    const here = this.#people.countAt(place);
    const sender =
      this.#people.firstOfPlace[place]! + (user < 0 ? random.below(here) : user % here);
    this.#utter(sender, this.#contacts.partner(sender, random), -1, bytes);
  }

  /** @param recipient -1 in a room; @param room -1 between two. */
  #utter(sender: number, recipient: number, room: number, bytes: number): void {
    if (this.#kinds !== undefined) this.#kinds.speech.say(sender, recipient, room, bytes);
    else if (room < 0) this.#post.sendTo(sender, recipient, bytes, NO_NOTE);
    else this.#post.sendToRoom(sender, room, bytes, NO_NOTE);
  }

  #converse({ world, name }: TrafficContext, params: ConversationParams | undefined) {
    if (params === undefined) return undefined;
    const { replies, follows, think, gap } = params;
    const texts = world.streams.stream(`${name}/answers`);
    return new Conversing({
      world,
      traffic: name,
      talk: { replies, follows, think: think.make(), gap: gap.make() },
      rooms: this.#rooms,
      carried: this.#kinds?.speech,
      say: (sender, recipient, room) =>
        this.#utter(sender, recipient, room, wholeBytes(this.#text.sample(texts))),
    });
  }

  /** Mailboxes keep what is said, or nobody does: then who is not there when it comes does not get it. */
  #openTalk(context: ChatContext, params: ChatParams, carried: Carried | undefined) {
    const { world, name: traffic, clients } = context;
    const people = this.#people;
    const rooms = this.#kinds?.rooms ?? this.#rooms;
    const protocol = params.protocol?.make();
    const parts = { world, traffic, clients, people, rooms, carried, protocol };
    const { mailbox } = params;
    if (mailbox === undefined || !(people instanceof Crowd)) {
      const light = new Delivery(parts);
      return { talk: {} as Talk, post: light };
    }
    const sessions = params.sessions && connectedOf(context, people, params);
    const { push } = params;
    const service = openService({
      context,
      sessions,
      waker: push && sessions && new Waker(context, people, sessions, push),
      crowd: people,
      rooms: this.#rooms,
      protocol,
      carried,
      federation: context.domains && federationSettingsOf(params.federation!),
      receipts: receiptsOf(params),
      settings: settingsOf(params, mailbox),
    });
    const isThere = (person: number) => service.isThere(person);
    const ledger = `${traffic}-signals`;
    const light = () => new Delivery({ ...parts, isThere, ledger });
    const isSplit = this.#kinds !== undefined;
    return {
      talk: service as Talk,
      post: new TwoWays(service, isSplit ? light() : undefined, carried),
    };
  }
}

/** Connections that are set up and lost; what carries messages says what these cost. */
function connectedOf(context: ChatContext, crowd: Crowd, params: ChatParams): Connected {
  const protocol = params.protocol?.make() ?? choose(websocket, websocket.params.parse({})).make();
  return new Connected({
    context,
    devices: { count: crowd.devices, place: crowd.placeOf, device: crowd.local },
    owners: crowd,
    protocol,
    params: params.sessions!,
    mailboxes: context.domains?.mailboxes ?? context.world.groups.get(params.mailbox!)!,
  });
}

/** A chat of several domains is one of the devices of all of them. */
function withDomains(context: TrafficContext, { federation, mailbox }: ChatParams): ChatContext {
  if (federation === undefined || mailbox === undefined) return context;
  const { world, to, clients } = context;
  const others = Object.values(federation.with);
  const theirs = others.map(({ from }) =>
    world.groups.get(from)!.map((id) => world.nodes[id] as Clients),
  );
  const all = [{ from: '', to, mailbox }, ...others];
  const counts = [clients.length, ...theirs.map(({ length }) => length)];
  const domains = new Domains(world, all, counts);
  return { ...context, clients: [...clients, ...theirs.flat()], domains };
}

/** A group that a parameter may name. */
const groupOf = (param: string, name: string | undefined, needs: Service): Reference[] =>
  name === undefined ? [] : [{ param, to: 'group', name, needs }];

export const chat = trafficKind({
  name: 'chat',
  summary: 'text messages between two people and in rooms',
  source: 'shares and sizes are assumptions: no public source gives them',
  needs: 'chat',
  leastDevices: 2,
  contents: contentsOfKinds,
  reliesOn: {
    ...serviceReliesOn,
    sessions: 'mailbox',
    federation: 'mailbox',
    ...connectedReliesOn('sessions.'),
    push: 'sessions',
    media: 'kinds',
  },
  references: ({ mailbox, push, sessions, ...rest }) => [
    ...groupOf('mailbox', mailbox, 'mailbox'),
    ...groupOf('sessions.registry.at', sessions?.registry?.at, 'registry'),
    ...groupOf('sessions.router.at', sessions?.router?.at, 'router'),
    ...groupOf('push.to', push?.to, 'push'),
    ...federationReferences(rest.federation),
    ...referencesOfKinds(rest),
  ],
  params: {
    ...habitParams,
    rooms: roomParams.prefault({}).describe('conversations of more than two'),
    ...serviceParams,
    text: varying(bytes)
      .prefault({ lognormal: { median: '400B', p99: '1kB' } })
      .describe('bytes of one text on the wire; 0.2 to 1 kB with its envelope is an assumption'),
    protocol: choiceOf(chatProtocols)
      .optional()
      .describe(
        'what carries messages between devices and gateways, with bytes and round trips of its own around the text; default: none, texts have all their bytes',
      ),
    sessions: connectedParams
      .optional()
      .describe(
        'devices connect, lose their connections and come back, for a chat with a mailbox; default: they are connected whenever their gateway is up',
      ),
    push: pushParams
      .optional()
      .describe(
        'a push service wakes devices without a connection, for a chat with sessions; default: they get what is for them when somebody looks at them',
      ),
    federation: federationParams
      .optional()
      .describe(
        'other domains, with people and servers of their own, whose servers exchange messages with those of this one; for a chat with a mailbox. Default: all belong together',
      ),
    ...kindParams,
  },
  make: (params, context) => new Chat(withDomains(context, params), params),
});
