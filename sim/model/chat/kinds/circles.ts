/** Rooms that nobody has opened: everybody, and the contacts of each person. */
import type { Random } from '../../../engine/random.ts';
import type { People } from '../people.ts';
import { Rooms } from '../rooms.ts';
import type { Circles } from './by-itself.ts';
import type { MessageKind } from './kind.ts';

/**
 * @param drawn the rooms that people talk in, which keep their numbers.
 * @returns these and the others, or `drawn` itself when no kind needs any.
 */
export function roomsWithCircles(
  drawn: Rooms,
  people: People,
  kinds: readonly MessageKind[],
  random: Random,
): { rooms: Rooms; circles: Circles } {
  let count = drawn.count;
  let everybody = -1;
  const contacts = kinds.map(({ occasion }) => {
    if (occasion.when === 'by a server' && everybody < 0) everybody = count++;
    if (occasion.when !== 'by itself') return -1;
    count += people.count;
    return count - people.count;
  });
  const circles = { everybody, contacts };
  if (count === drawn.count) return { rooms: drawn, circles };
  const all = () => Array.from({ length: people.count }, (_, person) => person);
  const rooms = new Rooms(count, people, (room) => {
    if (room < drawn.count) return membersOf(drawn, room);
    if (room === everybody) return byGateway(all(), people);
    const kind = contacts.findIndex(
      (first) => first >= 0 && room < first + people.count && room >= first,
    );
    const { occasion } = kinds[kind]!;
    const wanted = occasion.when === 'by itself' ? occasion.contacts : 0;
    return byGateway(circleOf(room - contacts[kind]!, wanted, people, random), people);
  });
  return { rooms, circles };
}

function membersOf(rooms: Rooms, room: number): number[] {
  return rooms.parts(room).flatMap(({ from, to }) => {
    return Array.from({ length: to - from }, (_, index) => rooms.member(from + index));
  });
}

/** A person and so many others, equally likely. */
function circleOf(person: number, wanted: number, people: People, random: Random): number[] {
  const circle = new Set([person]);
  const size = Math.min(wanted + 1, people.count);
  while (circle.size < size) circle.add(random.below(people.count));
  return [...circle];
}

const byGateway = (members: number[], { gateway }: People): number[] =>
  members.sort((one, other) => gateway[one]! - gateway[other]! || one - other);
