/** The people who chat: one a device, each connected to one gateway for the whole run. */
import type { Random } from '../../engine/random.ts';
import type { Clients } from '../node/clients.ts';
import { nearest, type World } from '../node/world.ts';

export class People {
  readonly count: number;
  /** Index of a person's place among the clients given, and the device there. */
  readonly place: Uint16Array;
  readonly device: Int32Array;
  /** Node id of a person's gateway. */
  readonly gateway: Int32Array;
  /** First person of each place; people of a place have consecutive numbers. */
  readonly firstOfPlace: readonly number[];

  constructor(world: World, clients: readonly Clients[], gatewayGroup: string) {
    this.count = clients.reduce((sum, { devices }) => sum + devices, 0);
    this.place = new Uint16Array(this.count);
    this.device = new Int32Array(this.count);
    this.gateway = new Int32Array(this.count);
    const firsts: number[] = [];
    let person = 0;
    for (const [place, node] of clients.entries()) {
      firsts.push(person);
      const gateways = nearest(world, gatewayGroup, node.place);
      for (let device = 0; device < node.devices; device += 1) {
        this.place[person] = place;
        this.device[person] = device;
        this.gateway[person] = gateways[device % gateways.length]!;
        person += 1;
      }
    }
    this.firstOfPlace = firsts;
  }

  /** People of a place. */
  countAt(place: number): number {
    return (this.firstOfPlace[place + 1] ?? this.count) - this.firstOfPlace[place]!;
  }

  /** Anybody else, equally likely. */
  other(person: number, random: Random): number {
    const drawn = random.below(this.count - 1);
    return drawn < person ? drawn : drawn + 1;
  }
}
