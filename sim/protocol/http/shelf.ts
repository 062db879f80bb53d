/** Answers that an edge keeps; which of them leaves is for the scenario's eviction policy to say. */
import type CachePolicy from 'http-cache-semantics';
import type { ObjectStore, StoreWatcher } from '../../model/cache/store.ts';

export interface Stored {
  readonly policy: CachePolicy;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What is kept does not become stale by itself: that is for HTTP to say. */
const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };

export class Shelf {
  readonly #open: (watcher: StoreWatcher) => ObjectStore;
  #store!: ObjectStore;
  readonly #numbers = new Map<string, number>();
  readonly #stored: (Stored | undefined)[] = [];

  /** @param open makes a store, with nothing in it, that tells who leaves it. */
  constructor(open: (watcher: StoreWatcher) => ObjectStore) {
    this.#open = open;
    this.clear();
  }

  clear(): void {
    this.#stored.length = 0;
    this.#store = this.#open({
      grow: () => {},
      used: () => {},
      evicted: (_slot, object) => {
        this.#stored[object] = undefined;
      },
    });
  }

  /** Counts as served. */
  find(path: string): Stored | undefined {
    const number = this.#numbers.get(path);
    if (number === undefined) return undefined;
    this.#store.lookup(number, performance.now(), FOREVER, 0);
    return this.#stored[number];
  }

  /** @returns whether it is kept: what is too large, or not let in, is not. */
  put(path: string, stored: Stored): boolean {
    let number = this.#numbers.get(path);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(path, number);
    }
    const isKept = this.#store.put(number, stored.body.length, performance.now(), 0);
    this.#stored[number] = isKept ? stored : undefined;
    return isKept;
  }

  drop(path: string): void {
    const number = this.#numbers.get(path);
    if (number === undefined) return;
    this.#store.drop(number);
    this.#stored[number] = undefined;
  }
}
