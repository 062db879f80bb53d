import type { Random } from '../../../../engine/random.ts';
import { count, ratio } from '../../../../part/units.ts';
import { type Contacts, contacts, type Folk } from './contacts.ts';

/** Teams of teams: a person belongs to one group of each level, of consecutive numbers; the last level is everybody. */
class Office implements Contacts {
  readonly #people: Folk;
  /** People of a group, by level. */
  readonly #sizes: readonly number[];
  readonly #near: number;
  readonly #biggestRoom: number;

  constructor(people: Folk, team: number, branching: number, near: number, biggestRoom: number) {
    this.#people = people;
    const sizes = [team];
    while (sizes.at(-1)! < people.count) sizes.push(sizes.at(-1)! * branching);
    this.#sizes = sizes;
    this.#near = near;
    this.#biggestRoom = biggestRoom;
  }

  partner(person: number, random: Random): number {
    let level = 0;
    while (level < this.#sizes.length - 1 && random.uniform() >= this.#near) level += 1;
    while (this.#end(person, level) - this.#first(person, level) < 2) level += 1;
    const first = this.#first(person, level);
    const drawn = first + random.below(this.#end(person, level) - first - 1);
    return drawn < person ? drawn : drawn + 1;
  }

  /** Any group of any level that is not too large, all equally likely: most are teams. */
  department(random: Random): readonly number[] {
    const levels = this.#sizes.filter((size, level) => level === 0 || size <= this.#biggestRoom);
    const groups = levels.map((size) => Math.ceil(this.#people.count / size));
    let drawn = random.below(groups.reduce((sum, one) => sum + one, 0));
    let level = 0;
    while (drawn >= groups[level]!) {
      drawn -= groups[level]!;
      level += 1;
    }
    const first = drawn * this.#sizes[level]!;
    const end = this.#end(first, level);
    // Somebody who is left over alone as a team has a room with everybody before.
    const from = end - first < 2 ? Math.max(0, first - 1) : first;
    return Array.from({ length: end - from }, (_, index) => from + index);
  }

  #first(person: number, level: number): number {
    const size = this.#sizes[level]!;
    return Math.floor(person / size) * size;
  }

  #end(person: number, level: number): number {
    return Math.min(this.#people.count, this.#first(person, level) + this.#sizes[level]!);
  }
}

export const office = contacts({
  name: 'office',
  summary:
    'write to their own team first, then to wider and wider departments; rooms are departments',
  source: 'assumption: a tree of departments with 10 to 2000 people (reference/domain.md §4.2)',
  params: {
    team: count({ min: 2 }).prefault(8).describe('people of a team'),
    branching: count({ min: 2 }).prefault(5).describe('groups that the next larger one has'),
    near: ratio({ above: 0 })
      .prefault('60%')
      .describe('messages that stay in the team; of the others as many stay in the next group'),
    largest: count({ min: 2 }).prefault(2000).describe('people of a room at the most'),
  },
  make: ({ team, branching, near, largest }, { people }) =>
    new Office(people, team, branching, near, largest),
});
