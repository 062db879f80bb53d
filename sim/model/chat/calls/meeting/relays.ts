/** Relays for people whom others cannot reach directly. */
import type { Clients } from '../../../node/clients.ts';
import { nearest, type World } from '../../../node/world.ts';
import type { People } from '../../people.ts';
import { NONE } from './leg-table.ts';

export class Relays {
  readonly #people: People;
  /** By person: 1 for those who need a relay; by place: the nearest relays. */
  readonly #needs: Uint8Array;
  readonly #nearest: readonly (readonly number[])[];

  constructor(
    world: World,
    traffic: string,
    clients: readonly Clients[],
    people: People,
    relay: { readonly group: string; readonly share: number } | undefined,
  ) {
    this.#people = people;
    this.#needs = new Uint8Array(people.count);
    this.#nearest =
      relay === undefined ? [] : clients.map(({ place }) => nearest(world, relay.group, place));
    if (relay === undefined) return;
    const random = world.streams.stream(`${traffic}/relays`);
    for (let person = 0; person < people.count; person += 1) {
      this.#needs[person] = random.uniform() < relay.share ? 1 : 0;
    }
  }

  /** The relay of the first of two people when one of them needs any, or `NONE`. */
  between(one: number, other: number): number {
    if (one < 0 || other < 0 || (this.#needs[one] === 0 && this.#needs[other] === 0)) return NONE;
    const there = this.#nearest[this.#people.place[Math.min(one, other)]!]!;
    return there[Math.min(one, other) % there.length]!;
  }
}
