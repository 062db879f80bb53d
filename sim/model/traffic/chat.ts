import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { bytes, count, ratio } from '../../part/units.ts';
import { Delivery } from '../chat/delivery.ts';
import { People } from '../chat/people.ts';
import { drawRooms, type Rooms } from '../chat/rooms.ts';
import { MessageService } from '../chat/service/message-service.ts';
import { receiptsOf, serviceParams, settingsOf } from '../chat/service/params.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { type Arrivals, arrivalProcesses } from './arrivals.ts';
import { type Source, sourcesOf } from './sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from './traffic.ts';

const roomParams = z.strictObject({
  count: count({ min: 1 }).prefault(100).describe('how many rooms there are (assumption)'),
  size: varying(count)
    .prefault({ lognormal: { median: 6, p99: 200 } })
    .describe('members of one room; the median of 5 to 8 with a heavy tail is an assumption'),
  share: ratio().prefault('40%').describe('messages said in rooms; the rest goes to one person'),
});

type ChatParams = z.output<z.ZodObject<typeof serviceParams>> & {
  readonly arrivals: Choice<Arrivals>;
  readonly rooms: { count: number; size: Choice<Distribution>; share: number };
  readonly text: Choice<Distribution>;
};

/** What becomes of what people say. */
interface Talk {
  readonly people: People;
  readonly rooms: Rooms;
  sendTo(sender: number, recipient: number, bytes: number): void;
  sendToRoom(sender: number, room: number, bytes: number): void;
  start?(): void;
  disconnect?(): void;
}

/** Messages that nobody keeps: who is not there when they come does not get them. */
function lightTalk({ world, name, clients, to }: TrafficContext, params: ChatParams): Talk {
  const people = new People(world, clients, to);
  const random = world.streams.stream(`${name}/rooms`);
  const rooms = drawRooms(params.rooms.count, params.rooms.size.make(), people, random);
  const delivery = new Delivery({ world, traffic: name, clients, people, rooms });
  return {
    people,
    rooms,
    sendTo: (sender, recipient, bytes) => delivery.sendTo(sender, recipient, bytes),
    sendToRoom: (sender, room, bytes) => delivery.sendToRoom(sender, room, bytes),
  };
}

const fullTalk = (
  { world, name, clients, to }: TrafficContext,
  params: ChatParams,
  mailbox: string,
): Talk =>
  new MessageService({
    world,
    traffic: name,
    clients,
    gateways: to,
    rooms: { count: params.rooms.count, size: params.rooms.size.make() },
    receipts: receiptsOf(params),
    settings: settingsOf(params, mailbox),
  });

/** People who say things to each other and in rooms. */
class Chat implements Traffic {
  readonly #sources: readonly Source[];
  readonly #talk: Talk;
  readonly #roomShare: number;
  readonly #text: Distribution;

  constructor(context: TrafficContext, params: ChatParams) {
    const { world, name } = context;
    const { mailbox } = params;
    this.#talk =
      mailbox === undefined ? lightTalk(context, params) : fullTalk(context, params, mailbox);
    this.#roomShare = params.rooms.share;
    this.#text = params.text.make();
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const talk = world.streams.stream(`${name}@${node.name}/talk`);
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

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  disconnect(): void {
    this.#talk.disconnect?.();
  }

  /** @param user who says it, where arrivals are people; whoever it is in a room. */
  #say(place: number, random: Random, user: number): void {
    const { people, rooms } = this.#talk;
    const bytes = Math.max(1, Math.round(this.#text.sample(random)));
    if (random.uniform() < this.#roomShare) {
      const room = random.below(rooms.count);
      this.#talk.sendToRoom(rooms.randomMember(room, random), room, bytes);
      return;
    }
    const here = people.countAt(place);
    const sender = people.firstOfPlace[place]! + (user < 0 ? random.below(here) : user % here);
    this.#talk.sendTo(sender, people.other(sender, random), bytes);
  }
}

export const chat = trafficKind({
  name: 'chat',
  summary: 'text messages between two people and in rooms',
  source: 'shares and sizes are assumptions: no public source gives them',
  needs: 'chat',
  leastDevices: 2,
  references: ({ mailbox }) =>
    mailbox === undefined
      ? []
      : [{ param: 'mailbox', to: 'group', name: mailbox, needs: 'mailbox' }],
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how messages follow each other'),
    rooms: roomParams.prefault({}).describe('conversations of more than two'),
    ...serviceParams,
    text: varying(bytes)
      .prefault({ lognormal: { median: '400B', p99: '1kB' } })
      .describe('bytes of one text on the wire; 0.2 to 1 kB with its envelope is an assumption'),
  },
  make: (params, context) => new Chat(context, params),
});
