/** What gateways have in the buffers of slow devices, by their group and place. */
import type { World } from '../node/world.ts';

export class SendBufferMeters {
  readonly #world: World;
  /** By node id. */
  readonly #bytes: number[] = [];
  readonly #drops: number[] = [];
  readonly #disconnects: number[] = [];

  constructor(world: World, gateways: readonly number[]) {
    const { nodes, places, recorder } = world;
    this.#world = world;
    for (const id of gateways) {
      const labels = { node: nodes[id]!.group, place: places[nodes[id]!.place]!.name };
      this.#bytes[id] = recorder.level('send_buffer', labels);
      this.#drops[id] = recorder.counter('send_buffer_drops', labels);
      this.#disconnects[id] = recorder.counter('slow_disconnects', labels);
    }
  }

  waits(gateway: number, bytes: number): void {
    this.#world.recorder.changeLevel(this.#bytes[gateway]!, bytes, this.#world.simulator.nowMs);
  }

  dropped(gateway: number): void {
    this.#world.recorder.add(this.#drops[gateway]!, 1, this.#world.simulator.nowMs);
  }

  disconnected(gateway: number): void {
    this.#world.recorder.add(this.#disconnects[gateway]!, 1, this.#world.simulator.nowMs);
  }
}
