/** Items on their way from those who put them to those who get them. */
import type { Wait, Waiter } from './wait.ts';
import { type Spot, WaitingLine } from './waiting-line.ts';

/**
 * A store with room for so many items; items, gets and puts are each served first come first
 * served. An item is in exactly one place: with its put, in the store, or with its get.
 *
 *     yield inbox.put(letter);
 *     const letter = yield* inbox.take();
 */
export class Store<T> {
  readonly capacity: number;
  readonly #items = new WaitingLine<T>();
  readonly #gets = new WaitingLine<Get<T>>();
  readonly #puts = new WaitingLine<Put<T>>();

  /** @param capacity items that fit, 1 or more; default: no limit. */
  constructor(capacity = Number.POSITIVE_INFINITY) {
    this.capacity = capacity;
  }

  /** Items in the store. */
  get length(): number {
    return this.#items.length;
  }

  /** Waits for an item, which is then in `item`. */
  get(): Get<T> {
    return new Get(this);
  }

  /** Waits until there is room for an item. */
  put(item: T): Put<T> {
    return new Put(this, item);
  }

  /** Gets an item as the value of `yield*`. */
  *take(): Generator<Wait, T, void> {
    const get = this.get();
    yield get;
    return get.item!;
  }

  /** For gets. */
  joinGets(get: Get<T>): Spot<Get<T>> {
    const spot = this.#gets.join(get);
    this.#settle();
    return spot;
  }

  /** For puts. */
  joinPuts(put: Put<T>): Spot<Put<T>> {
    const spot = this.#puts.join(put);
    this.#settle();
    return spot;
  }

  leaveGets(spot: Spot<Get<T>>): void {
    this.#gets.leave(spot);
  }

  leavePuts(spot: Spot<Put<T>>): void {
    this.#puts.leave(spot);
  }

  /** For gets that are withdrawn: the item is first in line again, even in a full store. */
  putBack(item: T): void {
    this.#items.join(item, BACK_IN_FRONT);
    this.#settle();
  }

  /** Moves items until nothing moves any more. */
  #settle(): void {
    for (;;) {
      if (this.#puts.length > 0 && this.#items.length < this.capacity) {
        const put = this.#puts.takeFirst();
        this.#items.join(put.item);
        put.accepted();
      } else if (this.#gets.length > 0 && this.#items.length > 0) {
        this.#gets.takeFirst().receive(this.#items.takeFirst());
      } else return;
    }
  }
}

const BACK_IN_FRONT = -1;

/** A wish for an item, and then the item. */
export class Get<T> implements Wait {
  item: T | undefined;
  /** Whether it has its item. */
  isDone = false;
  readonly #store: Store<T>;
  #spot: Spot<Get<T>> | undefined;
  #waiter: Waiter | undefined;

  /** See `Store.get`. */
  constructor(store: Store<T>) {
    this.#store = store;
  }

  begin(waiter: Waiter): boolean {
    this.#spot = this.#store.joinGets(this);
    this.#waiter = waiter;
    return this.isDone;
  }

  withdraw(): void {
    if (this.#spot !== undefined) this.#store.leaveGets(this.#spot);
    if (!this.isDone) return;
    this.isDone = false;
    const item = this.item as T;
    this.item = undefined;
    this.#store.putBack(item);
  }

  /** For the store. */
  receive(item: T): void {
    this.item = item;
    this.isDone = true;
    this.#waiter?.wake(this);
  }
}

/** An item that waits for room. Once accepted it stays in the store, even when withdrawn. */
export class Put<T> implements Wait {
  readonly item: T;
  /** Whether the store has the item. */
  isDone = false;
  readonly #store: Store<T>;
  #spot: Spot<Put<T>> | undefined;
  #waiter: Waiter | undefined;

  /** See `Store.put`. */
  constructor(store: Store<T>, item: T) {
    this.#store = store;
    this.item = item;
  }

  begin(waiter: Waiter): boolean {
    this.#spot = this.#store.joinPuts(this);
    this.#waiter = waiter;
    return this.isDone;
  }

  withdraw(): void {
    if (this.#spot !== undefined) this.#store.leavePuts(this.#spot);
  }

  /** For the store. */
  accepted(): void {
    this.isDone = true;
    this.#waiter?.wake(this);
  }
}
