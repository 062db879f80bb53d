/** What causal order costs, by the place of the device: bytes of vectors, and messages that wait for their causes. */
import type { Recorder } from '../../../../result/recorder.ts';
import type { Clients } from '../../../node/clients.ts';
import type { World } from '../../../node/world.ts';
import type { Crowd } from '../crowd.ts';

export class CausalMeters {
  readonly #recorder: Recorder;
  readonly #world: World;
  readonly #placeOf: Uint16Array;
  readonly #bytes: readonly number[];
  readonly #holds: readonly number[];

  constructor(world: World, traffic: string, clients: readonly Clients[], crowd: Crowd) {
    const { places, recorder } = world;
    const labels = clients.map(({ place }) => ({ traffic, place: places[place]!.name }));
    this.#recorder = recorder;
    this.#world = world;
    this.#placeOf = crowd.placeOf;
    this.#bytes = labels.map((at) => recorder.counter('causal_bytes', at));
    this.#holds = labels.map((at) => recorder.histogram('causal_hold', at));
  }

  bytes(device: number, bytes: number): void {
    const counter = this.#bytes[this.#placeOf[device]!]!;
    this.#recorder.add(counter, bytes, this.#world.simulator.nowMs);
  }

  /** What has waited on a device is shown. */
  held(device: number, sinceMs: number): void {
    const histogram = this.#holds[this.#placeOf[device]!]!;
    this.#recorder.record(histogram, this.#world.simulator.nowMs - sinceMs, sinceMs);
  }
}
