/**
 * How long evicted objects had not been asked for: the eviction age of a cache, here and not since
 * insertion, because with LRU it is the one figure that a cache is known by, its characteristic time
 * (Che, Tung and Wang, IEEE JSAC 20(7), 2002, §III), and because it says which of the requests to come can
 * hit: those that follow the one before sooner. An object that was only ever stored counts from then.
 */
import { grown } from '../../engine/grown.ts';
import type { StoreWatcher } from '../cache/store.ts';
import type { NodeContext } from '../node/node.ts';

export class EvictionAges implements StoreWatcher {
  readonly #world: NodeContext['world'];
  readonly #age: number;
  /** By slot, ms. */
  #lastUsedMs = new Float64Array(0);
  readonly #leaves: ((object: number) => void) | undefined;

  /** @param leaves told of each object that is evicted, while it is still there. */
  constructor({ world, group, place }: NodeContext, leaves?: (object: number) => void) {
    this.#world = world;
    this.#leaves = leaves;
    const labels = { node: group, place: world.places[place]!.name };
    this.#age = world.recorder.histogram('eviction_age', labels, { windows: false });
  }

  grow(slots: number): void {
    this.#lastUsedMs = grown(this.#lastUsedMs, slots);
  }

  used(slot: number): void {
    this.#lastUsedMs[slot] = this.#world.simulator.nowMs;
  }

  evicted(slot: number, object: number): void {
    const { recorder, simulator } = this.#world;
    recorder.record(this.#age, simulator.nowMs - this.#lastUsedMs[slot]!, simulator.nowMs);
    this.#leaves?.(object);
  }
}
