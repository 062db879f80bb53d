/**
 * Exclusive caches: what a cache takes from its parent is no longer there, and what it evicts goes back
 * there, as the object used last. With LRU two tiers hold what one as large as both would. Only the parent's
 * children see the saving that ask for different objects: what one of them took, the others do not find.
 * Source: Wong and Wilkes, My Cache or Yours?, USENIX ATC 2002.
 */
import type { ObjectStore } from '../cache/store.ts';
import { DEMOTE, NO_CALL, TAKE } from '../node/calls.ts';
import type { NodeContext } from '../node/node.ts';
import type { Upstream } from '../node/upstream.ts';
import type { World } from '../node/world.ts';
import type { PurgeLog } from './purge-log.ts';

export class Demotion {
  readonly #world: World;
  readonly #upstream: Upstream;
  readonly #purges: PurgeLog;
  readonly #demotions: number;
  readonly #demotionBytes: number;

  constructor({ world, group, place }: NodeContext, upstream: Upstream, purges: PurgeLog) {
    const labels = { node: group, place: world.places[place]!.name };
    this.#world = world;
    this.#upstream = upstream;
    this.#purges = purges;
    this.#demotions = world.recorder.counter('cache_demotions', labels);
    this.#demotionBytes = world.recorder.counter('cache_demotion_bytes', labels);
  }

  /** An object is about to leave a store for others. */
  left(object: number, store: ObjectStore): void {
    const content = object % this.#world.contentCount;
    const purges = this.#purges;
    const lastPurge = Math.max(purges.last(content, object), purges.lastSoft(content, object));
    if (!store.isIntact(object, lastPurge)) return;
    const sizeBytes = store.sizeBytes(object);
    this.#send(object, sizeBytes, store.generatedAtMs(object), store.versionOf(object));
  }

  /** What a fetch has brought may not stay here. */
  refused(fetch: number): void {
    const { bytes, generatedAtMs, object, version } = this.#world.calls;
    this.#send(object[fetch]!, bytes[fetch]!, generatedAtMs[fetch]!, version[fetch]!);
  }

  #send(object: number, sizeBytes: number, generatedAtMs: number, version: number): void {
    const { calls, contentCount, exchange, recorder, simulator } = this.#world;
    const { nowMs } = simulator;
    const call = this.#upstream.make(object % contentCount, object, sizeBytes, nowMs);
    if (call === NO_CALL) return;
    calls.intent[call] = DEMOTE;
    calls.generatedAtMs[call] = generatedAtMs;
    calls.version[call] = version;
    recorder.add(this.#demotions, 1, nowMs);
    recorder.add(this.#demotionBytes, sizeBytes, nowMs);
    exchange.send(call);
  }
}

/**
 * The number of the last purge, under which a parent may store what a child demotes to it.
 *
 * @returns undefined when the copy is older than that purge: it may be what was purged.
 */
export function purgeOfDemoted({ calls }: World, purges: PurgeLog, call: number) {
  const [content, object] = [calls.content[call]!, calls.object[call]!];
  const purge = Math.max(purges.last(content, object), purges.lastSoft(content, object));
  const isOlder = purge > 0 && calls.generatedAtMs[call]! < purges.timeMs(purge);
  return isOlder ? undefined : purge;
}

/** Whether all that wait for a fetch take the object over. @param waiting a list, or `NO_CALL`. */
export function isTaken({ calls }: World, waiting: number): boolean {
  for (let call = waiting; call !== NO_CALL; call = calls.next[call]!) {
    if (calls.intent[call] !== TAKE) return false;
  }
  return waiting !== NO_CALL;
}
