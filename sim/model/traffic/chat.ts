import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { type Choice, choiceOf } from '../../part/choice.ts';
import type { Reference, Service } from '../../part/reference.ts';
import { bytes, count, ratio } from '../../part/units.ts';
import { Delivery } from '../chat/delivery.ts';
import { NO_NOTE } from '../chat/kinds/notes.ts';
import type { Post } from '../chat/kinds/post.ts';
import { TwoWays } from '../chat/kinds/two-ways.ts';
import { People } from '../chat/people.ts';
import { chatProtocols } from '../chat/protocols/index.ts';
import type { ChatProtocol } from '../chat/protocols/protocol.ts';
import { drawRooms, type Rooms } from '../chat/rooms.ts';
import { Crowd } from '../chat/service/crowd.ts';
import { MessageService } from '../chat/service/message-service.ts';
import { receiptsOf, serviceParams, settingsOf } from '../chat/service/params.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { type Arrivals, arrivalProcesses } from './arrivals.ts';
import {
  contentsOfKinds,
  type KindParams,
  type Kinds,
  kindParams,
  openKinds,
  referencesOfKinds,
} from './media/kinds-of-chat.ts';
import { type Source, sourcesOf } from './sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from './traffic.ts';

const roomParams = z.strictObject({
  count: count({ min: 1 }).prefault(100).describe('how many rooms there are (assumption)'),
  size: varying(count)
    .prefault({ lognormal: { median: 6, p99: 200 } })
    .describe('members of one room; the median of 5 to 8 with a heavy tail is an assumption'),
  share: ratio().prefault('40%').describe('messages said in rooms; the rest goes to one person'),
});

type ChatParams = KindParams &
  z.output<z.ZodObject<typeof serviceParams>> & {
    readonly arrivals: Choice<Arrivals>;
    readonly rooms: { count: number; size: Choice<Distribution>; share: number };
    readonly text: Choice<Distribution>;
    readonly protocol?: Choice<ChatProtocol> | undefined;
  };

/** Carries what people say. */
interface Talk extends Pick<Post, 'sendTo' | 'sendToRoom'> {
  start?(): void;
  disconnect?(): void;
}

/** People who say things to each other and in rooms. */
class Chat implements Traffic {
  readonly #sources: readonly Source[];
  readonly #people: People;
  readonly #rooms: Rooms;
  readonly #talk: Talk;
  /** Undefined: all that is said is text. */
  readonly #kinds: Kinds | undefined;
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
    const size = params.rooms.size.make();
    this.#rooms = drawRooms(
      params.rooms.count,
      size,
      this.#people,
      streams.stream(`${name}/rooms`),
    );
    this.#roomShare = params.rooms.share;
    this.#text = params.text.make();
    this.#kinds = openKinds(context, params, this.#people, this.#rooms);
    this.#talk = this.#openTalk(context, params);
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
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
    const bytes = Math.max(1, Math.round(this.#text.sample(random)));
    if (random.uniform() < this.#roomShare) {
      const room = random.below(this.#rooms.count);
      const sender = this.#rooms.randomMember(room, random);
      if (this.#kinds !== undefined) this.#kinds.speech.say(sender, -1, room, bytes);
      else this.#talk.sendToRoom(sender, room, bytes, NO_NOTE);
      return;
    }
    const here = this.#people.countAt(place);
    const sender =
      this.#people.firstOfPlace[place]! + (user < 0 ? random.below(here) : user % here);
    const recipient = this.#people.other(sender, random);
    if (this.#kinds !== undefined) this.#kinds.speech.say(sender, recipient, -1, bytes);
    else this.#talk.sendTo(sender, recipient, bytes, NO_NOTE);
  }

  /** Mailboxes keep what is said, or nobody does: then who is not there when it comes does not get it. */
  #openTalk(context: TrafficContext, params: ChatParams): Talk {
    const { world, name: traffic, clients } = context;
    const people = this.#people;
    const carried = this.#kinds?.speech;
    const rooms = this.#kinds?.rooms ?? this.#rooms;
    const protocol = params.protocol?.make();
    const parts = { world, traffic, clients, people, rooms, carried, protocol };
    const { mailbox } = params;
    if (mailbox === undefined || !(people instanceof Crowd)) {
      const light = new Delivery(parts);
      this.#kinds?.speech.connect(light, this.#kinds.media);
      return light;
    }
    const service = new MessageService({
      context,
      crowd: people,
      rooms: this.#rooms,
      protocol,
      carried,
      receipts: receiptsOf(params),
      settings: settingsOf(params, mailbox),
    });
    if (this.#kinds === undefined) return service;
    const isThere = (person: number) => service.isThere(person);
    const light = new Delivery({ ...parts, isThere, ledger: `${traffic}-signals` });
    this.#kinds.speech.connect(new TwoWays(service, light, this.#kinds.speech), this.#kinds.media);
    return service;
  }
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
  references: ({ mailbox, ...rest }) => [
    ...groupOf('mailbox', mailbox, 'mailbox'),
    ...referencesOfKinds(rest),
  ],
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how messages follow each other'),
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
    ...kindParams,
  },
  make: (params, context) => new Chat(context, params),
});
