/** Rooms whose members know each other. */
import type { Random } from '../../../engine/random.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { People } from '../people.ts';
import { drawRooms, Rooms } from '../rooms.ts';
import type { Contacts } from './contacts/contacts.ts';

const SMALLEST_ROOM = 2;
/** Draws for each member before strangers are taken in. */
const TRIES = 8;

/** Rooms as contacts make them: departments, friends of friends, or anybody. */
export function roomsOf(
  contacts: Contacts,
  count: number,
  size: Distribution,
  people: People,
  random: Random,
): Rooms {
  const { gateway } = people;
  const grouped = (members: readonly number[]) =>
    [...members].sort((one, other) => gateway[one]! - gateway[other]! || one - other);
  if (contacts.department !== undefined) {
    return new Rooms(count, people, () => grouped(contacts.department!(random)));
  }
  if (contacts.makesRooms !== true) return drawRooms(count, size, people, random);
  return new Rooms(count, people, () => {
    const wanted = Math.max(SMALLEST_ROOM, Math.round(size.sample(random)));
    return grouped(friends(contacts, Math.min(wanted, people.count), people, random));
  });
}

/** Somebody, then contacts of those who are in it already. */
function friends(contacts: Contacts, wanted: number, people: People, random: Random): number[] {
  const members = [random.below(people.count)];
  const chosen = new Set(members);
  for (let left = TRIES * wanted; members.length < wanted; left -= 1) {
    const known = members[random.below(members.length)]!;
    const next = left > 0 ? contacts.partner(known, random) : people.other(known, random);
    if (chosen.has(next)) continue;
    chosen.add(next);
    members.push(next);
  }
  return members;
}
