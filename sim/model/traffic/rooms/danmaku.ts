import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import { Zipf } from '../../../engine/zipf.ts';
import { type Choice, choiceOf } from '../../../part/choice.ts';
import { bytes, count, duration, number, rate, ratio } from '../../../part/units.ts';
import { People } from '../../chat/people.ts';
import { Audience } from '../../chat/rooms/audience.ts';
import { Frames } from '../../chat/rooms/frames.ts';
import { Jobs } from '../../chat/rooms/jobs.ts';
import { Likes } from '../../chat/rooms/likes.ts';
import { Posts } from '../../chat/rooms/posts.ts';
import { Pushes } from '../../chat/rooms/pushes.ts';
import { roomMeters } from '../../chat/rooms/room-meters.ts';
import type { RoomParts } from '../../chat/rooms/room-parts.ts';
import { type RoomRules, RoomServer } from '../../chat/rooms/room-server.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import { type Arrivals, arrivalProcesses } from '../arrivals.ts';
import { type Source, sourcesOf } from '../sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';

interface DanmakuParams extends RoomRules {
  readonly arrivals: Choice<Arrivals>;
  readonly room?: string | undefined;
  readonly rooms: number;
  readonly skew: number;
  readonly watching: number;
  readonly text: Choice<Distribution>;
  readonly likes: number;
  readonly behind: number;
  readonly followed: number;
}

/** Likes are added up this often where comments are not gathered, ms (assumption). */
const LIKES_EVERY_MS = 500;
/** Draws for somebody who is there before nobody is taken to be. */
const TRIES = 64;

class Danmaku implements Traffic {
  readonly #sources: readonly Source[];
  readonly #parts: RoomParts;
  readonly #posts: Posts;
  readonly #likes: Likes | undefined;
  readonly #text: Distribution;
  readonly #watching: number;
  readonly #coming: Random;

  constructor(context: TrafficContext, params: DanmakuParams) {
    const { world, name } = context;
    this.#parts = roomParts(context, params);
    const pushes = new Pushes(this.#parts, params.followed, params.behind);
    const rooms = new RoomServer(this.#parts, params, pushes);
    this.#posts = new Posts(this.#parts, rooms);
    const everyMs = params.merge > 0 ? params.merge : LIKES_EVERY_MS;
    if (params.likes > 0) this.#likes = new Likes(this.#parts, rooms, params.likes, everyMs);
    this.#text = params.text.make();
    this.#watching = params.watching;
    this.#coming = world.streams.stream(`${name}/coming`);
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const chance = world.streams.stream(`${name}@${node.name}/posts`);
      return (user) => {
        this.#post(place, node.devices, chance, user);
        return false;
      };
    });
  }

  start(): void {
    const { audience, meters, people, world } = this.#parts;
    for (let person = 0; person < people.count; person += 1) {
      if (this.#watching < 1 && this.#coming.uniform() >= this.#watching) continue;
      audience.enter(person);
    }
    for (const { place, here } of audience.parts) {
      world.recorder.changeLevel(meters[place]!.watchers, here, 0);
    }
    for (const source of this.#sources) source.schedule();
    this.#likes?.start();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  /** Somebody who watches writes something. @param user who, where arrivals are people. */
  #post(place: number, devices: number, random: Random, user: number): void {
    const { audience, people } = this.#parts;
    for (let draw = 0; draw < TRIES; draw += 1) {
      const device = user < 0 ? random.below(devices) : user % devices;
      const person = people.firstOfPlace[place]! + device;
      if (!audience.isHere(person)) continue;
      this.#posts.post(person, Math.max(1, Math.round(this.#text.sample(random))));
      return;
    }
  }
}

function roomParts(context: TrafficContext, params: DanmakuParams): RoomParts {
  const { world, name, clients, to } = context;
  const people = new People(world, clients, to);
  const ranks = new Zipf(params.rooms, params.skew);
  const random = world.streams.stream(`${name}/rooms`);
  const roomOf = new Int32Array(people.count);
  if (params.rooms > 1) {
    for (let person = 0; person < people.count; person += 1) {
      roomOf[person] = ranks.sample(random) - 1;
    }
  }
  const servers = world.groups.get(params.room ?? to)!;
  return {
    world,
    traffic: name,
    clients,
    people,
    audience: new Audience(people, params.rooms, roomOf),
    frames: new Frames(),
    jobs: new Jobs(world, [...people.gateway.filter(isNew()), ...servers]),
    meters: roomMeters(world, name, clients),
    servers,
  };
}

/** Keeps what it has not seen yet. */
function isNew(): (node: number) => boolean {
  const seen = new Set<number>();
  return (node) => !seen.has(node) && seen.add(node) !== undefined;
}

export const danmaku = trafficKind({
  name: 'danmaku',
  summary: 'comments that everybody in a room sees, of whom there may be a million, and likes',
  source:
    'goim (README, docs/proto.md) for gateways and frames; sampling to 20–50 comments a second and batches of 0.3 to 1 s: reference/domain.md §4.4, from memory',
  needs: 'chat',
  references: ({ room }) =>
    room === undefined ? [] : [{ param: 'room', to: 'group', name: room, needs: 'chat' }],
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how comments follow each other, in all rooms'),
    room: z
      .string()
      .optional()
      .describe('group of gateways that gather what rooms say; default: those of `to`'),
    rooms: count({ min: 1 }).prefault(1).describe('rooms; each device watches one'),
    skew: number({ min: 0 })
      .prefault(1)
      .describe('exponent of the popularity of rooms (Zipf); 1 is an assumption'),
    watching: ratio({ above: 0 }).prefault('100%').describe('devices that watch'),
    text: varying(bytes)
      .prefault({ lognormal: { median: '60B', p99: '200B' } })
      .describe('bytes of a comment with who wrote it and how it looks (assumption)'),
    frame: bytes().prefault('16B').describe('bytes of a frame beside its comments; 16 as in goim'),
    merge: duration()
      .prefault('500ms')
      .describe('comments of so long go together in one frame; 0s: each goes at once'),
    most: rate({ above: 0 })
      .prefault('30rps')
      .describe('comments that a viewer is shown at the most; 20 to 50 a second can be read'),
    drops: z
      .enum(['any', 'oldest', 'newest'])
      .default('any')
      .describe('which comments of an interval are left out when there are more'),
    vip: ratio()
      .prefault('0%')
      .describe('part of the comments that are shown before all others: gifts, members'),
    own: z
      .boolean()
      .default(true)
      .describe('who writes sees the comment, also when it is left out'),
    likes: rate().prefault('0rps').describe('likes of all devices together'),
    behind: duration({ above: 0 })
      .prefault('2s')
      .describe('a gateway with more work than it can do in this time refuses frames (assumption)'),
    followed: count({ min: 1 })
      .prefault(256)
      .describe(
        'watchers of one push by one worker whose delays are drawn one by one, each for as many others; as many as there are: nothing is sampled',
      ),
  },
  make: (params, context) => new Danmaku(context, params),
});
