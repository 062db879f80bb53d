/** Whom people of several domains write to, and have rooms with. */
import type { Random } from '../../../engine/random.ts';
import type { Contacts } from '../people/contacts/contacts.ts';
import type { People } from '../people.ts';
import { choose, Rooms } from '../rooms.ts';
import type { Domains } from './domains.ts';

/** Draws until a contact of the wanted domain is found; then anybody there. */
const TRIES = 16;

/** The people of each domain have consecutive numbers. */
class Ranges {
  readonly #first: number[] = [];
  readonly #of: Uint16Array;
  readonly #count: number;

  constructor(people: People, domains: Domains) {
    this.#of = people.place.map((place) => domains.numberAt(place));
    this.#count = people.count;
    for (let person = 0; person < people.count; person += 1) {
      this.#first[this.#of[person]!] ??= person;
    }
  }

  of(person: number): number {
    return this.#of[person]!;
  }

  first(domain: number): number {
    return this.#first[domain] ?? this.#count;
  }

  size(domain: number): number {
    return this.first(domain + 1) - this.first(domain);
  }

  /** Anybody of another domain, equally likely. */
  stranger(person: number, random: Random): number {
    const own = this.of(person);
    const drawn = random.below(this.#count - this.size(own));
    return drawn < this.first(own) ? drawn : drawn + this.size(own);
  }

  /** Anybody else of the same domain. */
  colleague(person: number, random: Random): number {
    const own = this.of(person);
    const drawn = this.first(own) + random.below(this.size(own) - 1);
    return drawn < person ? drawn : drawn + 1;
  }
}

/** Contacts of whom so many are of another domain, whatever the contacts of each are. */
export function contactsAcross(
  contacts: Contacts,
  people: People,
  domains: Domains,
  across: number,
): Contacts {
  const ranges = new Ranges(people, domains);
  return {
    partner: (person, random) => {
      const own = ranges.of(person);
      if (random.uniform() < across || ranges.size(own) < 2) return ranges.stranger(person, random);
      for (let tried = 0; tried < TRIES; tried += 1) {
        const partner = contacts.partner(person, random);
        if (ranges.of(partner) === own) return partner;
      }
      return ranges.colleague(person, random);
    },
  };
}

/** Rooms of which a share has people of several domains, as drawn; the others get people of one in their place. */
export function roomsAcross(
  rooms: Rooms,
  people: People,
  domains: Domains,
  mixed: number,
  random: Random,
): Rooms {
  const ranges = new Ranges(people, domains);
  return new Rooms(rooms.count, people, (room) => {
    const members = rooms
      .parts(room)
      .flatMap(({ from, to }) =>
        Array.from({ length: to - from }, (_, at) => rooms.member(from + at)),
      );
    // Evenly among the rooms: one in four is every fourth.
    if (Math.floor((room + 1) * mixed) > Math.floor(room * mixed)) return members;
    const own = ranges.of(members[random.below(members.length)]!);
    const first = ranges.first(own);
    const folk = { count: ranges.size(own), gateway: people.gateway.subarray(first) } as People;
    const wanted = Math.min(members.length, ranges.size(own));
    return choose(folk, wanted, random).map((member) => first + member);
  });
}
