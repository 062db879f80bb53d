import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { bytes, count, ratio } from '../../part/units.ts';
import { Delivery } from '../chat/delivery.ts';
import { People } from '../chat/people.ts';
import { drawRooms, type Rooms } from '../chat/rooms.ts';
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

interface ChatParams extends KindParams {
  readonly arrivals: Choice<Arrivals>;
  readonly rooms: { count: number; size: Choice<Distribution>; share: number };
  readonly text: Choice<Distribution>;
}

/** People who say things to each other and in rooms. */
class Chat implements Traffic {
  readonly #sources: readonly Source[];
  readonly #people: People;
  readonly #rooms: Rooms;
  readonly #delivery: Delivery;
  /** Undefined: all that is said is text. */
  readonly #kinds: Kinds | undefined;
  readonly #roomShare: number;
  readonly #text: Distribution;

  constructor(context: TrafficContext, params: ChatParams) {
    const { world, name, clients, to } = context;
    const { streams } = world;
    this.#people = new People(world, clients, to);
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
    this.#delivery = new Delivery({
      world,
      traffic: name,
      clients,
      people: this.#people,
      rooms: this.#kinds?.rooms ?? this.#rooms,
      carried: this.#kinds?.speech,
    });
    this.#kinds?.speech.connect(this.#delivery, this.#kinds.media);
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const talk = streams.stream(`${name}@${node.name}/talk`);
      return (user) => {
        this.#say(place, node.devices, talk, user);
        return false;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
    this.#kinds?.speech.start();
  }

  disconnect(): void {
    this.#kinds?.media?.disconnect();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  /** @param user who says it, where arrivals are people; whoever it is in a room. */
  #say(place: number, devices: number, random: Random, user: number): void {
    const bytes = Math.max(1, Math.round(this.#text.sample(random)));
    if (random.uniform() < this.#roomShare) {
      const room = random.below(this.#rooms.count);
      const sender = this.#rooms.randomMember(room, random);
      if (this.#kinds !== undefined) this.#kinds.speech.say(sender, -1, room, bytes);
      else this.#delivery.sendToRoom(sender, room, bytes);
      return;
    }
    const device = user < 0 ? random.below(devices) : user % devices;
    const sender = this.#people.firstOfPlace[place]! + device;
    const recipient = this.#people.other(sender, random);
    if (this.#kinds !== undefined) this.#kinds.speech.say(sender, recipient, -1, bytes);
    else this.#delivery.sendTo(sender, recipient, bytes);
  }
}

export const chat = trafficKind({
  name: 'chat',
  summary: 'text messages between two people and in rooms',
  source: 'shares and sizes are assumptions: no public source gives them',
  needs: 'chat',
  leastDevices: 2,
  contents: contentsOfKinds,
  references: referencesOfKinds,
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how messages follow each other'),
    rooms: roomParams.prefault({}).describe('conversations of more than two'),
    text: varying(bytes)
      .prefault({ lognormal: { median: '400B', p99: '1kB' } })
      .describe('bytes of one text on the wire; 0.2 to 1 kB with its envelope is an assumption'),
    ...kindParams,
  },
  make: (params, context) => new Chat(context, params),
});
