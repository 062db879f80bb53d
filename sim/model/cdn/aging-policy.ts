/**
 * How long evicted objects had not been asked for: the eviction age of a cache, here and not since
 * insertion, because with LRU it is the one figure that a cache is known by, its characteristic time
 * (Che, Tung and Wang, IEEE JSAC 20(7), 2002, §III), and because it says which of the requests to come can
 * hit: those that follow the one before sooner. An object that was only ever stored counts from then.
 */
import { grown } from '../../engine/grown.ts';
import type { EvictionPolicy } from '../cache/eviction/policy.ts';
import type { NodeContext } from '../node/node.ts';

/** An eviction policy whose evictions are measured; it decides as the one inside does. */
export class AgingPolicy implements EvictionPolicy {
  readonly decidesRoom: boolean;
  readonly #inner: EvictionPolicy;
  readonly #world: NodeContext['world'];
  readonly #age: number;
  /** By slot, ms. */
  #lastUsedMs = new Float64Array(0);

  constructor(inner: EvictionPolicy, { world, group, place }: NodeContext) {
    this.decidesRoom = inner.decidesRoom === true;
    this.#inner = inner;
    this.#world = world;
    const labels = { node: group, place: world.places[place]!.name };
    this.#age = world.recorder.histogram('eviction_age', labels, { windows: false });
  }

  grow(slots: number): void {
    this.#inner.grow(slots);
    this.#lastUsedMs = grown(this.#lastUsedMs, slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    return this.#inner.admit(object, sizeBytes);
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#lastUsedMs[slot] = this.#world.simulator.nowMs;
    this.#inner.added(slot, object, sizeBytes);
  }

  touched(slot: number, sizeBytes: number): void {
    this.#lastUsedMs[slot] = this.#world.simulator.nowMs;
    this.#inner.touched(slot, sizeBytes);
  }

  lacksRoom(sizeBytes: number): boolean {
    return this.#inner.lacksRoom?.(sizeBytes) === true;
  }

  turnsAway(object: number, sizeBytes: number): boolean {
    return this.#inner.turnsAway?.(object, sizeBytes) === true;
  }

  evict(): number {
    const slot = this.#inner.evict();
    const { recorder, simulator } = this.#world;
    recorder.record(this.#age, simulator.nowMs - this.#lastUsedMs[slot]!, simulator.nowMs);
    return slot;
  }

  removed(slot: number): void {
    this.#inner.removed(slot);
  }
}
