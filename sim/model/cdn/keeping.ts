/** What becomes of what a cache gets: answers to its fetches, and what its children have no room for. */
import type { ObjectStore } from '../cache/store.ts';
import type { NodeContext } from '../node/node.ts';
import type { Meters } from './cache-meters.ts';
import { type Demotion, isTaken, purgeOfDemoted } from './demotion.ts';
import type { StorageTiers } from './disk/storage-tiers.ts';
import type { PurgeLog } from './purge-log.ts';

interface KeepingParts {
  readonly context: NodeContext;
  readonly meters: Meters;
  readonly purges: PurgeLog;
  readonly tiers: StorageTiers | undefined;
  /** What the cache is now: a crash makes another one. */
  store(): ObjectStore;
  demotion(): Demotion | undefined;
}

export class Keeping {
  readonly #parts: KeepingParts;

  constructor(parts: KeepingParts) {
    this.#parts = parts;
  }

  /**
   * The answer to a fetch is there.
   *
   * @param waiting those who asked, a list, or `NO_CALL`.
   * @returns false when there is nothing to answer with: renewed is what is no longer here.
   */
  keep(fetch: number, waiting: number): boolean {
    const { context, demotion, purges } = this.#parts;
    const { calls, contents } = context.world;
    const [content, object] = [calls.content[fetch]!, calls.object[fetch]!];
    if (!contents[content]!.freshnessOf(object).isStorable) return true;
    const taken = isTaken(context.world, waiting);
    if (calls.notModified[fetch] === 1) {
      const isRenewed = this.#renew(fetch, object);
      if (taken) this.#discard(object);
      return isRenewed || (taken && calls.known[waiting] === calls.version[fetch]);
    }
    if (taken) {
      this.#discard(object);
      return true;
    }
    const purge = calls.purge[fetch]!;
    // Asked for before a purge: it could never be served, and others would have to leave for it.
    if (purge < purges.last(content, object)) return true;
    if (!this.#put(fetch, purge)) demotion()?.refused(fetch);
    return true;
  }

  /** Keeps what a child has no room for. */
  takeIn(call: number): void {
    const { context, purges } = this.#parts;
    const purge = purgeOfDemoted(context.world, purges, call);
    if (purge !== undefined) this.#put(call, purge);
    context.world.exchange.reply(call, 0, false);
  }

  #renew(fetch: number, object: number): boolean {
    const { context, meters, store } = this.#parts;
    const { generatedAtMs, purge, startMs, version } = context.world.calls;
    const now = version[fetch]!;
    const isRenewed = store().renew(object, generatedAtMs[fetch]!, purge[fetch]!, now);
    if (isRenewed) meters.revalidated(startMs[fetch]!);
    return isRenewed;
  }

  /** Stores what a call brings. @returns whether it is here afterwards. */
  #put(call: number, purge: number): boolean {
    const { context, meters, tiers } = this.#parts;
    const { bytes, generatedAtMs, object, startMs, version } = context.world.calls;
    const store = this.#parts.store();
    const evicted = store.evictions;
    const what = object[call]!;
    const stored = store.put(what, bytes[call]!, generatedAtMs[call]!, purge, version[call]!);
    if (stored) tiers?.stored(what, bytes[call]!);
    meters.filled(stored, store.evictions - evicted, startMs[call]!);
    return stored;
  }

  #discard(object: number): void {
    this.#parts.store().drop(object);
    this.#parts.tiers?.left(object);
  }
}
