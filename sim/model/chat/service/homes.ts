/** Which mailbox keeps what: the conversations, and the inboxes of people. */
import { nearest, type World } from '../../node/world.ts';
import type { Domains } from '../federation/domains.ts';
import type { Crowd } from './crowd.ts';

/** Source: Knuth, The Art of Computer Programming 3, §6.4: 2^32 over the golden ratio. */
const SPREAD = 0x9e3779b1;

/** Numbers that follow each other come to lie far apart. */
export const spread = (number: number): number => Math.imul(number ^ (number >>> 15), SPREAD) >>> 0;

export class Homes {
  /** By person: node id of the mailbox of the inbox. */
  readonly inbox: Int32Array;
  readonly #regions: readonly (readonly number[])[];
  readonly #regionOf: Uint16Array;

  /** @param isRegional whether a person's mailboxes are those of the nearest place, or all of their domain. */
  constructor(
    world: World,
    domains: Domains,
    places: readonly number[],
    crowd: Crowd,
    isRegional: boolean,
  ) {
    this.#regions = places.map((place, index) => {
      const { mailbox } = domains.at(index);
      return isRegional ? nearest(world, mailbox, place) : world.groups.get(mailbox)!;
    });
    this.#regionOf = crowd.place;
    this.inbox = Int32Array.from({ length: crowd.count }, (_, person) =>
      this.#home(person, person),
    );
  }

  /** @param founder whose region keeps the room. */
  ofRoom(conversation: number, founder: number): number {
    return this.#home(founder, conversation);
  }

  #home(person: number, number: number): number {
    const region = this.#regions[this.#regionOf[person]!]!;
    return region[spread(number) % region.length]!;
  }
}
