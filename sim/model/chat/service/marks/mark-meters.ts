/** What is counted of receipts that are kept, or are cursors, by the place of the sender’s or reader’s device. */
import type { Recorder } from '../../../../result/recorder.ts';
import type { Labels } from '../../../../result/result.ts';
import type { Clients } from '../../../node/clients.ts';
import type { World } from '../../../node/world.ts';
import { AtPlaces } from '../at-places.ts';
import type { Crowd } from '../crowd.ts';

export class MarkMeters {
  readonly #recorder: Recorder;
  readonly #world: World;
  readonly #bytes: AtPlaces;
  readonly #waiting: AtPlaces;

  constructor(world: World, traffic: string, clients: readonly Clients[], crowd: Crowd) {
    const { recorder } = world;
    const kept = (register: (labels: Labels) => number) =>
      new AtPlaces(world, traffic, clients, crowd, register);
    this.#recorder = recorder;
    this.#world = world;
    this.#bytes = kept((at) => recorder.counter('receipt_bytes', at));
    this.#waiting = kept((at) => recorder.level('receipt_backlog', at));
  }

  /** A packet with receipts, or one that confirms them, leaves. */
  bytes(device: number, bytes: number): void {
    const counter = this.#bytes.of(device);
    this.#recorder.add(counter, bytes, this.#world.simulator.nowMs);
  }

  /** So many more receipts wait to be where they belong. */
  wait(device: number, by: number): void {
    const level = this.#waiting.of(device);
    this.#recorder.changeLevel(level, by, this.#world.simulator.nowMs);
  }
}
