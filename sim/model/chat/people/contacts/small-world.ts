import type { Random } from '../../../../engine/random.ts';
import { count, ratio } from '../../../../part/units.ts';
import { contacts } from './contacts.ts';
import { contactsOf, Graph, Pairs } from './graph.ts';
import { PairSet } from './pair-set.ts';

/** A ring whose edges are taken up one after the other, lap by lap: each may get another far end. */
class Ring {
  readonly #people: number;
  readonly #laps: number;
  /** By lap and person: 1 while the edge from there, so many people on, is there. */
  readonly #stays: Uint8Array;
  readonly #rewired: PairSet;

  constructor(people: number, laps: number) {
    this.#people = people;
    this.#laps = laps;
    this.#stays = new Uint8Array(laps * people).fill(1);
    this.#rewired = new PairSet(people);
  }

  pairs(rewire: number, random: Random): Pairs {
    const pairs = new Pairs();
    for (let lap = 0; lap < this.#laps; lap += 1) {
      for (let person = 0; person < this.#people; person += 1) {
        const other = rewire > 0 && random.uniform() < rewire ? this.#pick(person, random) : -1;
        if (other < 0) {
          pairs.add(person, (person + lap + 1) % this.#people);
          continue;
        }
        this.#stays[lap * this.#people + person] = 0;
        this.#rewired.add(person, other);
        pairs.add(person, other);
      }
    }
    return pairs;
  }

  /** Somebody whom the person does not know; -1 when there is nobody. */
  #pick(person: number, random: Random): number {
    for (let draw = 0; draw < 4 * this.#people; draw += 1) {
      const other = random.below(this.#people);
      if (other !== person && !this.#has(person, other)) return other;
    }
    return -1;
  }

  #has(one: number, other: number): boolean {
    const ahead = (other - one + this.#people) % this.#people;
    const back = this.#people - ahead;
    if (ahead <= this.#laps && this.#stays[(ahead - 1) * this.#people + one] === 1) return true;
    if (back <= this.#laps && this.#stays[(back - 1) * this.#people + other] === 1) return true;
    return this.#rewired.has(one, other);
  }
}

export const smallWorld = contacts({
  name: 'small-world',
  summary: 'know their neighbours on a ring, and a few people far away: clustered, with short ways',
  source: 'Watts & Strogatz, Nature 393, 1998; the defaults are an assumption',
  params: {
    contacts: count({ min: 2 })
      .prefault(20)
      .describe('contacts of a person in the mean; an odd number counts as one less'),
    rewire: ratio().prefault('10%').describe('acquaintances of which one end is moved to anybody'),
  },
  main: 'contacts',
  make: ({ contacts: wanted, rewire }, { people, chance }) => {
    // With all others as contacts there is nobody to move an end to.
    const laps = Math.max(1, Math.min(Math.floor(wanted / 2), Math.floor((people.count - 1) / 2)));
    const pairs =
      people.count < 3 ? new Pairs() : new Ring(people.count, laps).pairs(rewire, chance());
    return contactsOf(new Graph(people.count, pairs), people);
  },
});
