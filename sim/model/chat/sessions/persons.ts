/** Whose each device is: people of a place have one device each, and some of them more. */
import type { Clients } from '../../node/clients.ts';

/** People and their devices. */
export interface Owners {
  /** People. */
  readonly count: number;
  /** @param place index of the device's place among the clients. */
  personOf(device: number, place: number): number;
  /** The first device of a person. */
  firstOf(person: number): number;
  /** @param device of a person. @returns the next of the same person, -1: it was the last. */
  nextOf(person: number, device: number): number;
}

export class Persons implements Owners {
  readonly count: number;
  /** By place: its devices and its people, and the first of each. */
  readonly #devices: readonly number[];
  readonly #people: readonly number[];
  readonly #firstDevice: readonly number[];
  readonly #firstPerson: readonly number[];
  readonly #placeOf: Uint16Array;

  /** @param each devices of a person in the mean, 1 or more. */
  constructor(clients: readonly Clients[], each: number) {
    this.#devices = clients.map(({ devices }) => devices);
    this.#people = this.#devices.map((devices) => Math.max(1, Math.round(devices / each)));
    this.#firstDevice = startsOf(this.#devices);
    this.#firstPerson = startsOf(this.#people);
    this.count = this.#people.reduce((sum, people) => sum + people, 0);
    this.#placeOf = new Uint16Array(this.count);
    for (const [place, first] of this.#firstPerson.entries()) {
      this.#placeOf.fill(place, first, first + this.#people[place]!);
    }
  }

  personOf(device: number, place: number): number {
    const index = device - this.#firstDevice[place]!;
    return this.#firstPerson[place]! + (index % this.#people[place]!);
  }

  firstOf(person: number): number {
    const place = this.#placeOf[person]!;
    return this.#firstDevice[place]! + person - this.#firstPerson[place]!;
  }

  nextOf(person: number, device: number): number {
    const place = this.#placeOf[person]!;
    const next = device + this.#people[place]!;
    return next < this.#firstDevice[place]! + this.#devices[place]! ? next : -1;
  }
}

function startsOf(sizes: readonly number[]): number[] {
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return start - size;
  });
}
