/**
 * The private caches of a place's devices, RFC 9111: they may keep what is `private`, and `s-maxage` is none
 * of theirs. A copy past its lifetime is asked for with its validator; stale ones are never served, for not
 * all browsers do that, and no purge reaches a device.
 */
import type { Recorder } from '../../result/recorder.ts';
import { lifetimeMs } from '../cache/freshness.ts';
import { DeviceCaches, NO_SLOT } from './device-caches.ts';
import type { NodeContext } from './node.ts';
import type { World } from './world.ts';

export class BrowserCaches {
  readonly #world: World;
  readonly #recorder: Recorder;
  readonly #caches: DeviceCaches;
  readonly #requests: number;
  readonly #hits: number;
  readonly #requestBytes: number;
  readonly #hitBytes: number;
  readonly #fills: number;
  readonly #evictions: number;
  readonly #revalidated: number;

  /** @param capacityBytes of each device. */
  constructor({ world, group, place, devices }: NodeContext, capacityBytes: number) {
    const labels = { node: group, place: world.places[place]!.name };
    const counter = (metric: string) => world.recorder.counter(metric, labels);
    this.#world = world;
    this.#recorder = world.recorder;
    this.#caches = new DeviceCaches(devices, capacityBytes);
    this.#requests = counter('cache_requests');
    this.#hits = counter('cache_hits');
    this.#requestBytes = counter('cache_request_bytes');
    this.#hitBytes = counter('cache_hit_bytes');
    this.#fills = counter('cache_fills');
    this.#evictions = counter('cache_evictions');
    this.#revalidated = counter('cache_revalidated');
  }

  /** @returns whether the device has what it asks for; if not, the call says which version it has. */
  has(call: number): boolean {
    const { calls, contents, simulator } = this.#world;
    const content = contents[calls.content[call]!]!;
    const { isPrivatelyStorable, privately } = content.freshnessOf(calls.object[call]!);
    const atMs = calls.startMs[call]!;
    this.#recorder.add(this.#requests, 1, atMs);
    this.#recorder.add(this.#requestBytes, calls.bytes[call]!, atMs);
    // A part of an object is not kept, nor found.
    if (!isPrivatelyStorable || calls.partOf[call]! > 0) return false;
    const slot = this.#caches.find(calls.device[call]!, calls.object[call]!);
    if (slot === NO_SLOT) return false;
    this.#caches.touch(slot);
    const generatedAtMs = this.#caches.generatedAtMs[slot]!;
    const version = this.#caches.version[slot]!;
    if (simulator.nowMs - generatedAtMs >= lifetimeMs(privately, generatedAtMs, version)) {
      calls.known[call] = version;
      return false;
    }
    calls.generatedAtMs[call] = generatedAtMs;
    calls.version[call] = version;
    this.#recorder.add(this.#hits, 1, atMs);
    this.#recorder.add(this.#hitBytes, calls.bytes[call]!, atMs);
    return true;
  }

  /** An answer has come to the device. */
  keep(call: number): void {
    const { calls, contents } = this.#world;
    const content = contents[calls.content[call]!]!;
    const { isPrivatelyStorable } = content.freshnessOf(calls.object[call]!);
    const isKept = isPrivatelyStorable && calls.partOf[call] === 0;
    if (calls.failed[call] === 1 || !isKept) return;
    const atMs = calls.startMs[call]!;
    const before = this.#caches.evictions;
    const isNew = this.#caches.put(
      calls.device[call]!,
      calls.object[call]!,
      calls.bytes[call]!,
      calls.generatedAtMs[call]!,
      calls.version[call]!,
    );
    if (isNew) this.#recorder.add(this.#fills, 1, atMs);
    if (calls.notModified[call] === 1) this.#recorder.add(this.#revalidated, 1, atMs);
    const evicted = this.#caches.evictions - before;
    if (evicted > 0) this.#recorder.add(this.#evictions, evicted, atMs);
  }
}
