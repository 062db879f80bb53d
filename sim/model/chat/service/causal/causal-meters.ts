/** What causal order costs, by the place of the device: bytes of vectors, and messages that wait for their causes. */
import type { Recorder } from '../../../../result/recorder.ts';
import type { Labels } from '../../../../result/result.ts';
import type { Clients } from '../../../node/clients.ts';
import type { World } from '../../../node/world.ts';
import { AtPlaces } from '../at-places.ts';
import type { Crowd } from '../crowd.ts';

export class CausalMeters {
  readonly #recorder: Recorder;
  readonly #world: World;
  readonly #bytes: AtPlaces;
  readonly #holds: AtPlaces;

  constructor(world: World, traffic: string, clients: readonly Clients[], crowd: Crowd) {
    const { recorder } = world;
    const kept = (register: (labels: Labels) => number) =>
      new AtPlaces(world, traffic, clients, crowd, register);
    this.#recorder = recorder;
    this.#world = world;
    this.#bytes = kept((at) => recorder.counter('causal_bytes', at));
    this.#holds = kept((at) => recorder.histogram('causal_hold', at));
  }

  bytes(device: number, bytes: number): void {
    const counter = this.#bytes.of(device);
    this.#recorder.add(counter, bytes, this.#world.simulator.nowMs);
  }

  /** What has waited on a device is shown. */
  held(device: number, sinceMs: number): void {
    const histogram = this.#holds.of(device);
    this.#recorder.record(histogram, this.#world.simulator.nowMs - sinceMs, sinceMs);
  }
}
