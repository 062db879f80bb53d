/** Rooms and their members, grouped by gateway so that a message crosses to each gateway once. */
import type { Random } from '../../engine/random.ts';
import type { Distribution } from '../distribution/distribution.ts';
import type { People } from './people.ts';

/** The members of one room at one gateway: people `from` to `to` (exclusive) of the member list. */
export interface RoomAtGateway {
  readonly room: number;
  readonly gateway: number;
  readonly from: number;
  readonly to: number;
}

const SMALLEST_ROOM = 2;

export class Rooms {
  readonly count: number;
  /** Members of all rooms, room by room and in each by gateway. */
  readonly #members: Int32Array;
  readonly #first: Int32Array;
  readonly #parts: readonly (readonly RoomAtGateway[])[];

  /** @param membersOf gives the people of a room, of whom each gateway's stand together. */
  constructor(count: number, people: People, membersOf: (room: number) => readonly number[]) {
    this.count = count;
    this.#first = new Int32Array(count + 1);
    const members: number[] = [];
    const parts: RoomAtGateway[][] = [];
    for (let room = 0; room < count; room += 1) {
      const chosen = membersOf(room);
      parts.push(byGateway(room, chosen, people, members.length));
      members.push(...chosen);
      this.#first[room + 1] = members.length;
    }
    this.#members = Int32Array.from(members);
    this.#parts = parts;
  }

  size(room: number): number {
    return this.#first[room + 1]! - this.#first[room]!;
  }

  randomMember(room: number, random: Random): number {
    return this.#members[this.#first[room]! + random.below(this.size(room))]!;
  }

  /** As `randomMember`, of those who write: the first so many. */
  randomWriter(room: number, writers: number, random: Random): number {
    const most = Math.min(writers, this.size(room));
    return this.#members[this.#first[room]! + random.below(most)]!;
  }

  /** @param index from `RoomAtGateway.from` up to `to`. */
  member(index: number): number {
    return this.#members[index]!;
  }

  has(room: number, person: number): boolean {
    const [from, to] = [this.#first[room]!, this.#first[room + 1]!];
    return this.#members.subarray(from, to).includes(person);
  }

  parts(room: number): readonly RoomAtGateway[] {
    return this.#parts[room]!;
  }
}

/** Rooms whose members are any people. */
export function drawRooms(
  count: number,
  size: Distribution,
  people: People,
  random: Random,
): Rooms {
  return new Rooms(count, people, () => {
    const wanted = Math.max(SMALLEST_ROOM, Math.round(size.sample(random)));
    return choose(people, Math.min(wanted, people.count), random);
  });
}

/** Different people, equally likely, ordered by gateway. */
export function choose(people: People, wanted: number, random: Random): number[] {
  const chosen = new Set<number>();
  // Floyd's sampling: as many draws as people wanted. Source: Bentley & Floyd, CACM 30(9), 1987.
  for (let last = people.count - wanted; last < people.count; last += 1) {
    const drawn = random.below(last + 1);
    chosen.add(chosen.has(drawn) ? last : drawn);
  }
  const { gateway } = people;
  return [...chosen].sort((one, other) => gateway[one]! - gateway[other]! || one - other);
}

function byGateway(
  room: number,
  members: readonly number[],
  people: People,
  offset: number,
): RoomAtGateway[] {
  const parts: RoomAtGateway[] = [];
  let from = 0;
  for (let to = 1; to <= members.length; to += 1) {
    const gateway = people.gateway[members[from]!]!;
    if (to < members.length && people.gateway[members[to]!] === gateway) continue;
    parts.push({ room, gateway, from: offset + from, to: offset + to });
    from = to;
  }
  return parts;
}
