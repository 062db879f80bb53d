/**
 * What each shard has written and not enough mailboxes have: it takes effect in the order in which it was written, when
 * as many have it as are to have it. Source: Ongaro & Ousterhout, USENIX ATC 2014, §5.3: committed in order.
 */
import { Ring } from './ring.ts';
import type { Shards } from './shards.ts';

/** Items are messages, or copies of messages for inboxes; these have numbers below 0. */
export interface LogItems {
  hold(item: number): void;
  letGo(item: number): void;
  committed(item: number): void;
}

export const ofCopy = (copy: number): number => -1 - copy;

export class CommitLog {
  readonly #shards: Shards;
  readonly #items: LogItems;
  /** By shard. */
  readonly #waiting: Ring[] = [];

  constructor(shards: Shards, items: LogItems) {
    this.#shards = shards;
    this.#items = items;
  }

  /** The leader of a shard has written an item. @param number of it in the log. */
  add(shard: number, item: number, number: number): void {
    if (this.#shards.quorum === 1) {
      this.#items.committed(item);
      return;
    }
    this.#waiting[shard] ??= new Ring();
    this.#items.hold(item);
    this.#waiting[shard].add(item, number, 0);
  }

  /** Another mailbox has written something. */
  settle(shard: number): void {
    const ring = this.#waiting[shard];
    if (ring === undefined || ring.length === 0) return;
    const last = this.#shards.committed(shard);
    while (ring.length > 0 && ring.stamp <= last) {
      const first = ring.item;
      ring.dropFirst();
      this.#items.committed(first);
      this.#items.letGo(first);
    }
  }

  /** What comes after an item is gone. */
  cut(shard: number, last: number): void {
    const ring = this.#waiting[shard];
    while (ring !== undefined && ring.length > 0 && ring.lastStamp > last) {
      const item = ring.lastItem;
      ring.dropLast();
      this.#items.letGo(item);
    }
  }
}
