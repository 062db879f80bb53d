/** The people of a full chat and their devices: a person has one or several, all in one place. */
import type { Random } from '../../../engine/random.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { Clients } from '../../node/clients.ts';
import { nearest, type World } from '../../node/world.ts';
import type { Domains } from '../federation/domains.ts';
import type { People } from '../people.ts';
import type { Owners } from '../sessions/persons.ts';

/** The chat that it is of. */
interface ChatContext {
  readonly world: World;
  readonly name: string;
  readonly clients: readonly Clients[];
  readonly domains?: Domains | undefined;
}

/** What `People` says of a person, `device` being the first one's number at its clients; and of devices. */
export class Crowd implements People, Owners {
  readonly count: number;
  readonly place: Uint16Array;
  readonly device: Int32Array;
  readonly gateway: Int32Array;
  readonly firstOfPlace: readonly number[];
  /** Devices of all places; those of a person have consecutive numbers, from this one on. */
  readonly devices: number;
  readonly firstDevice: Int32Array;
  /** By device: its person, its place among the clients given, and its number there. */
  readonly person: Int32Array;
  readonly placeOf: Uint16Array;
  readonly local: Int32Array;

  /**
   * @param to group of their gateways, unless domains have their own.
   * @param perPerson devices of a person; each place has as many people as its devices suffice for.
   */
  constructor({ world, name, clients, domains }: ChatContext, to: string, perPerson: Distribution) {
    const random = world.streams.stream(`${name}/devices`);
    this.devices = clients.reduce((sum, { devices }) => sum + devices, 0);
    this.person = new Int32Array(this.devices);
    this.placeOf = new Uint16Array(this.devices);
    this.local = new Int32Array(this.devices);
    const firsts: number[] = [];
    const firstOfPlace: number[] = [];
    let device = 0;
    for (const [place, node] of clients.entries()) {
      firstOfPlace.push(firsts.length);
      for (let local = 0; local < node.devices; ) {
        const own = Math.max(1, Math.round(perPerson.sample(random)));
        const end = Math.min(node.devices, local + own);
        firsts.push(device);
        for (; local < end; local += 1, device += 1) {
          this.person[device] = firsts.length - 1;
          this.placeOf[device] = place;
          this.local[device] = local;
        }
      }
    }
    this.count = firsts.length;
    this.firstOfPlace = firstOfPlace;
    this.firstDevice = Int32Array.from([...firsts, device]);
    this.place = Uint16Array.from(firsts, (first) => this.placeOf[first]!);
    this.device = Int32Array.from(firsts, (first) => this.local[first]!);
    const gateways = clients.map(({ place }, index) =>
      nearest(world, domains?.at(index).to ?? to, place),
    );
    this.gateway = Int32Array.from(firsts, (first) => {
      const near = gateways[this.placeOf[first]!]!;
      return near[this.local[first]! % near.length]!;
    });
  }

  personOf(device: number): number {
    return this.person[device]!;
  }

  firstOf(person: number): number {
    return this.firstDevice[person]!;
  }

  nextOf(person: number, device: number): number {
    return device + 1 < this.firstDevice[person + 1]! ? device + 1 : -1;
  }

  devicesOf(person: number): number {
    return this.firstDevice[person + 1]! - this.firstDevice[person]!;
  }

  /** People of a place. */
  countAt(place: number): number {
    return (this.firstOfPlace[place + 1] ?? this.count) - this.firstOfPlace[place]!;
  }

  other(person: number, random: Random): number {
    const drawn = random.below(this.count - 1);
    return drawn < person ? drawn : drawn + 1;
  }
}
