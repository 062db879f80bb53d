/** Answers that an edge keeps; which of them leaves is for the scenario's eviction policy to say. */
import type { IncomingHttpHeaders } from 'node:http';
import type { ObjectStore, StoreWatcher } from '../../../model/cache/store.ts';
import type { Stored } from './stored.ts';
import { selecting } from './vary.ts';

/** What is kept does not become stale by itself: that is for HTTP to say. */
const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };

/** Answers under one URL that depend on fields of the request. */
interface Variants {
  readonly vary: readonly string[];
  readonly keys: Set<string>;
}

export class Shelf {
  readonly #open: (watcher: StoreWatcher) => ObjectStore;
  #store!: ObjectStore;
  /** By path, and by what selects a variant. */
  readonly #numbers = new Map<string, number>();
  readonly #stored: (Stored | undefined)[] = [];
  readonly #variants = new Map<string, Variants>();

  /** @param open makes a store, with nothing in it, that tells who leaves it. */
  constructor(open: (watcher: StoreWatcher) => ObjectStore) {
    this.#open = open;
    this.clear();
  }

  /** Answers that have left for others, since it was last empty. */
  get evictions(): number {
    return this.#store.evictions;
  }

  clear(): void {
    this.#stored.length = 0;
    this.#variants.clear();
    this.#store = this.#open({
      grow: () => {},
      used: () => {},
      evicted: (_slot, object) => {
        this.#stored[object] = undefined;
      },
    });
  }

  /** What requests have in common that one answer suits. RFC 9111 §2, §4.1 */
  keyOf(path: string, headers: IncomingHttpHeaders): string {
    const variants = this.#variants.size === 0 ? undefined : this.#variants.get(path);
    return variants === undefined ? path : `${path}\n${selecting(variants.vary, headers)}`;
  }

  /** Counts as served. */
  find(key: string): Stored | undefined {
    const number = this.#numbers.get(key);
    if (number === undefined) return undefined;
    this.#store.lookup(number, performance.now(), FOREVER, 0);
    return this.#stored[number];
  }

  /** @returns whether it is kept: what is too large, or not let in, is not. */
  put(path: string, headers: IncomingHttpHeaders, stored: Stored): boolean {
    this.#vary(path, stored.vary);
    const key = this.keyOf(path, headers);
    this.#variants.get(path)?.keys.add(key);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
    }
    const isKept = this.#store.put(number, stored.body.length, performance.now(), 0);
    this.#stored[number] = isKept ? stored : undefined;
    return isKept;
  }

  /** Whatever is kept under a URL. */
  drop(path: string): void {
    this.#remove(path);
    for (const key of this.#variants.get(path)?.keys ?? []) this.#remove(key);
    this.#variants.delete(path);
  }

  /** The last answer says what all of its URL depend on. */
  #vary(path: string, vary: readonly string[]): void {
    const before = this.#variants.get(path);
    if (before === undefined && vary.length === 0) return;
    if (before?.vary.join() === vary.join()) return;
    this.drop(path);
    if (vary.length > 0) this.#variants.set(path, { vary, keys: new Set() });
  }

  #remove(key: string): void {
    const number = this.#numbers.get(key);
    if (number === undefined) return;
    this.#store.drop(number);
    this.#stored[number] = undefined;
  }
}
