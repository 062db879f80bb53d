/** Who knows whom: the contacts of all people in one array, person by person. */
import { grown } from '../../../../engine/grown.ts';
import type { Contacts, Folk } from './contacts.ts';

/** Pairs of people, one after the other. */
export class Pairs {
  one = new Int32Array(1024);
  other = new Int32Array(1024);
  count = 0;

  add(one: number, other: number): void {
    if (this.count === this.one.length) {
      this.one = grown(this.one, 2 * this.count);
      this.other = grown(this.other, 2 * this.count);
    }
    this.one[this.count] = one;
    this.other[this.count] = other;
    this.count += 1;
  }
}

export class Graph {
  readonly people: number;
  readonly #first: Int32Array;
  readonly #contacts: Int32Array;

  /** @param pairs of different people, none of them twice. */
  constructor(people: number, pairs: Pairs) {
    this.people = people;
    const first = new Int32Array(people + 1);
    for (let pair = 0; pair < pairs.count; pair += 1) {
      first[pairs.one[pair]! + 1]! += 1;
      first[pairs.other[pair]! + 1]! += 1;
    }
    for (let person = 0; person < people; person += 1) first[person + 1]! += first[person]!;
    const next = first.slice(0, people);
    const contacts = new Int32Array(2 * pairs.count);
    for (let pair = 0; pair < pairs.count; pair += 1) {
      const [one, other] = [pairs.one[pair]!, pairs.other[pair]!];
      contacts[next[one]!++] = other;
      contacts[next[other]!++] = one;
    }
    this.#first = first;
    this.#contacts = contacts;
  }

  degree(person: number): number {
    return this.#first[person + 1]! - this.#first[person]!;
  }

  contact(person: number, index: number): number {
    return this.#contacts[this.#first[person]! + index]!;
  }
}

/** People who write to each of their contacts alike, and know each other's contacts. */
export function contactsOf(graph: Graph, people: Folk): Contacts {
  return {
    graph,
    makesRooms: true,
    partner: (person, random) => {
      const degree = graph.degree(person);
      if (degree === 0) return people.other(person, random);
      return graph.contact(person, degree === 1 ? 0 : random.below(degree));
    },
  };
}
