/** Who watches which room, grouped by gateway and place, so that a push to all of them is one piece of work. */
import type { People } from '../people.ts';

/** The watchers of one room at one gateway in one place: `members` from `from` to `to`, those first who are there. */
export interface Part {
  readonly room: number;
  readonly gateway: number;
  readonly place: number;
  readonly from: number;
  readonly to: number;
  /** How many are there now: members `from` up to `from + here`. */
  here: number;
}

/** All parts of a room at one gateway. */
export interface Spot {
  readonly gateway: number;
  readonly parts: readonly number[];
}

export class Audience {
  readonly rooms: number;
  readonly parts: readonly Part[];
  readonly spots: readonly Spot[];
  /** Spots of a room: from `#firstSpot[room]` to that of the next one. */
  readonly #firstSpot: Int32Array;
  /** People by part, and where each stands. */
  readonly #members: Int32Array;
  readonly #position: Int32Array;
  readonly #partOf: Int32Array;

  /** @param roomOf the room of each person. */
  constructor(people: People, rooms: number, roomOf: Int32Array) {
    this.rooms = rooms;
    const { parts, partOf } = layOut(people, roomOf);
    this.parts = parts;
    this.#partOf = partOf;
    this.#members = new Int32Array(people.count);
    this.#position = new Int32Array(people.count);
    const next = Int32Array.from(parts, ({ from }) => from);
    for (let person = 0; person < people.count; person += 1) {
      const at = next[partOf[person]!]!++;
      this.#members[at] = person;
      this.#position[person] = at;
    }
    const { spots, firstSpot } = spotsOf(parts, rooms);
    this.spots = spots;
    this.#firstSpot = firstSpot;
  }

  firstSpot(room: number): number {
    return this.#firstSpot[room]!;
  }

  /** After the last spot of a room. */
  endSpot(room: number): number {
    return this.#firstSpot[room + 1]!;
  }

  /** @param index counts from `Part.from`; below `here` for those who are there. */
  member(index: number): number {
    return this.#members[index]!;
  }

  partOf(person: number): Part {
    return this.parts[this.#partOf[person]!]!;
  }

  isHere(person: number): boolean {
    const { from, here } = this.partOf(person);
    return this.#position[person]! < from + here;
  }

  /** @returns whether the person was not there before. */
  enter(person: number): boolean {
    if (this.isHere(person)) return false;
    const part = this.partOf(person);
    this.#swap(this.#position[person]!, part.from + part.here);
    part.here += 1;
    return true;
  }

  /** @returns whether the person was there. */
  leave(person: number): boolean {
    if (!this.isHere(person)) return false;
    const part = this.partOf(person);
    part.here -= 1;
    this.#swap(this.#position[person]!, part.from + part.here);
    return true;
  }

  #swap(one: number, other: number): void {
    const [first, second] = [this.#members[one]!, this.#members[other]!];
    this.#members[one] = second;
    this.#members[other] = first;
    this.#position[second] = one;
    this.#position[first] = other;
  }
}

/** Parts in order of room, gateway and place; nobody is there yet. */
function layOut(people: People, roomOf: Int32Array) {
  const places = people.firstOfPlace.length;
  const nodes = people.gateway.reduce((most, id) => Math.max(most, id + 1), 0);
  const keyOf = (person: number) =>
    (roomOf[person]! * nodes + people.gateway[person]!) * places + people.place[person]!;
  // Neighbours are mostly of one part: a look into the map for each change of key and not for each person.
  const numbers = new Map<number, number>();
  const found = new Int32Array(people.count);
  const sizes: number[] = [];
  let [lastKey, last] = [-1, -1];
  for (let person = 0; person < people.count; person += 1) {
    const key = keyOf(person);
    if (key !== lastKey) {
      last = numbers.get(key) ?? sizes.length;
      if (last === sizes.length) {
        numbers.set(key, last);
        sizes.push(0);
      }
      lastKey = key;
    }
    sizes[last]! += 1;
    found[person] = last;
  }
  const inOrder = [...numbers].sort(([one], [other]) => one - other);
  const ranks = new Int32Array(inOrder.length);
  for (const [rank, [, number]] of inOrder.entries()) ranks[number] = rank;
  let from = 0;
  const parts = inOrder.map(([key, number]): Part => {
    const spot = Math.floor(key / places);
    const to = from + sizes[number]!;
    const place = key % places;
    const part = {
      room: Math.floor(spot / nodes),
      gateway: spot % nodes,
      place,
      from,
      to,
      here: 0,
    };
    from = to;
    return part;
  });
  const partOf = found.map((number) => ranks[number]!);
  return { parts, partOf };
}

function spotsOf(parts: readonly Part[], rooms: number) {
  const spots: { gateway: number; parts: number[] }[] = [];
  const firstSpot = new Int32Array(rooms + 1).fill(-1);
  let before: Part | undefined;
  for (const [number, part] of parts.entries()) {
    const isNew = part.room !== before?.room || part.gateway !== before.gateway;
    if (isNew) {
      if (part.room !== before?.room) firstSpot[part.room] = spots.length;
      spots.push({ gateway: part.gateway, parts: [] });
    }
    spots.at(-1)!.parts.push(number);
    before = part;
  }
  // A room that nobody watches has no spots: it ends where it begins.
  firstSpot[rooms] = spots.length;
  for (let room = rooms - 1; room >= 0; room -= 1) {
    if (firstSpot[room]! < 0) firstSpot[room] = firstSpot[room + 1]!;
  }
  return { spots, firstSpot };
}
