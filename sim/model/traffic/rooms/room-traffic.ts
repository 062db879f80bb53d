/** Rooms that many watch: who writes, who comes, and who goes. */
import type { Random } from '../../../engine/random.ts';
import { Zipf } from '../../../engine/zipf.ts';
import type { Choice } from '../../../part/choice.ts';
import { People } from '../../chat/people.ts';
import { Audience } from '../../chat/rooms/audience.ts';
import { Frames } from '../../chat/rooms/frames.ts';
import { History } from '../../chat/rooms/history.ts';
import { Jobs } from '../../chat/rooms/jobs.ts';
import { Likes } from '../../chat/rooms/likes.ts';
import { Posts } from '../../chat/rooms/posts.ts';
import { Pushes } from '../../chat/rooms/pushes.ts';
import { RoomLedger } from '../../chat/rooms/room-ledger.ts';
import { roomMeters } from '../../chat/rooms/room-meters.ts';
import type { RoomParts } from '../../chat/rooms/room-parts.ts';
import { type RoomRules, RoomServer } from '../../chat/rooms/room-server.ts';
import { Visits } from '../../chat/rooms/visits.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { Arrivals } from '../arrivals.ts';
import { type Source, sourcesOf } from '../sources.ts';
import type { Traffic, TrafficContext } from '../traffic.ts';

export interface RoomTrafficParams extends RoomRules {
  readonly arrivals: Choice<Arrivals>;
  readonly room?: string | undefined;
  readonly rooms: number;
  readonly skew: number;
  readonly watching: number;
  readonly visits?: Choice<Arrivals> | undefined;
  readonly stays?: Choice<Distribution> | undefined;
  readonly history: number;
  readonly text: Choice<Distribution>;
  readonly likes: number;
  readonly behind: number;
  readonly followed: number;
  /** Whether one person writes in each room, and who writes is not drawn. */
  readonly hasOneWriter: boolean;
}

/** Likes are added up this often where comments are not gathered, ms (assumption). */
const LIKES_EVERY_MS = 500;
/** Draws for somebody who is there, or not there, before nobody is taken to be. */
const TRIES = 64;

export class RoomTraffic implements Traffic {
  readonly #sources: readonly Source[];
  readonly #visitors: readonly Source[];
  readonly #parts: RoomParts;
  readonly #posts: Posts;
  readonly #visits: Visits;
  readonly #likes: Likes | undefined;
  readonly #text: Distribution;
  readonly #watching: number;
  readonly #coming: Random;
  /** Who writes in each room, where that is one person; -1 where nobody is. */
  readonly #writers: Int32Array | undefined;

  constructor(context: TrafficContext, params: RoomTrafficParams) {
    const { world, name } = context;
    this.#parts = roomParts(context, params);
    const { audience } = this.#parts;
    const pushes = new Pushes(this.#parts, params.followed, params.behind);
    const history = new History(audience.rooms, params.history);
    const rooms = new RoomServer(this.#parts, params, pushes, history);
    this.#posts = new Posts(this.#parts, rooms);
    this.#visits = new Visits(this.#parts, rooms, history, params.stays?.make());
    const everyMs = params.merge > 0 ? params.merge : LIKES_EVERY_MS;
    if (params.likes > 0) this.#likes = new Likes(this.#parts, rooms, params.likes, everyMs);
    this.#text = params.text.make();
    this.#watching = params.watching;
    this.#coming = world.streams.stream(`${name}/coming`);
    this.#writers = params.hasOneWriter ? writersOf(audience) : undefined;
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const chance = world.streams.stream(`${name}@${node.name}/posts`);
      return (user) => {
        const writer =
          this.#writers === undefined
            ? this.#somebody(place, node.devices, chance, user, true)
            : this.#writers[chance.below(this.#writers.length)]!;
        if (writer >= 0) this.#write(writer, chance);
        return false;
      };
    });
    this.#visitors = this.#open(context, params.visits);
  }

  start(): void {
    const { audience, meters, people, world } = this.#parts;
    for (let person = 0; person < people.count; person += 1) {
      if (this.#watching < 1 && this.#coming.uniform() >= this.#watching) continue;
      audience.enter(person);
      this.#visits.here(person);
    }
    for (const { place, here } of audience.parts) {
      world.recorder.changeLevel(meters[place]!.watchers, here, 0);
    }
    for (const source of this.#sources) source.schedule();
    for (const source of this.#visitors) source.schedule();
    this.#likes?.start();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  #open(context: TrafficContext, visits: Choice<Arrivals> | undefined): readonly Source[] {
    if (visits === undefined) return [];
    const { world } = context;
    // Of the same kind as what is written, and with chance of its own.
    const name = `${context.name}/visits`;
    return sourcesOf({ ...context, name }, visits, (node, place) => {
      const chance = world.streams.stream(`${name}@${node.name}/who`);
      return (user) => {
        const person = this.#somebody(place, node.devices, chance, user, false);
        if (person >= 0) this.#visits.come(person);
        return false;
      };
    });
  }

  #write(person: number, random: Random): void {
    this.#posts.post(person, Math.max(1, Math.round(this.#text.sample(random))));
  }

  /** @param user who, where arrivals are people. @returns somebody who is there, or is not; -1 when nobody was found. */
  #somebody(place: number, devices: number, random: Random, user: number, isHere: boolean): number {
    const { audience, people } = this.#parts;
    for (let draw = 0; draw < TRIES; draw += 1) {
      const device = user < 0 ? random.below(devices) : user % devices;
      const person = people.firstOfPlace[place]! + device;
      if (audience.isHere(person) === isHere) return person;
    }
    return -1;
  }
}

/** The first of each room. */
function writersOf(audience: Audience): Int32Array {
  const writers = new Int32Array(audience.rooms).fill(-1);
  for (const { room, from } of audience.parts) {
    if (writers[room]! < 0) writers[room] = audience.member(from);
  }
  return writers;
}

function roomParts(context: TrafficContext, params: RoomTrafficParams): RoomParts {
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
  const ledger = new RoomLedger(world, name);
  const servers = world.groups.get(params.room ?? to)!;
  return {
    world,
    traffic: name,
    clients,
    people,
    audience: new Audience(people, params.rooms, roomOf),
    frames: new Frames((frame) => ledger.released(frame)),
    ledger,
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
