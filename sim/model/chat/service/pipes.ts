/** Between nodes nothing overtakes what was sent before it, unless a fault scrambles the way. */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { World } from '../../node/world.ts';

export class Pipes {
  readonly #world: World;
  /** @returns the same packet once more. */
  readonly #copy: (packet: number) => number;
  readonly #nodes: number;
  /** When the last packet arrives, by both ids, ms. */
  readonly #lastMs: Float64Array;

  constructor(world: World, copy: (packet: number) => number) {
    this.#world = world;
    this.#copy = copy;
    this.#nodes = world.exchange.up.length;
    this.#lastMs = new Float64Array(this.#nodes * this.#nodes);
  }

  /** Arrives in its turn. @param delayMs of the way itself. */
  send(packet: number, from: number, to: number, delayMs: number, there: HandlerId): void {
    const pipe = from * this.#nodes + to;
    const atMs = Math.max(this.#lastMs[pipe]!, this.#world.simulator.nowMs + delayMs);
    this.#lastMs[pipe] = atMs;
    this.launch(packet, from, to, atMs, there);
  }

  /** What a fault scrambles comes later than in its turn, or twice. */
  launch(packet: number, from: number, to: number, atMs: number, there: HandlerId): void {
    const { exchange, simulator } = this.#world;
    const path = exchange.scrambled(from, to);
    if (path?.isDoubled()) simulator.at(atMs + path.lateMs(), there, this.#copy(packet));
    simulator.at(atMs + (path?.lateMs() ?? 0), there, packet);
  }
}
