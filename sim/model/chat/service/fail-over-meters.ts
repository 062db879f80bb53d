/** What fail-over counts; made when something fails, since most scenarios never see it. */
import type { World } from '../../node/world.ts';

export class FailOverMeters {
  readonly #world: World;
  readonly #leaderless: number;
  readonly #failovers: number;
  readonly #restored: number;

  constructor(world: World, node: string) {
    const { recorder } = world;
    this.#world = world;
    this.#leaderless = recorder.level('store_leaderless', { node });
    this.#failovers = recorder.counter('store_failovers', { node });
    this.#restored = recorder.counter('store_restored', { node });
  }

  /** So many more shards are served by nobody. */
  leaderless(by: number): void {
    this.#world.recorder.changeLevel(this.#leaderless, by, this.#world.simulator.nowMs);
  }

  failedOver(): void {
    this.#world.recorder.add(this.#failovers, 1, this.#world.simulator.nowMs);
  }

  restored(bytes: number): void {
    this.#world.recorder.add(this.#restored, bytes, this.#world.simulator.nowMs);
  }
}
