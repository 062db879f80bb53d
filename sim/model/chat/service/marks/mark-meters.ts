/** What is counted of receipts that are kept, or are cursors, by the place of the sender’s or reader’s device. */
import type { Recorder } from '../../../../result/recorder.ts';
import type { Clients } from '../../../node/clients.ts';
import type { World } from '../../../node/world.ts';
import type { Crowd } from '../crowd.ts';

export class MarkMeters {
  readonly #recorder: Recorder;
  readonly #world: World;
  readonly #placeOf: Uint16Array;
  readonly #bytes: readonly number[];
  readonly #waiting: readonly number[];

  constructor(world: World, traffic: string, clients: readonly Clients[], crowd: Crowd) {
    const { places, recorder } = world;
    const labels = clients.map(({ place }) => ({ traffic, place: places[place]!.name }));
    this.#recorder = recorder;
    this.#world = world;
    this.#placeOf = crowd.placeOf;
    this.#bytes = labels.map((at) => recorder.counter('receipt_bytes', at));
    this.#waiting = labels.map((at) => recorder.level('receipt_backlog', at));
  }

  /** A packet with receipts, or one that confirms them, leaves. */
  bytes(device: number, bytes: number): void {
    const counter = this.#bytes[this.#placeOf[device]!]!;
    this.#recorder.add(counter, bytes, this.#world.simulator.nowMs);
  }

  /** So many more receipts wait to be where they belong. */
  wait(device: number, by: number): void {
    const level = this.#waiting[this.#placeOf[device]!]!;
    this.#recorder.changeLevel(level, by, this.#world.simulator.nowMs);
  }
}
