/** A metric that is kept by place, for who knows devices. */
import type { Labels } from '../../../result/result.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { Crowd } from './crowd.ts';

export class AtPlaces {
  readonly #placeOf: Uint16Array;
  readonly #ids: readonly number[];

  /** @param register makes the metric with its labels known to the recorder, and has its number. */
  constructor(
    world: World,
    traffic: string,
    clients: readonly Clients[],
    crowd: Crowd,
    register: (labels: Labels) => number,
  ) {
    this.#placeOf = crowd.placeOf;
    this.#ids = clients.map(({ place }) => register({ traffic, place: world.places[place]!.name }));
  }

  /** Number of the metric at the device’s place. */
  of(device: number): number {
    return this.#ids[this.#placeOf[device]!]!;
  }
}
