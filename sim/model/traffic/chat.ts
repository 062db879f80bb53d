import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { type Choice, choiceOf, choose } from '../../part/choice.ts';
import type { Reference, Service } from '../../part/reference.ts';
import { bytes, count, ratio } from '../../part/units.ts';
import { Delivery } from '../chat/delivery.ts';
import type { MessageKind } from '../chat/kinds/kind.ts';
import { kindsParams } from '../chat/kinds/mixes.ts';
import { NO_NOTE } from '../chat/kinds/notes.ts';
import type { Carried, Post } from '../chat/kinds/post.ts';
import { Speech } from '../chat/kinds/speech.ts';
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
import { receiptsOf, serviceParams, settingsOf } from '../chat/service/params.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { ChatMedia, MEDIA_CONTENTS } from './media/chat-media.ts';
import { type MediaParams, mediaParams } from './media/media-params.ts';
import type { ConversationParams } from './people/conversations.ts';
import { habitParams, habitsOf } from './people/habits.ts';
import { Connected, type ConnectedParams, connectedParams } from './sessions/connected.ts';
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

type ChatParams = z.output<z.ZodObject<typeof serviceParams>> &
  z.output<z.ZodObject<typeof habitParams>> & {
    readonly rooms: z.output<typeof roomParams>;
    readonly text: Choice<Distribution>;
    readonly protocol?: Choice<ChatProtocol> | undefined;
    readonly kinds?: readonly Choice<MessageKind>[] | undefined;
    readonly media?: MediaParams | undefined;
    readonly sessions?: ConnectedParams | undefined;
    readonly push?: PushParams | undefined;
  };

const wholeBytes = (bytes: number): number => Math.max(1, Math.round(bytes));

/** Carries what people say. */
interface Talk extends Post {
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
  readonly #speech: Speech | undefined;
  readonly #media: ChatMedia | undefined;
  readonly #roomShare: number;
  readonly #text: Distribution;

  constructor(context: TrafficContext, params: ChatParams) {
    const { world, name, clients, to } = context;
    const { streams } = world;
    const { mailbox } = params;
    this.#people =
      mailbox === undefined
        ? new People(world, clients, to)
        : new Crowd(context, to, params.devices.make());
    const habits = habitsOf(params, this.#people.count);
    this.#contacts = habits.contacts.make({
      people: this.#people,
      chance: () => streams.stream(`${name}/contacts`),
    });
    this.#rooms = roomsOf(
      this.#contacts,
      habits.rooms.count,
      habits.rooms.size.make(),
      this.#people,
      streams.stream(`${name}/rooms`),
    );
    this.#roomShare = habits.rooms.share;
    this.#writers = params.rooms.writers ?? Number.POSITIVE_INFINITY;
    this.#text = habits.text.make();
    this.#speech = this.#openSpeech(context, params.kinds);
    const conversing = this.#converse(context, habits.conversations);
    this.#talk = this.#openTalk(context, params, conversing ?? this.#speech);
    conversing?.connect(this.#talk);
    this.#post = conversing ?? this.#talk;
    this.#media = this.#speech && this.#openMedia(context, params, this.#speech);
    this.#speech?.connect(this.#post, this.#media);
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
  }

  disconnect(): void {
    this.#media?.disconnect();
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
    if (this.#speech !== undefined) this.#speech.say(sender, recipient, room, bytes);
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
      carried: this.#speech,
      say: (sender, recipient, room) =>
        this.#utter(sender, recipient, room, wholeBytes(this.#text.sample(texts))),
    });
  }

  /** Mailboxes keep what is said, or nobody does: then who is not there when it comes does not get it. */
  #openTalk(context: TrafficContext, params: ChatParams, carried: Carried | undefined): Talk {
    const { world, name: traffic, clients } = context;
    const [people, rooms] = [this.#people, this.#rooms];
    const { mailbox } = params;
    const protocol = params.protocol?.make();
    if (mailbox === undefined || !(people instanceof Crowd)) {
      return new Delivery({ world, traffic, clients, people, rooms, protocol, carried });
    }
    const sessions = params.sessions && connectedOf(context, people, params);
    const { push } = params;
    return openService({
      context,
      sessions,
      waker: push && sessions && new Waker(context, people, sessions, push),
      crowd: people,
      rooms,
      protocol,
      carried,
      receipts: receiptsOf(params),
      settings: settingsOf(params, mailbox),
    });
  }

  #openSpeech(context: TrafficContext, kinds: ChatParams['kinds']): Speech | undefined {
    if (kinds === undefined) return undefined;
    const { world, name, clients } = context;
    return new Speech({
      world,
      traffic: name,
      clients,
      people: this.#people,
      names: kinds.map((kind) => kind.name),
      kinds: kinds.map((kind) => kind.make()),
    });
  }

  #openMedia(context: TrafficContext, { media, kinds }: ChatParams, speech: Speech) {
    if (media === undefined || kinds === undefined) return undefined;
    const stocks = kinds.map((kind) => kind.make().stock);
    return new ChatMedia(context, media, { kinds: speech.kinds, stocks }, speech);
  }
}

/** Connections that are set up and lost; what carries messages says what these cost. */
function connectedOf(context: TrafficContext, crowd: Crowd, params: ChatParams): Connected {
  const protocol = params.protocol?.make() ?? choose(websocket, websocket.params.parse({})).make();
  return new Connected({
    context,
    devices: { count: crowd.devices, place: crowd.placeOf, device: crowd.local },
    owners: crowd,
    protocol,
    params: params.sessions!,
  });
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
  contents: ({ kinds, media }) => (kinds === undefined || media === undefined ? 0 : MEDIA_CONTENTS),
  references: ({ media, mailbox, push, sessions }) => [
    ...groupOf('mailbox', mailbox, 'mailbox'),
    ...groupOf('sessions.registry.at', sessions?.registry?.at, 'registry'),
    ...groupOf('push.to', push?.to, 'push'),
    ...groupOf('media.to', media?.to, 'http'),
    ...groupOf('media.upload', media?.upload, 'http'),
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
    kinds: kindsParams
      .optional()
      .describe(
        'what people say: social, office, classroom, or a map of kinds; default: texts only',
      ),
    media: mediaParams
      .optional()
      .describe(
        'where media are uploaded to and fetched from; default: pictures and files are their messages only',
      ),
  },
  make: (params, context) => new Chat(context, params),
});
